/**
 * What to do with an instant that passed while nothing ran: leave it out, run it once however many were missed, or ask the owner.
 * It is about downtime; a tick that comes a moment late is none.
 */
export type MisfirePolicy = 'skip' | 'run-once' | 'ask'

/** Where a plan stands on its grid. */
export interface GridPoint {
  /** The instant that is due. Every other one of the grid is a whole number of intervals away, so no origin need be kept. */
  readonly nextAtMs: number
  /** Start to start; null for what happens once. */
  readonly everyMs: number | null
  readonly misfire: MisfirePolicy
}

/** What becomes of an instant that has come. `nextAtMs` is null when nothing follows. */
export type Step =
  | { readonly type: 'run'; readonly plannedAtMs: number; readonly nextAtMs: number | null }
  | { readonly type: 'skip'; readonly nextAtMs: number | null }
  | { readonly type: 'ask' }

/** Later than this is downtime. More than a mass restart takes, less than anybody's interval between two messages. */
export const misfireGraceMs = 60_000

/**
 * Missed instants collapse into one, the latest: an owner who was cut off for a day does not get 288 rounds in a row. What follows
 * stays on the grid, because "every 5 minutes" counts from start to start and not from whenever the last round got through.
 */
export function stepOf(point: GridPoint, nowMs: number): Step {
  const isMissed = nowMs - point.nextAtMs > misfireGraceMs
  if (isMissed && point.misfire === 'ask') return { type: 'ask' }
  if (isMissed && point.misfire === 'skip') return { type: 'skip', nextAtMs: instantAfter(point, nowMs) }
  return runNow(point, nowMs)
}

/** The one round that makes good for all that were missed, however long ago. */
export function runNow(point: Omit<GridPoint, 'misfire'>, nowMs: number): Extract<Step, { type: 'run' }> {
  const { nextAtMs, everyMs } = point
  if (everyMs === null) return { type: 'run', plannedAtMs: nextAtMs, nextAtMs: null }
  const plannedAtMs = nextAtMs + intervalsUntil(nextAtMs, everyMs, nowMs) * everyMs
  return { type: 'run', plannedAtMs, nextAtMs: plannedAtMs + everyMs }
}

/** The first instant of the grid that is still to come; null when there is none. */
export function instantAfter({ nextAtMs, everyMs }: Omit<GridPoint, 'misfire'>, nowMs: number): number | null {
  if (nextAtMs > nowMs) return nextAtMs
  if (everyMs === null) return null
  return nextAtMs + (intervalsUntil(nextAtMs, everyMs, nowMs) + 1) * everyMs
}

function intervalsUntil(fromAtMs: number, everyMs: number, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - fromAtMs) / everyMs))
}
