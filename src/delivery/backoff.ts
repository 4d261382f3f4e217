import type { Random } from '../base/random.ts'

export interface Backoff {
  /** The delay after the first failure; each further one doubles it. */
  readonly baseMs: number
  readonly maxMs: number
}

/** 1, 2, 4 … 64 s: what the table of errors asks after Telegram's own failures, and TDLib does too. */
export const retryBackoff: Backoff = { baseMs: 1_000, maxMs: 64_000 }

/** While an account cannot reach Telegram at all nothing is lost by waiting, and thousands of accounts may be in the same state. */
export const connectBackoff: Backoff = { baseMs: 1_000, maxMs: 300_000 }

/**
 * How long to wait after `failures` in a row, this one included. Up to a quarter more than the power of two, so that accounts which
 * failed together do not come back together; never less than Telegram's own wait.
 */
export function computeRetryDelayMs(
  failures: number,
  random: Random,
  backoff: Backoff = retryBackoff,
  telegramWaitMs = 0,
): number {
  // Beyond 2^32 the power says nothing more, and an unbounded one would be Infinity.
  const doubledMs = backoff.baseMs * 2 ** Math.min(Math.max(failures - 1, 0), 32)
  const delayMs = Math.max(Math.min(doubledMs, backoff.maxMs), telegramWaitMs)
  return Math.round(delayMs + (Math.min(delayMs, backoff.maxMs) / 4) * random.next())
}
