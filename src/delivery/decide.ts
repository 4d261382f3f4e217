import type { Random } from '../base/random.ts'
import type { TriedAttempt } from './attempt.ts'
import { computeRetryDelayMs } from './backoff.ts'
import type { Outcome, StaleWhat } from './outcome.ts'
import { isSlowModeWait, slowModeAfter } from './slow-mode.ts'
import { waitMaxMs } from './wait.ts'
import type { Wait, WaitKey } from './wait.ts'

/** What to write about the attempt: the transition's event with what belongs to it. */
export type Settling =
  | { readonly event: 'confirm'; readonly messageId: number | null; readonly result: string | null }
  | {
      readonly event: 'postpone' | 'release' | 'retry' | 'unknown'
      readonly dueAtMs: number
      readonly reason: string
    }
  | { readonly event: 'bury' | 'lose'; readonly reason: string }

/** What becomes of the account, beyond a wait. */
export type AccountChange =
  /** Telegram limits it; null: until its owner acts. */
  | { readonly type: 'limit'; readonly untilMs: number | null; readonly reason: string }
  /** Its proxy does not work. Never around it: a direct connection would show Telegram the machine's own address. */
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'needsLogin'; readonly reason: string }
  /** It looks dead: ask Telegram for the account itself on a fresh connection, and believe only that. */
  | { readonly type: 'verify'; readonly reason: string }

export interface Decision {
  readonly settling: Settling
  /** To be noted before anything else is sent, and written down so that it survives a restart. */
  readonly wait?: Wait
  /** The slow mode of the attempt's chat, as a refusal has just shown it: to be kept for the next messages to it. */
  readonly slowModeMs?: number
  /** A flood wait on sending: the account's pace falls. */
  readonly isTooFast?: true
  readonly account?: AccountChange
  /** The content itself is refused: the run stops with the attempt's reason. */
  readonly stopsRun?: true
  /** Telegram was not asked: the account may use its turn for something else. */
  readonly isUntried?: true
  /** To be got anew before the next try. */
  readonly refresh?: StaleWhat
}

/** What the rules must know beyond the attempt and its outcome. The counts are of the actor that tried. */
export interface Circumstances {
  /** BROADCAST_MAX_TRIES. */
  readonly triesMax: number
  readonly random: Random
  /** When the line is tried again; in the past unless it failed. */
  readonly lineFreeAtMs: number
  /** How often this attempt's knowledge was got anew already. */
  readonly refreshes: number
  /** How many chats answered the same within a day, this one included. */
  readonly peersWithSameError: number
  /** How often Telegram limited the account before, without a good day between. */
  readonly limitsInRow: number
  /** The chat has just had all that it may: being too fast means the chat. */
  readonly isChatFull: boolean
}

/**
 * What to do after one try. A try is counted by `confirm`, `retry`, `unknown`, `bury` and `lose`; `postpone` and `release` give it
 * back, because a wait or an outage must not bury a queue.
 *
 * An attempt that may have arrived earlier ends as sent or uncertain, whatever a later try is told: the refusal says nothing about
 * the first try.
 */
export function decide(attempt: TriedAttempt, outcome: Outcome, given: Circumstances, nowMs: number): Decision {
  switch (outcome.type) {
    case 'sent':
      return {
        settling: { event: 'confirm', messageId: outcome.messageId, result: outcome.result },
        ...untilNextMessage(attempt, nowMs),
      }
    case 'wait':
      return postpone(attempt, { ...outcome, scope: scopeOf(outcome, given) }, nowMs)
    case 'notReady':
      return {
        settling: { event: 'postpone', dueAtMs: nowMs + outcome.waitMs, reason: outcome.error },
        isUntried: true,
      }
    case 'refused': {
      const isContent = given.peersWithSameError >= (outcome.contentAfterPeers ?? Number.POSITIVE_INFINITY)
      return { settling: end(attempt, outcome.error), ...(isContent && { stopsRun: true }) }
    }
    case 'contentRefused':
      return { settling: end(attempt, outcome.error), stopsRun: true }
    case 'accountPaused':
      return pauseAccount(attempt, outcome, given, nowMs)
    case 'accountDead': {
      const type = outcome.isCertain ? 'needsLogin' : 'verify'
      return { settling: release(nowMs, outcome.error), account: { type, reason: outcome.error } }
    }
    case 'stale':
      return refresh(attempt, outcome, given, nowMs)
    case 'busyDuplicate':
      return askAgain(attempt, outcome.error, given, nowMs)
    case 'notSent':
      return { settling: release(Math.max(nowMs, given.lineFreeAtMs), outcome.error) }
    case 'failed':
      return tryLater(attempt, outcome.error, given, nowMs)
    case 'unknown':
      return doubt(attempt, outcome.error, given, nowMs)
    default:
      return outcome satisfies never
  }
}

type OutcomeOf<Type extends Outcome['type']> = Extract<Outcome, { readonly type: Type }>

const dayMs = 24 * 3_600_000

/** Telegram counts whole seconds and may round them down. */
const waitMarginMs = 1_000

/** A look for the answer of a call that still runs. Its own number of times, because tries may be used up before. */
const askBackoff = { baseMs: 1_000, maxMs: 5_000 }
const asksMax = 5

/** An upload may be lost twice; everything else that is old a second time is gone. */
const refreshesMax: Readonly<Partial<Record<StaleWhat, number>>> = { upload: 2 }

/** What somebody else gets anew may be old again when the attempt's turn comes, and that is no fault of the attempt. */
const awaitedMax = 5

function postpone(attempt: TriedAttempt, outcome: OutcomeOf<'wait'>, nowMs: number): Decision {
  const untilMs = nowMs + outcome.waitMs + waitMarginMs
  const key = waitKeyOf(attempt, outcome.scope)
  const reason = outcome.error
  return {
    settling: { event: 'postpone', dueAtMs: untilMs, reason },
    wait: { key, untilMs, reason },
    ...(outcome.scope === 'send' && { isTooFast: true }),
    ...(isSlowModeWait(outcome) && { slowModeMs: slowModeAfter(outcome, attempt.slowModeMs) }),
  }
}

/** So that Telegram need not refuse what is known beforehand. Counted from the answer, which is later than the message. */
function untilNextMessage({ kind, peer, slowModeMs }: TriedAttempt, nowMs: number): Pick<Decision, 'wait'> {
  if (kind !== 'send' || peer === null || slowModeMs === 0) return {}
  const key = { type: 'slow-mode', peer } as const
  return { wait: { key, untilMs: nowMs + slowModeMs + waitMarginMs, reason: 'slow-mode' } }
}

/** The Bot API does not say whether it means the token or one chat. */
function scopeOf({ scope }: OutcomeOf<'wait'>, { isChatFull }: Circumstances): OutcomeOf<'wait'>['scope'] {
  return scope === 'send' && isChatFull ? 'peer' : scope
}

function waitKeyOf(attempt: TriedAttempt, scope: OutcomeOf<'wait'>['scope']): WaitKey {
  if (scope !== 'peer') return { type: 'lane', lane: scope }
  // Work without a chat cannot wait for one; holding all sending back is the careful reading.
  return attempt.peer === null ? { type: 'lane', lane: 'send' } : { type: 'peer', peer: attempt.peer }
}

function pauseAccount(
  attempt: TriedAttempt,
  outcome: OutcomeOf<'accountPaused'>,
  given: Circumstances,
  nowMs: number,
): Decision {
  const { error: reason, concerns, days, fromPeers } = outcome
  if (given.peersWithSameError < fromPeers) return { settling: end(attempt, reason) }

  const lastsDays = days[Math.min(given.limitsInRow, days.length - 1)]
  const untilMs = lastsDays === undefined ? null : nowMs + lastsDays * dayMs
  if (concerns === 'joins') {
    const wait = { key: { type: 'lane', lane: 'join' }, untilMs: nowMs + waitMaxMs, reason } as const
    return { settling: { event: 'postpone', dueAtMs: wait.untilMs, reason }, wait }
  }
  const account: AccountChange = concerns === 'proxy' ? { type: 'pause', reason } : { type: 'limit', untilMs, reason }
  return { settling: release(untilMs ?? nowMs, reason), account }
}

function refresh(attempt: TriedAttempt, outcome: OutcomeOf<'stale'>, given: Circumstances, nowMs: number): Decision {
  const { error, what, awaits } = outcome
  const max = awaits === undefined ? (refreshesMax[what] ?? 1) : awaitedMax
  if (given.refreshes >= max) return { settling: end(attempt, error) }
  if (awaits !== undefined) {
    const { reason, waitMs } = awaits
    return { settling: { event: 'postpone', dueAtMs: nowMs + waitMs, reason }, refresh: what }
  }
  const later = tryLater(attempt, error, given, nowMs)
  return later.settling.event === 'retry' ? { ...later, refresh: what } : later
}

function tryLater(attempt: TriedAttempt, error: string, given: Circumstances, nowMs: number): Decision {
  const tries = attempt.tries + 1
  if (tries >= given.triesMax) return { settling: end(attempt, exhausted) }
  const dueAtMs = nowMs + computeRetryDelayMs(tries, given.random)
  return { settling: { event: 'retry', dueAtMs, reason: error } }
}

/** A user account repeats with the same `random_id` and gets the first message back. A bot's repeat would be a second message. */
function doubt(attempt: TriedAttempt, error: string, given: Circumstances, nowMs: number): Decision {
  if (attempt.kind !== 'send') return tryLater(attempt, error, given, nowMs)
  const tries = attempt.tries + 1
  if (attempt.accountKind === 'bot') return { settling: { event: 'lose', reason: error } }
  if (tries >= given.triesMax) return { settling: { event: 'lose', reason: exhausted } }
  const dueAtMs = nowMs + computeRetryDelayMs(tries, given.random)
  return { settling: { event: 'unknown', dueAtMs, reason: error } }
}

function askAgain(attempt: TriedAttempt, error: string, given: Circumstances, nowMs: number): Decision {
  const tries = attempt.tries + 1
  if (tries >= given.triesMax + asksMax) return { settling: { event: 'lose', reason: exhausted } }
  const dueAtMs = nowMs + computeRetryDelayMs(tries, given.random, askBackoff)
  return { settling: { event: 'unknown', dueAtMs, reason: error } }
}

/** The reason of an attempt that used up its tries; what each of them met stands in the events. */
const exhausted = 'retry-exhausted'

function release(dueAtMs: number, reason: string): Settling {
  return { event: 'release', dueAtMs, reason }
}

function end(attempt: TriedAttempt, reason: string): Settling {
  return { event: attempt.isMaybeSent ? 'lose' : 'bury', reason }
}
