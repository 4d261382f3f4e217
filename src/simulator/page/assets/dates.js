// Dates and times as a phone writes them. The world has a clock of its own, which may be ahead of this computer's.

import { t } from './language.js'

let aheadMs = 0

/** @param {number} worldNowMs what the world's clock shows now */
export function setWorldNow(worldNowMs) {
  aheadMs = worldNowMs - Date.now()
}

/** @param {number} atMs */
export function timeText(atMs) {
  const at = new Date(atMs)
  return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`
}

/**
 * For the list of chats, as short as can be.
 *
 * @param {number} atMs
 */
export function shortDateText(atMs) {
  const daysAgo = daysBefore(atMs)
  if (daysAgo === 0) return timeText(atMs)
  if (daysAgo === 1) return t('yesterdayShort')
  const at = new Date(atMs)
  if (isThisYear(at)) return t('dayAndMonth', { day: String(at.getDate()), month: month(at, 'monthsShort') })
  return `${twoDigits(at.getDate())}.${twoDigits(at.getMonth() + 1)}.${twoDigits(at.getFullYear() % 100)}`
}

/**
 * For the line between two days.
 *
 * @param {number} atMs
 */
export function dayText(atMs) {
  const daysAgo = daysBefore(atMs)
  if (daysAgo === 0) return t('today')
  if (daysAgo === 1) return t('yesterday')
  const at = new Date(atMs)
  const parts = { day: String(at.getDate()), month: month(at, 'months'), year: String(at.getFullYear()) }
  return t(isThisYear(at) ? 'dayAndMonth' : 'fullDate', parts)
}

/** @param {number} oneMs @param {number} otherMs */
export function isSameDay(oneMs, otherMs) {
  return dayNumber(oneMs) === dayNumber(otherMs)
}

/** @param {number} atMs */
function daysBefore(atMs) {
  return dayNumber(Date.now() + aheadMs) - dayNumber(atMs)
}

/**
 * Days of this time zone, counted so that the hour that summer time takes or gives makes no difference.
 *
 * @param {number} atMs
 */
function dayNumber(atMs) {
  const at = new Date(atMs)
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000
}

/** @param {Date} at */
function isThisYear(at) {
  return at.getFullYear() === new Date(Date.now() + aheadMs).getFullYear()
}

/** @param {Date} at @param {'months' | 'monthsShort'} names */
function month(at, names) {
  return t(names).split(' ')[at.getMonth()] ?? ''
}

/** @param {number} number */
function twoDigits(number) {
  return String(number).padStart(2, '0')
}
