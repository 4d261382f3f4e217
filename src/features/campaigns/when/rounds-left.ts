import type { Campaign } from '../verbs.ts'

/** How many rounds of its plan are still to come; null: no number is set. */
export function roundsLeftOf({ timetable, roundsDone }: Pick<Campaign, 'timetable' | 'roundsDone'>): number | null {
  return timetable === null || timetable.rounds === null ? null : timetable.rounds - roundsDone
}

/** Of one that runs, or has ended: how many rounds it has had, where that is as many as it may have, or more; undefined of any other. */
export function roundsHad({
  state,
  timetable,
  roundsDone,
}: Pick<Campaign, 'state' | 'timetable' | 'roundsDone'>): number | undefined {
  const left = roundsLeftOf({ timetable, roundsDone })
  const hasBegun = state === 'running' || state === 'paused' || state === 'finished'
  return hasBegun && left !== null && left < 1 ? roundsDone : undefined
}
