import type { Campaign } from '../verbs.ts'

/** How many rounds of its plan are still to come; null: no number is set. */
export function roundsLeftOf({ timetable, roundsDone }: Pick<Campaign, 'timetable' | 'roundsDone'>): number | null {
  return timetable === null || timetable.rounds === null ? null : timetable.rounds - roundsDone
}
