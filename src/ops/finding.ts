/** One thing that was looked at. `warn`: it works, and somebody should look. `bad`: it does not work, or not for long. */
export interface Finding {
  readonly id: string
  readonly level: 'ok' | 'warn' | 'bad'
  /** What is so, in one line. */
  readonly what: string
  /** What to do; null where nothing is. */
  readonly fix: string | null
}

export function ok(id: string, what: string): Finding {
  return { id, level: 'ok', what, fix: null }
}

export function warn(id: string, what: string, fix: string): Finding {
  return { id, level: 'warn', what, fix }
}

export function bad(id: string, what: string, fix: string): Finding {
  return { id, level: 'bad', what, fix }
}
