/** Limits of an account without a good day between two of them: the next one lasts longer. Stands in the account's row. */
export interface LimitsInRow {
  readonly count: number
  /** When the last of them ended, or ends. */
  readonly untilMs: number
}

export const neverLimited: LimitsInRow = { count: 0, untilMs: 0 }

/** So long without a limit, from the end of the last, and the next one counts as the first. */
const goodMs = 24 * 3_600_000

/** How many there were before one that comes now. */
export function limitsBefore({ count, untilMs }: LimitsInRow, nowMs: number): number {
  return nowMs - untilMs < goodMs ? count : 0
}

/** With one more, that ends at `untilMs`. */
export function afterLimit(limits: LimitsInRow, untilMs: number, nowMs: number): LimitsInRow {
  return { count: limitsBefore(limits, nowMs) + 1, untilMs }
}
