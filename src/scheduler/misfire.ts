import { afterQuiet, calendarAfter, calendarBefore, hoursAt } from './calendar.ts'
import type { Timetable } from './timetable.ts'

/**
 * What to do with an instant that passed while nothing ran: leave it out, run it once however many were missed, or ask the owner.
 * It is about downtime; a tick that comes a moment late is none.
 */
export type MisfirePolicy = 'skip' | 'run-once' | 'ask'

/** By what a plan's instants follow each other: an interval, a calendar, or nothing, for what happens once. */
export interface Grid {
  /** Start to start; null for a calendar, and for what happens once. */
  readonly everyMs: number | null
  /** What binds it beside that; null or left out: nothing. */
  readonly timetable?: Timetable | null
}

/** Where a plan stands on its grid. */
export interface GridPoint extends Grid {
  /**
   * The instant that is due. Every other one of an interval is a whole number of intervals away, so no origin need be kept; where
   * quiet hours move one to their end, the others count from there.
   */
  readonly nextAtMs: number
  readonly misfire: MisfirePolicy
  /** How many rounds are still to come, this one included. Null or left out: no number is set. */
  readonly roundsLeft?: number | null
}

/** What becomes of an instant that has come. `nextAtMs` is null when nothing follows. */
export type Step = Move | { readonly type: 'ask' }

/** A step that needs nobody. `skip` leaves the instant out, or moves it to the end of quiet hours that have begun meanwhile. */
export type Move =
  | { readonly type: 'run'; readonly plannedAtMs: number; readonly nextAtMs: number | null }
  | { readonly type: 'skip'; readonly nextAtMs: number | null }

/** Later than this is downtime. More than a mass restart takes, less than anybody's interval between two messages. */
export const misfireGraceMs = 60_000

/**
 * Missed instants collapse into one, the latest: an owner who was cut off for a day does not get 288 rounds in a row. What follows
 * stays on the grid, because "every 5 minutes" counts from start to start and not from whenever the last round got through.
 */
export function stepOf(point: GridPoint, nowMs: number): Step {
  const isMissed = nowMs - point.nextAtMs > misfireGraceMs
  if (isMissed && !isOver(point, nowMs)) {
    if (point.misfire === 'ask') return { type: 'ask' }
    if (point.misfire === 'skip') return { type: 'skip', nextAtMs: instantAfter(point, nowMs) }
  }
  return runNow(point, nowMs)
}

/** The one round that makes good for all that were missed, however long ago; after the quiet hours, if it is quiet. */
export function runNow(point: Omit<GridPoint, 'misfire'>, nowMs: number): Move {
  const { timetable = null, nextAtMs, roundsLeft = null } = point
  // The number of rounds may have been made smaller.
  if (isOver(point, nowMs) || (roundsLeft !== null && roundsLeft < 1)) return { type: 'skip', nextAtMs: null }
  if (timetable !== null) {
    const movedAtMs = afterQuiet(timetable, nowMs)
    if (movedAtMs > nowMs) return { type: 'skip', nextAtMs: beforeEnd(timetable, movedAtMs) }
  }
  const { lastAtMs, followsAtMs } = neighbours(point, Math.max(nextAtMs, nowMs))
  return { type: 'run', plannedAtMs: lastAtMs, nextAtMs: roundsLeft === 1 ? null : followsAtMs }
}

/** The first instant of the grid that is still to come; null when there is none. */
export function instantAfter(point: Omit<GridPoint, 'misfire'>, nowMs: number): number | null {
  if (point.nextAtMs > nowMs) return point.nextAtMs
  return isOver(point, nowMs) ? null : neighbours(point, nowMs).followsAtMs
}

/** Where a grid begins that is started then; null when its end comes first. */
export function firstInstant({ timetable = null }: Grid, fromMs: number): number | null {
  if (timetable === null) return fromMs
  const { calendar, beginsAtMs } = timetable
  const earliestMs = Math.max(fromMs, beginsAtMs ?? fromMs)
  // The instant itself counts, and a calendar names what comes behind one.
  const firstAtMs = calendar === null ? earliestMs : calendarAfter(timetable, calendar, earliestMs - 1)
  return beforeEnd(timetable, afterQuiet(timetable, firstAtMs))
}

/** The last instant until `nowMs`, at which it is not quiet, and the one that follows it. */
function neighbours(
  { nextAtMs, everyMs, timetable = null }: Omit<GridPoint, 'misfire'>,
  nowMs: number,
): { lastAtMs: number; followsAtMs: number | null } {
  if (timetable?.calendar) {
    const { calendar } = timetable
    const followsAtMs = beforeEnd(timetable, calendarAfter(timetable, calendar, nowMs))
    return { lastAtMs: calendarBefore(timetable, calendar, nextAtMs, nowMs), followsAtMs }
  }
  if (everyMs === null) return { lastAtMs: nextAtMs, followsAtMs: null }
  if (timetable === null) {
    const lastAtMs = nextAtMs + intervalsUntil(nextAtMs, everyMs, nowMs) * everyMs
    return { lastAtMs, followsAtMs: lastAtMs + everyMs }
  }
  return intervalNeighbours(timetable, everyMs, nextAtMs, nowMs)
}

/** From one day's quiet hours to those of the next, because each moves what follows. */
function intervalNeighbours(timetable: Timetable, everyMs: number, nextAtMs: number, nowMs: number) {
  for (let lastAtMs = afterQuiet(timetable, nextAtMs); ;) {
    const { changesAtMs } = hoursAt(timetable, lastAtMs)
    const untilMs = Math.min(nowMs, (changesAtMs ?? Number.POSITIVE_INFINITY) - 1)
    const reachedAtMs = lastAtMs + intervalsUntil(lastAtMs, everyMs, untilMs) * everyMs
    const followsAtMs = afterQuiet(timetable, reachedAtMs + everyMs)
    if (followsAtMs > nowMs) return { lastAtMs: reachedAtMs, followsAtMs: beforeEnd(timetable, followsAtMs) }
    lastAtMs = followsAtMs
  }
}

function isOver({ timetable = null }: Grid, nowMs: number): boolean {
  return timetable !== null && beforeEnd(timetable, nowMs) === null
}

function beforeEnd({ endsAtMs }: Timetable, atMs: number): number | null {
  return endsAtMs !== null && atMs >= endsAtMs ? null : atMs
}

function intervalsUntil(fromAtMs: number, everyMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - fromAtMs) / everyMs))
}
