import { figure, moment } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import type { Language } from '../../../../bot/language.ts'
import type { Calendar } from '../../../../scheduler/timetable.ts'
import type { When } from '../../when/verbs.ts'
import { clockTime } from '../../when/words.ts'
import { everyInWords } from '../interval.ts'
import { weekdays } from './texts.ts'

/** By what its rounds follow each other: `every 2 hours`, `Mon–Fri at 09:00, 18:00`. */
export function gridIn(language: Language, { everyMs, timetable }: When): string {
  const calendar = timetable?.calendar ?? null
  return calendar === null
    ? everyInWords(language, everyMs)
    : texts.calendar[language](daysIn(language, calendar), timesOf(calendar))
}

/** What binds it beside that, a line each. @param ownZone the reader's: another one is named */
export function boundsIn(language: Language, { timetable }: When, ownZone: string): string[] {
  if (timetable === null) return []
  const { zone, quiet, beginsAtMs, endsAtMs, rounds } = timetable
  return [
    ...(quiet === null ? [] : [texts.quiet[language](`${clockTime(quiet.from)}–${clockTime(quiet.until)}`)]),
    ...(beginsAtMs === null ? [] : [texts.from[language](moment(language, beginsAtMs, zone))]),
    ...(endsAtMs === null ? [] : [texts.until[language](moment(language, endsAtMs, zone))]),
    ...(rounds === null ? [] : [texts.rounds[language](figure(language, rounds))]),
    ...(zone === ownZone ? [] : [texts.zone[language](zone)]),
  ]
}

function timesOf({ times }: Calendar): string {
  return times.map(clockTime).join(', ')
}

function daysIn(language: Language, { days }: Calendar): string {
  if (days.length === 7) return texts.everyDay[language]
  const names = days.map((day) => weekdays[language][day] ?? '')
  const isRow = days.length > 2 && (days.at(-1) ?? 0) - (days[0] ?? 0) === days.length - 1
  return isRow ? `${names[0] ?? ''}–${names.at(-1) ?? ''}` : names.join(', ')
}

const texts = phrases({
  everyDay: { uz: 'har kuni', ru: 'каждый день', en: 'every day' },
  calendar: {
    uz: (days: string, times: string) => `${days} soat ${times} da`,
    ru: (days: string, times: string) => `${days} в ${times}`,
    en: (days: string, times: string) => `${days} at ${times}`,
  },
  quiet: {
    uz: (hours: string) => `🌙 ${hours} yuborilmaydi`,
    ru: (hours: string) => `🌙 ${hours} не отправляется`,
    en: (hours: string) => `🌙 nothing is sent ${hours}`,
  },
  from: {
    uz: (at: string) => `▶️ Boshlanishi: ${at}`,
    ru: (at: string) => `▶️ Начало: ${at}`,
    en: (at: string) => `▶️ Begins: ${at}`,
  },
  until: {
    uz: (at: string) => `🏁 Tugashi: ${at}`,
    ru: (at: string) => `🏁 Конец: ${at}`,
    en: (at: string) => `🏁 Ends: ${at}`,
  },
  rounds: {
    uz: (count: string) => `🔢 Aylanishlar: ${count}`,
    ru: (count: string) => `🔢 Кругов: ${count}`,
    en: (count: string) => `🔢 Rounds: ${count}`,
  },
  zone: {
    uz: (zone: string) => `🌐 ${zone} vaqti bilan`,
    ru: (zone: string) => `🌐 По времени ${zone}`,
    en: (zone: string) => `🌐 By the clock of ${zone}`,
  },
})
