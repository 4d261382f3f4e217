/** What 32 bits hold: where the seconds of both surfaces end. */
const lastMs = (2 ** 31 - 1) * 1000
const dayMs = 24 * 3_600_000

/**
 * When a ban that was asked for ends; null = never. Less than 30 seconds or more than 366 days from now is for ever
 * (https://core.telegram.org/bots/api#banchatmember, https://core.telegram.org/api/rights), and so is what no client could be told.
 */
export function banEnd(untilMs: number, nowMs: number): number | null {
  const isForEver = untilMs < nowMs + 30_000 || untilMs > Math.min(nowMs + 366 * dayMs, lastMs)
  return isForEver ? null : untilMs
}
