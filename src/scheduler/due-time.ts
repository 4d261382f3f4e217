import { createHash } from 'node:crypto'
import { botLimits } from '../delivery/bot-pace.ts'
import { fullPace, gapMs } from '../delivery/pace.ts'
import { afterAwake } from './calendar.ts'
import type { PlanningRun, Target } from './plan.ts'

export interface Spread {
  /** SCHEDULER_JITTER_MAX_MS. */
  readonly jitterMaxMs: number
  /** TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS. */
  readonly gapMinMs: number
  /** TELEGRAM_PER_ACCOUNT_MPM; absent: none but the account's own. */
  readonly capMax?: number
}

/**
 * When a message of a round is due: the planned instant, the campaign's jitter, and its turn in the queue of its account at that account's
 * cap. Due times that all stood at the instant would make every round of more than one group late by definition, and a second
 * campaign of the account would wait for the whole of the first one; so they take turns, and late means late.
 *
 * A round that begins after its instant, because nothing ran, counts from its beginning. Quiet hours are left out: what falls into them
 * has its turn after them, so that it is not late then either.
 *
 * @param nowMs no round begins later than that: where one says so, the clock was ahead when it was opened
 */
export function dueAtMs(run: PlanningRun, target: Target, spread: Spread, nowMs = Infinity): number {
  const gap = fullGapMs(target, spread)
  const jitter = run.isAskedNow === true ? 0 : jitterMs(run.campaignUuid, spread.jitterMaxMs)
  // A round that was asked for is planned a millisecond ahead.
  const beginsAtMs = Math.min(Math.max(run.plannedAtMs, run.openedAtMs), nowMs + 1) + jitter
  const waitMs = turnOf(run, target, gap) * gap
  const { timetable = null } = run
  return timetable?.quiet == null ? beginsAtMs + waitMs : afterAwake(timetable, beginsAtMs, waitMs)
}

/** Milliseconds from one message of an account to its next, at its cap. */
export function fullGapMs(
  { accountKind, capPerMinute }: Pick<Target, 'accountKind' | 'capPerMinute'>,
  { gapMinMs, capMax = Infinity }: Omit<Spread, 'jitterMaxMs'>,
): number {
  const own = { capPerMinute: Math.min(capPerMinute, capMax), gapMinMs }
  return gapMs(fullPace, accountKind === 'bot' ? botLimits(capPerMinute) : own, 0)
}

/** The same for a campaign at every round, so that its groups hear from it at even intervals; different between campaigns. */
export function jitterMs(campaignUuid: string, maxMs: number): number {
  const share = createHash('sha256').update(campaignUuid).digest().readUInt32BE(0) / 2 ** 32
  return Math.floor(share * (maxMs + 1))
}

/**
 * A target's turn in this round. Where an account has more targets than its pace allows within an interval, the next round takes the
 * place of the rest, and with a fixed order it would be the same groups that never hear anything: so each round begins about where
 * the last one must have ended. A step without a common divisor brings every target to every turn in time.
 */
export function turnOf(
  { everyMs, plannedAtMs, startedAtMs }: Pick<PlanningRun, 'everyMs' | 'plannedAtMs' | 'startedAtMs'>,
  { position, positions }: Pick<Target, 'position' | 'positions'>,
  gapMs: number,
): number {
  if (everyMs === null || positions * gapMs <= everyMs) return position
  let step = Math.max(1, Math.min(positions, Math.floor(everyMs / gapMs)))
  while (divisorOf(step, positions) > 1) step--
  const round = Math.max(0, Math.round((plannedAtMs - startedAtMs) / everyMs))
  const firstPosition = ((round % positions) * step) % positions
  return (position - firstPosition + positions) % positions
}

function divisorOf(a: number, b: number): number {
  return b === 0 ? a : divisorOf(b, a % b)
}
