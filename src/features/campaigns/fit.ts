import type { Load } from './verbs.ts'

/** What a round asks of one account. */
export interface Demand {
  /** Messages a round. */
  readonly targets: number
  /** Null: once. */
  readonly everyMs: number | null
  /** From one message of the account to its next, at its cap. */
  readonly gapMs: number
  /** What else the account sends by itself. */
  readonly others: readonly Load[]
}

/** Whether an account's pace is enough for a campaign, and what would be. */
export interface Fit {
  /** How long a round takes while the account's other campaigns go on as well. */
  readonly roundMs: number
  /** False: the next round begins before this one is through. */
  readonly isEnough: boolean
  /** The shortest interval at which it is enough; null when the others leave nothing. */
  readonly everyMinMs: number | null
}

/**
 * The account's time is divided into gaps, one for each message. What others take of it is their gaps a round over their interval; a
 * round has the rest. Slow modes and waits of Telegram come on top: they are not known before.
 */
export function fitOf({ targets, everyMs, gapMs, others }: Demand): Fit {
  const taken = others.reduce((sum, other) => sum + (other.targets * gapMs) / other.everyMs, 0)
  const free = 1 - taken
  if (free <= 0) return { roundMs: Number.POSITIVE_INFINITY, isEnough: false, everyMinMs: null }
  const roundMs = Math.ceil((targets * gapMs) / free)
  return { roundMs, isEnough: everyMs === null || roundMs <= everyMs, everyMinMs: roundMs }
}
