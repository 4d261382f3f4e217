import { day, moment } from '../../../bot/figures.ts'
import { dayMinutes } from '../../../scheduler/zone.ts'
import type { Timetable } from '../../../scheduler/timetable.ts'
import { durationText } from '../duration-text.ts'
import type { Campaign } from '../verbs.ts'
import { roundsHad } from './rounds-left.ts'
import type { When } from './verbs.ts'

/** `09:00`; midnight as an end is `00:00`. */
export function clockTime(minute: number): string {
  const [hour, rest] = [Math.floor((minute % dayMinutes) / 60), minute % 60]
  return `${String(hour).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** `22 Nov 2026, 07:00 (Asia/Tashkent)` */
export function momentInWords(atMs: number, zone: string): string {
  return `${moment('en', atMs, zone)} (${zone})`
}

/** Of an end: `the end of 1 Dec 2026 (Asia/Tashkent)`, where the day after would begin; else the instant. */
export function endInWords(atMs: number, zone: string): string {
  const isMidnight = moment('en', atMs, zone).endsWith(', 00:00')
  return isMidnight ? `the end of ${day('en', atMs - 1, zone)} (${zone})` : momentInWords(atMs, zone)
}

/** `mon-fri`, `mon,wed,fri`, `every day`: as they are typed. */
function daysInWords(days: readonly number[]): string {
  if (days.length === 7) return 'every day'
  const [first = 0, last = 0] = [days[0], days.at(-1)]
  if (days.length > 2 && last - first === days.length - 1) return `${dayNames[first]}-${dayNames[last]}`
  return days.map((day) => dayNames[day]).join(',')
}

export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** At the command line: `every 2h`, `once`, `at 09:00,18:00 mon-fri (Asia/Tashkent)`. */
export function gridInWords({ everyMs, timetable }: When): string {
  const calendar = timetable?.calendar ?? null
  if (calendar === null || timetable === null) return everyMs === null ? 'once' : `every ${durationText(everyMs)}`
  return `at ${calendar.times.map(clockTime).join(',')} ${daysInWords(calendar.days)} (${timetable.zone})`
}

/** What binds it beside that, by name. */
export function boundsInWords(timetable: Timetable | null): (readonly [string, string])[] {
  if (timetable === null) return []
  const { zone, quiet, beginsAtMs, endsAtMs, rounds } = timetable
  return [
    ...(quiet === null ? [] : [['Quiet', `${clockTime(quiet.from)}-${clockTime(quiet.until)} (${zone})`] as const]),
    ...(beginsAtMs === null ? [] : [['From', momentInWords(beginsAtMs, zone)] as const]),
    ...(endsAtMs === null ? [] : [['Until', endInWords(endsAtMs, zone)] as const]),
    ...(rounds === null ? [] : [['Rounds', String(rounds)] as const]),
  ]
}

/** In one line: `every 2h, quiet 22:00-07:00 (Asia/Tashkent), rounds 10`. */
export function whenInWords(when: When): string {
  const bounds = boundsInWords(when.timetable).map(([name, text]) => `${name.toLowerCase()} ${text}`)
  return [gridInWords(when), ...bounds].join(', ')
}

/** Of one that has had all its rounds, or more: `Campaign 12 has had 3 rounds already: it is over.`; undefined of any other. */
export function overInWords(campaign: Pick<Campaign, 'id' | 'state' | 'timetable' | 'roundsDone'>): string | undefined {
  const had = roundsHad(campaign)
  if (had === undefined) return undefined
  const then = campaign.state === 'finished' ? 'it is over' : 'no further round begins'
  return `Campaign ${campaign.id} has had ${had === 1 ? '1 round' : `${had} rounds`} already: ${then}.`
}
