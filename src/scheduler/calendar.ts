import type { Calendar, Timetable } from './timetable.ts'
import { dayAt, instantOf, weekdayOf } from './zone.ts'

/** Whether a timetable lets messages go, and when that changes. */
export interface Hours {
  readonly isQuiet: boolean
  /** Null: never. */
  readonly changesAtMs: number | null
}

/** Whether it is quiet at that instant. An hour that comes twice is quiet as a whole, if a part of it is. */
export function hoursAt({ zone, quiet }: Timetable, atMs: number): Hours {
  if (quiet === null) return { isQuiet: false, changesAtMs: null }
  const { from, until } = quiet
  const today = dayAt(zone, atMs)
  const span = until <= from ? 1 : 0
  // The quiet hours of yesterday may last until today, and those of today be over.
  for (const day of [today - 1, today, today + 1, today + 2]) {
    const [beginsAtMs, endsAtMs] = [instantOf(zone, day, from), instantOf(zone, day + span, until, 'last')]
    // Empty where a change of clocks leaves them out, and over.
    if (endsAtMs <= beginsAtMs || endsAtMs <= atMs) continue
    if (beginsAtMs > atMs) return { isQuiet: false, changesAtMs: beginsAtMs }
    return { isQuiet: true, changesAtMs: endsAtMs }
  }
  return { isQuiet: false, changesAtMs: null }
}

/** The instant itself, or the end of the quiet hours into which it falls. */
export function afterQuiet(timetable: Timetable, atMs: number): number {
  const { isQuiet, changesAtMs } = hoursAt(timetable, atMs)
  return isQuiet && changesAtMs !== null ? changesAtMs : atMs
}

/** The instant at which so much time has passed since `fromMs` that was not quiet. */
export function afterAwake(timetable: Timetable, fromMs: number, awakeMs: number): number {
  let [atMs, leftMs] = [afterQuiet(timetable, fromMs), awakeMs]
  for (;;) {
    const { changesAtMs } = hoursAt(timetable, atMs)
    if (changesAtMs === null || atMs + leftMs < changesAtMs) return atMs + leftMs
    leftMs -= changesAtMs - atMs
    atMs = afterQuiet(timetable, changesAtMs)
  }
}

/** The first instant of a calendar behind that one. */
export function calendarAfter(timetable: Timetable, calendar: Calendar, atMs: number): number {
  const today = dayAt(timetable.zone, atMs)
  // From yesterday on, because quiet hours may have moved the last of its instants to today; a week has every day of one.
  for (let day = today - 1; day <= today + 8; day++) {
    const later = instantsOf(timetable, calendar, day).find((instantMs) => instantMs > atMs)
    if (later !== undefined) return later
  }
  throw new Error('a calendar without a time or a day')
}

/** The last instant of a calendar until then, but none before `fromMs`, which is one. */
export function calendarBefore(timetable: Timetable, calendar: Calendar, fromMs: number, atMs: number): number {
  const today = dayAt(timetable.zone, atMs)
  for (let day = today; day >= today - 9; day--) {
    const last = instantsOf(timetable, calendar, day).findLast((instantMs) => instantMs <= atMs)
    if (last !== undefined) return Math.max(last, fromMs)
  }
  return fromMs
}

/** Of one day, rising: a change of clocks may put one behind the next, and quiet hours several upon each other. */
function instantsOf(timetable: Timetable, { times, days }: Calendar, day: number): number[] {
  if (!days.includes(weekdayOf(day))) return []
  return times
    .map((minute) => afterQuiet(timetable, instantOf(timetable.zone, day, minute)))
    .sort((earlier, later) => earlier - later)
}
