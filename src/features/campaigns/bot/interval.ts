import { counted, figure, units } from '../../../bot/figures.ts'
import type { Forms } from '../../../bot/figures.ts'
import type { InEach, Language } from '../../../bot/language.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** What most people want; anything else is written. */
export const presetsMs: readonly number[] = [15, 30, 60, 120, 180, 240, 360, 720, 1440].map((min) => min * minuteMs)

/** As they stand on a screen. */
export function inRows<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / inARow) }, (_, row) =>
    items.slice(row * inARow, (row + 1) * inARow),
  )
}

const inARow = 3

const stepsMs = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 720, 1440].map((min) => min * minuteMs)

/** The shortest round one that is not below: `2 h` for 97 minutes. */
export function roundUp(everyMs: number): number {
  const step = stepsMs.find((each) => each >= everyMs)
  if (step !== undefined) return step
  return Math.ceil(everyMs / dayMs) * dayMs
}

/**
 * `45`, `45 min`, `har 2 soatda`, `каждые 3 ч`, `once a day`: minutes unless another unit stands there, one of it without a number.
 * @returns undefined for anything else
 */
export function parseInterval(text: string): number | undefined {
  const said = text.toLowerCase().trim().replace(every, '')
  const [, number = '', unit = ''] = /^(\d{0,6})\s*(\p{L}*)\.?$/u.exec(said) ?? []
  if (number === '' && unit === '') return undefined
  const unitMs = unit === '' ? minuteMs : typed.find(({ word }) => word.test(unit))?.ms
  return unitMs === undefined ? undefined : Number(number || 1) * unitMs
}

const every = /^(har|every|once an?|каждые|каждый|каждую|раз в|(один|1) раз в)\s+/u

const typed = [
  { word: /^(m|min|minut|minute|minutes|daqiqa|daqiqada|м|мин|минута|минуту|минуты|минут|дақиқа)$/, ms: minuteMs },
  { word: /^(h|hour|hours|soat|soatda|ч|час|часа|часов|соат)$/, ms: hourMs },
  { word: /^(day|days|kun|kuni|kunda|день|дня|дней|кун)$/, ms: dayMs },
]

/** `every 2 hours`, and `once` for null. */
export function everyInWords(language: Language, everyMs: number | null): string {
  if (everyMs === null) return once[language]
  const [unit, count] = unitOf(everyMs)
  if (language === 'uz') {
    if (count === 1) return { minute: 'har daqiqada', hour: 'har soatda', day: 'har kuni' }[unit]
    return `har ${figure('uz', count)} ${words[unit].uz.many}da`
  }
  if (language === 'en')
    return count === 1 ? `every ${words[unit].en.one}` : `every ${counted('en', count, words[unit].en)}`
  if (count === 1) return { minute: 'каждую минуту', hour: 'каждый час', day: 'каждый день' }[unit]
  return `каждые ${counted('ru', count, words[unit].ru)}`
}

/** On a button: `2 h`. */
export function shortInWords(language: Language, everyMs: number): string {
  const [unit, count] = unitOf(everyMs)
  return `${figure(language, count)} ${short[unit][language]}`
}

type Unit = 'minute' | 'hour' | 'day'

function unitOf(everyMs: number): readonly [Unit, number] {
  if (everyMs % dayMs === 0) return ['day', everyMs / dayMs]
  if (everyMs % hourMs === 0) return ['hour', everyMs / hourMs]
  return ['minute', Math.max(1, Math.round(everyMs / minuteMs))]
}

const once: InEach<string> = { uz: 'bir marta', ru: 'один раз', en: 'once' }

const short: Readonly<Record<Unit, InEach<string>>> = {
  minute: { uz: 'daq', ru: 'мин', en: 'min' },
  hour: { uz: 'soat', ru: 'ч', en: 'h' },
  day: { uz: 'kun', ru: 'д', en: 'd' },
}

/** After "every" Russian has the accusative, which differs in the feminine alone. */
const words: Readonly<Record<Unit, InEach<Forms>>> = {
  ...units,
  minute: { ...units.minute, ru: { ...units.minute.ru, one: 'минуту' } },
}
