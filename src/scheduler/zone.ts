import { createRequire } from 'node:module'
import type * as Polyfill from 'temporal-polyfill'

export const dayMinutes = 24 * 60
const minuteMs = 60_000
const dayMs = dayMinutes * minuteMs

/** Where a clock shows a time twice: when it does for the first time, or for the last. */
export type Which = 'first' | 'last'

/**
 * When the clock of a zone shows that time. A time that a change of clocks leaves out is as much later as the clock is put forward.
 *
 * @param zone an IANA name, as `Intl` knows it
 * @param day days since 1 January 1970 by that zone's calendar
 * @param minute since midnight, below 1 440
 */
export function instantOf(zone: string, day: number, minute: number, which: Which = 'first'): number {
  const startMs = startOf(zone, day)
  // Nearly every day is one on which no clock is changed, and then there is nothing to ask.
  if (startOf(zone, day + 1) - startMs === dayMs) return startMs + minute * minuteMs
  const { PlainDateTime } = temporal()
  const date = dateOf(day)
  const time = PlainDateTime.from({ ...date, hour: Math.floor(minute / 60), minute: minute % 60 })
  // Both are later where the time is left out; `compatible` is earlier where it comes twice.
  return time.toZonedDateTime(zone, { disambiguation: which === 'first' ? 'compatible' : 'later' }).epochMilliseconds
}

/** The day that it is in a zone: days since 1 January 1970. */
export function dayAt(zone: string, atMs: number): number {
  let day = Math.floor(atMs / dayMs)
  while (startOf(zone, day) > atMs) day--
  while (startOf(zone, day + 1) <= atMs) day++
  return day
}

/** 0 is Monday. */
export function weekdayOf(day: number): number {
  // 1 January 1970 was a Thursday.
  return (((day + 3) % 7) + 7) % 7
}

/** What a zone's days begin with. Campaigns share zones and days, and asking takes a tenth of a millisecond. */
const starts = new Map<string, number>()
const startsMax = 10_000

function startOf(zone: string, day: number): number {
  const key = `${day} ${zone}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const { PlainDate } = temporal()
  const startMs = PlainDate.from(dateOf(day)).toZonedDateTime(zone).epochMilliseconds
  warm.add(zone)
  if (starts.size >= startsMax) starts.clear()
  starts.set(key, startMs)
  return startMs
}

/** Zones that were asked for; what is known of them is never forgotten by Temporal. */
const warm = new Set<string>()

/** Whether its days can be asked for without loading anything. */
export function isZoneWarm(zone: string): boolean {
  return warm.has(zone)
}

/** How many zones were loaded since the process began. */
export function zonesLoaded(): number {
  return warm.size
}

/** Loads what zones need, without a zone. @returns whether it was not there yet */
export function loadZones(): boolean {
  const isFirst = loaded === undefined
  temporal()
  return isFirst
}

/** Asks for the days around an instant at which a plan looks: quiet hours of yesterday, and a week of a calendar. */
export function warmZone(zone: string, atMs: number): void {
  const today = Math.floor(atMs / dayMs)
  try {
    for (let day = today - 2; day <= today + 10; day++) startOf(zone, day)
  } catch {
    // No such zone: whoever asks for an instant in it is told.
    warm.add(zone)
  }
}

/** Of the calendar, which no zone has a part in. */
function dateOf(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

let loaded: typeof Polyfill.Temporal | undefined

/** Loaded with the first zone: it takes 25 ms, which an engine without a calendar need not wait for, and a transaction cannot. */
function temporal(): typeof Polyfill.Temporal {
  loaded ??= (createRequire(import.meta.url)('temporal-polyfill') as typeof Polyfill).Temporal
  return loaded
}
