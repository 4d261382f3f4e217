import { dayMinutes } from './zone.ts'

/** What binds a plan beside its interval: a calendar, hours of rest, and where it begins and ends. Its times are those of its zone. */
export interface Timetable {
  /** An IANA name. */
  readonly zone: string
  /** Instead of an interval. */
  readonly calendar: Calendar | null
  /** No message leaves; what falls into them waits for their end. */
  readonly quiet: Quiet | null
  /** No instant before. */
  readonly beginsAtMs: number | null
  /** No message from then on. */
  readonly endsAtMs: number | null
  /** So many rounds since it was started. */
  readonly rounds: number | null
}

/** Times on days of the week. Both rise, and nothing stands in them twice. */
export interface Calendar {
  /** Minutes since midnight. */
  readonly times: readonly number[]
  /** 0 is Monday. */
  readonly days: readonly number[]
}

/** Minutes since midnight. Over midnight where the end is not behind the beginning. */
export interface Quiet {
  readonly from: number
  readonly until: number
}

/** Why a timetable cannot be kept. A value: whoever asked for it says it in their words. */
export type TimetableProblem =
  | { readonly type: 'zone'; readonly zone: string }
  | { readonly type: 'no-times' }
  | { readonly type: 'no-days' }
  | { readonly type: 'too-many-times'; readonly count: number; readonly max: number }
  /** Two of its times are closer than the shortest interval of the installation. */
  | { readonly type: 'too-close'; readonly times: readonly [number, number]; readonly minMs: number }
  /** They would leave nothing of the day. */
  | { readonly type: 'always-quiet' }
  | { readonly type: 'time-in-quiet'; readonly time: number; readonly quiet: Quiet }
  | { readonly type: 'ends-first'; readonly beginsAtMs: number; readonly endsAtMs: number; readonly zone: string }
  | { readonly type: 'over'; readonly endsAtMs: number; readonly zone: string }
  /** Between its beginning and its end there is no instant. */
  | { readonly type: 'never' }
  | { readonly type: 'rounds'; readonly rounds: number; readonly max: number }

const timesMax = 48
export const roundsMax = 100_000
export const everyDay: readonly number[] = [0, 1, 2, 3, 4, 5, 6]

/** Binds nothing yet. */
export function unbound(zone: string): Timetable {
  return { zone, calendar: null, quiet: null, beginsAtMs: null, endsAtMs: null, rounds: null }
}

/** Whether anything is left of it beside its zone. */
export function isBound({ calendar, quiet, beginsAtMs, endsAtMs, rounds }: Timetable): boolean {
  return [calendar, quiet, beginsAtMs, endsAtMs, rounds].some((part) => part !== null)
}

/** Whether its rounds may have to wait, or to end, while they are sent. */
export function hasHours(timetable: Timetable | null): boolean {
  return timetable !== null && (timetable.quiet !== null || timetable.endsAtMs !== null)
}

/** What is left for an interval. */
export function withoutCalendar(timetable: Timetable | null): Timetable | null {
  const left = timetable === null ? null : { ...timetable, calendar: null }
  return left === null || !isBound(left) ? null : left
}

/** The first of them. */
export function timetableProblem(timetable: Timetable, intervalMinMs: number): TimetableProblem | undefined {
  return timetableProblems(timetable, intervalMinMs)[0]
}

/** Each that is wrong whatever else is. @param timetable as it is kept, in order @param intervalMinMs the shortest that the installation allows */
export function timetableProblems(timetable: Timetable, intervalMinMs: number): TimetableProblem[] {
  const { zone, calendar, quiet, beginsAtMs, endsAtMs, rounds } = timetable
  // Without a zone none of its times means anything.
  if (!isZone(zone)) return [{ type: 'zone', zone }]
  const problems: TimetableProblem[] = []
  const isAlwaysQuiet = quiet !== null && quiet.from === quiet.until
  if (isAlwaysQuiet) problems.push({ type: 'always-quiet' })
  if (rounds !== null && !(Number.isInteger(rounds) && rounds >= 1 && rounds <= roundsMax)) {
    problems.push({ type: 'rounds', rounds, max: roundsMax })
  }
  if (beginsAtMs !== null && endsAtMs !== null && endsAtMs <= beginsAtMs) {
    problems.push({ type: 'ends-first', beginsAtMs, endsAtMs, zone })
  }
  if (calendar !== null) problems.push(...calendarProblems(calendar, isAlwaysQuiet ? null : quiet, intervalMinMs))
  return problems
}

function calendarProblems({ times, days }: Calendar, quiet: Quiet | null, intervalMinMs: number): TimetableProblem[] {
  const problems: TimetableProblem[] = []
  if (times.length === 0) problems.push({ type: 'no-times' })
  if (days.length === 0) problems.push({ type: 'no-days' })
  if (times.length > timesMax) problems.push({ type: 'too-many-times', count: times.length, max: timesMax })
  const inQuiet = quiet === null ? undefined : times.find((time) => isWithin(quiet, time))
  if (quiet !== null && inQuiet !== undefined) problems.push({ type: 'time-in-quiet', time: inQuiet, quiet })
  const close = times.findIndex((time, index) => ((times[index + 1] ?? Infinity) - time) * 60_000 < intervalMinMs)
  const [one, next] = times.slice(close, close + 2)
  if (close !== -1 && one !== undefined && next !== undefined) {
    problems.push({ type: 'too-close', times: [one, next], minMs: intervalMinMs })
  }
  return problems
}

/** Whether a clock that shows `minute` shows one of the quiet hours. */
export function isWithin({ from, until }: Quiet, minute: number): boolean {
  return from < until ? minute >= from && minute < until : minute >= from || minute < until
}

/** Rising, and each once. */
export function inOrder(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b)
}

/** From one instant of a calendar to its next, where they are closest: what the round of an interval would have. */
export function shortestGapMs({ times, days }: Calendar): number {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  const overNight = dayMinutes - (times.at(-1) ?? 0) + (times[0] ?? 0)
  const nights = days.map((day, index) => ((days[index + 1] ?? (days[0] ?? 0) + 7) - day - 1) * dayMinutes + overNight)
  return Math.min(...gaps, ...nights) * 60_000
}

/** Whether this installation of Node knows the zone. */
export function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** As it stands in a row. */
export function encodeTimetable(timetable: Timetable | null): string | null {
  return timetable === null ? null : JSON.stringify(timetable)
}

export function decodeTimetable(text: string | null): Timetable | null {
  if (text === null) return null
  const { zone, calendar = null, quiet = null, ...rest } = JSON.parse(text) as Partial<Timetable>
  if (zone === undefined) throw new Error('a timetable without a zone')
  const { beginsAtMs = null, endsAtMs = null, rounds = null } = rest
  return { zone, calendar, quiet, beginsAtMs, endsAtMs, rounds }
}
