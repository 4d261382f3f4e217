import { inOrder } from '../../../scheduler/timetable.ts'
import type { Quiet } from '../../../scheduler/timetable.ts'
import { dayMinutes, instantOf } from '../../../scheduler/zone.ts'

/** What somebody typed is read, or is named where it cannot be. */
export type Parsed<Value> = { readonly value: Value } | { readonly bad: string }

/** `9:00, 13.30 18` and the like, in any order. @returns minutes since midnight, rising */
export function parseTimes(text: string): Parsed<number[]> {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  if (words.length === 0) return { bad: text.trim() }
  const times = words.map(parseTime)
  const bad = words.find((_, index) => times[index] === undefined)
  return bad === undefined ? { value: inOrder(times.filter((time) => time !== undefined)) } : { bad }
}

/** `22:00-07:00`, `22 – 7`; an end of `24:00` is midnight. */
export function parseQuiet(text: string): Parsed<Quiet> {
  const [, first = '', second = ''] = /^\s*([\d:.]+)\s*[-–—]\s*([\d:.]+)\s*$/.exec(text) ?? []
  const [from, until] = [parseTime(first), second === '24:00' || second === '24' ? 0 : parseTime(second)]
  return from === undefined || until === undefined ? { bad: text.trim() } : { value: { from, until } }
}

/**
 * `2026-11-25`, `25.11.2026`, both also with `09:00` behind them.
 * @param isEnd a day without a time means its end, and not its beginning
 */
export function parseInstant(text: string, zone: string, isEnd: boolean): Parsed<number> {
  const [date = '', time, ...rest] = text.trim().split(/[\sT]+/)
  const day = parseDay(date)
  const minute = time === undefined ? 0 : parseTime(time)
  if (day === undefined || minute === undefined || rest.length > 0) return { bad: text.trim() }
  return { value: instantOf(zone, time === undefined && isEnd ? day + 1 : day, minute) }
}

/** @returns minutes since midnight */
function parseTime(word: string): number | undefined {
  const [, hour = '', minute = '0'] = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(word) ?? []
  const [hours, minutes] = [Number(hour), Number(minute)]
  if (hour === '' || hours > 23 || minutes > 59) return undefined
  const time = hours * 60 + minutes
  return time < dayMinutes ? time : undefined
}

/** @returns days since 1 January 1970 */
function parseDay(word: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word) ?? []
  const [, dayFirst, monthSecond, yearLast] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(word) ?? []
  const [y, m, d] = [Number(year ?? yearLast), Number(month ?? monthSecond), Number(day ?? dayFirst)]
  const atMs = Date.UTC(y, m - 1, d)
  const date = new Date(atMs)
  // 31 November would be 1 December.
  const isDate = date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d
  return isDate && y >= 2000 && y < 2200 ? atMs / 86_400_000 : undefined
}
