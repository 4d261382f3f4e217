import { hoursAt } from './calendar.ts'
import type { Timetable } from './timetable.ts'

/** A run whose quiet hours begin or are over, whose plan ends, or that goes on after anything else: nobody knows yet whether it may. */
export interface WatchedRun {
  readonly runId: number
  /** The instant that has come. */
  readonly lookAtMs: number
  /** As its plan has it now; null: nothing binds it any more. */
  readonly timetable: Timetable | null
}

/** What becomes of it. `fromLookAtMs` is the instant that was due: if that changed meanwhile, nothing happens. */
export type HoursStep = HoursMove & { readonly runId: number; readonly fromLookAtMs: number }

/**
 * - `go`: it may send until then, or for good.
 * - `rest`: it is quiet until then.
 * - `end`: its plan is over, and what is left of it is cancelled.
 */
type HoursMove =
  | { readonly type: 'go'; readonly lookAtMs: number | null }
  | { readonly type: 'rest'; readonly lookAtMs: number }
  | { readonly type: 'end' }

export function hoursStepOf({ runId, lookAtMs, timetable }: WatchedRun, nowMs: number): HoursStep {
  return { ...moveOf(timetable, nowMs), runId, fromLookAtMs: lookAtMs }
}

function moveOf(timetable: Timetable | null, nowMs: number): HoursMove {
  if (timetable === null) return { type: 'go', lookAtMs: null }
  const { endsAtMs } = timetable
  if (endsAtMs !== null && nowMs >= endsAtMs) return { type: 'end' }
  const { isQuiet, changesAtMs } = hoursAt(timetable, nowMs)
  const instants = [changesAtMs, endsAtMs].filter((atMs) => atMs !== null)
  if (instants.length === 0) return { type: 'go', lookAtMs: null }
  return { type: isQuiet ? 'rest' : 'go', lookAtMs: Math.min(...instants) }
}
