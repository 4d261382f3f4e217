import type { InEach, Language } from './language.ts'

const locales: InEach<string> = { uz: 'uz-Latn-UZ', ru: 'ru-RU', en: 'en-GB' }

/** With the digits grouped as this language does: `12 500`. */
export function figure(language: Language, value: number): string {
  return numberFormats[language].format(value)
}

/** Russian has three forms (1 группа, 2 группы, 5 групп), English two, Uzbek one. */
export interface Forms {
  readonly one: string
  readonly few?: string
  readonly many: string
}

/** The number with the form that it asks for: `21 группа`. */
export function counted(language: Language, value: number, { one, few, many }: Forms): string {
  const form = { one, few: few ?? many }[pluralRules[language].select(value) as string] ?? many
  return `${figure(language, value)} ${form}`
}

/** An instant as the person's clock shows it: `21 Nov 2026, 14:05`. @param timeZone an IANA name */
export function moment(language: Language, atMs: number, timeZone: string): string {
  const { day, month, year, hour, minute } = partsOf(atMs, timeZone)
  const name = months[language][month - 1] ?? ''
  const date = language === 'uz' ? `${year}-yil ${day}-${name}` : `${day} ${name} ${year}`
  return `${date}, ${hour}:${minute}`
}

/** The day alone. */
export function day(language: Language, atMs: number, timeZone: string): string {
  return moment(language, atMs, timeZone).replace(/, \d\d:\d\d$/, '')
}

/** When the day began in which that instant lies, by the person's clock. */
export function dayStart(atMs: number, timeZone: string): number {
  const sinceMidnightMs = (instantMs: number) => {
    const { hour, minute } = partsOf(instantMs, timeZone)
    return (Number(hour) * 60 + Number(minute)) * 60_000
  }
  const guessMs = atMs - sinceMidnightMs(atMs) - (atMs % 60_000)
  if (day('en', guessMs, timeZone) === day('en', atMs, timeZone)) return guessMs - sinceMidnightMs(guessMs)
  // The clock was put forward since: that day was shorter, and the guess lies in the one before.
  return guessMs + ((dayMs - sinceMidnightMs(guessMs)) % dayMs)
}

const dayMs = 24 * 3_600_000

/** A length of time in its largest unit, rounded up, as somebody who waits wants it: `3 min`. */
export function duration(language: Language, ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  const [unit, value] =
    seconds < 90
      ? (['second', seconds] as const)
      : seconds < 90 * 60
        ? (['minute', Math.ceil(seconds / 60)] as const)
        : seconds < 48 * 3600
          ? (['hour', Math.ceil(seconds / 3600)] as const)
          : (['day', Math.ceil(seconds / 86_400)] as const)
  return counted(language, value, units[unit][language])
}

/** Whether this installation of Node knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function partsOf(atMs: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  return {
    day: Number(part('day')),
    month: Number(part('month')),
    year: part('year'),
    hour: part('hour'),
    minute: part('minute'),
  }
}

const numberFormats: InEach<Intl.NumberFormat> = {
  uz: new Intl.NumberFormat(locales.uz),
  ru: new Intl.NumberFormat(locales.ru),
  en: new Intl.NumberFormat(locales.en),
}

const pluralRules: InEach<Intl.PluralRules> = {
  uz: new Intl.PluralRules(locales.uz),
  ru: new Intl.PluralRules(locales.ru),
  en: new Intl.PluralRules(locales.en),
}

// Our own, because what Intl knows of Uzbek differs between versions of Node.
const months: InEach<readonly string[]> = {
  uz: ['yanvar', 'fevral', 'mart', 'aprel', 'may', 'iyun', 'iyul', 'avgust', 'sentabr', 'oktabr', 'noyabr', 'dekabr'],
  ru: [
    'января',
    'февраля',
    'марта',
    'апреля',
    'мая',
    'июня',
    'июля',
    'августа',
    'сентября',
    'октября',
    'ноября',
    'декабря',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
}

/** What a length of time is counted in. */
export const units: Readonly<Record<'second' | 'minute' | 'hour' | 'day', InEach<Forms>>> = {
  second: {
    uz: { one: 'soniya', many: 'soniya' },
    ru: { one: 'секунда', few: 'секунды', many: 'секунд' },
    en: { one: 'second', many: 'seconds' },
  },
  minute: {
    uz: { one: 'daqiqa', many: 'daqiqa' },
    ru: { one: 'минута', few: 'минуты', many: 'минут' },
    en: { one: 'minute', many: 'minutes' },
  },
  hour: {
    uz: { one: 'soat', many: 'soat' },
    ru: { one: 'час', few: 'часа', many: 'часов' },
    en: { one: 'hour', many: 'hours' },
  },
  day: {
    uz: { one: 'kun', many: 'kun' },
    ru: { one: 'день', few: 'дня', many: 'дней' },
    en: { one: 'day', many: 'days' },
  },
}
