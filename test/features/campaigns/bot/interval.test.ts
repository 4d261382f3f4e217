import { describe, expect, it } from 'vitest'
import {
  everyInWords,
  parseInterval,
  presetsMs,
  roundUp,
  shortInWords,
} from '../../../../src/features/campaigns/bot/interval.ts'

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000]

describe('an interval that somebody writes', () => {
  it.each([
    ['45', 45 * minute],
    [' 45 min ', 45 * minute],
    ['45 daqiqa', 45 * minute],
    ['45 минут', 45 * minute],
    ['2 soat', 2 * hour],
    ['2h', 2 * hour],
    ['3 ч.', 3 * hour],
    ['5 Часов', 5 * hour],
    ['2 kun', 2 * day],
    ['1 day', day],
    ['har 10 daqiqada', 10 * minute],
    ['каждые 10 минут', 10 * minute],
    ['every 2 hours', 2 * hour],
    ['раз в час', hour],
    ['har soatda', hour],
    ['har kuni', day],
    ['каждый день', day],
    ['once an hour', hour],
    ['0', 0],
  ])('is understood: %s', (text, everyMs) => {
    expect(parseInterval(text)).toBe(everyMs)
  })

  it.each(['', 'soon', '-5', '1.5 h', '2 weeks', '5 5', '9999999', '1 h 30 min', '٣'])(
    'is asked for again: %s',
    (text) => {
      expect(parseInterval(text)).toBeUndefined()
    },
  )
})

describe('an interval as it is said', () => {
  it.each([
    [null, ['bir marta', 'один раз', 'once']],
    [minute, ['har daqiqada', 'каждую минуту', 'every minute']],
    [21 * minute, ['har 21 daqiqada', 'каждые 21 минуту', 'every 21 minutes']],
    [hour, ['har soatda', 'каждый час', 'every hour']],
    [3 * hour, ['har 3 soatda', 'каждые 3 часа', 'every 3 hours']],
    [90 * minute, ['har 90 daqiqada', 'каждые 90 минут', 'every 90 minutes']],
    [day, ['har kuni', 'каждый день', 'every day']],
    [5 * day, ['har 5 kunda', 'каждые 5 дней', 'every 5 days']],
  ] as const)('of %s ms', (everyMs, said) => {
    expect((['uz', 'ru', 'en'] as const).map((language) => everyInWords(language, everyMs))).toEqual(said)
  })

  it('has one unit on a button', () => {
    expect(presetsMs.map((everyMs) => shortInWords('en', everyMs))).toEqual([
      '15 min',
      '30 min',
      '1 h',
      '2 h',
      '3 h',
      '4 h',
      '6 h',
      '12 h',
      '1 d',
    ])
  })
})

it('is rounded up to one that a person would say', () => {
  expect([8 * minute, 15 * minute, 97 * minute, 13 * hour, 25 * hour].map(roundUp)).toEqual([
    10 * minute,
    15 * minute,
    2 * hour,
    day,
    2 * day,
  ])
})
