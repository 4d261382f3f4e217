/** Telegram's dates are whole seconds since 1970. */
export function tlDate(ms: number): number {
  return Math.floor(ms / 1000)
}
