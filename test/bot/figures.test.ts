import { describe, expect, it } from 'vitest'
import { counted, day, dayStart, duration, figure, isTimeZone, moment } from '../../src/bot/figures.ts'
import { languages } from '../../src/bot/language.ts'

const groups = {
  uz: { one: 'guruh', many: 'guruh' },
  ru: { one: 'группа', few: 'группы', many: 'групп' },
  en: { one: 'group', many: 'groups' },
} as const
const at = Date.UTC(2026, 10, 21, 20, 5)
const hourMs = 3_600_000

describe('a number with its noun', () => {
  it.each([
    [0, '0 guruh', '0 групп', '0 groups'],
    [1, '1 guruh', '1 группа', '1 group'],
    [2, '2 guruh', '2 группы', '2 groups'],
    [4, '4 guruh', '4 группы', '4 groups'],
    [5, '5 guruh', '5 групп', '5 groups'],
    [11, '11 guruh', '11 групп', '11 groups'],
    [12, '12 guruh', '12 групп', '12 groups'],
    [14, '14 guruh', '14 групп', '14 groups'],
    [21, '21 guruh', '21 группа', '21 groups'],
    [22, '22 guruh', '22 группы', '22 groups'],
    [101, '101 guruh', '101 группа', '101 groups'],
    [111, '111 guruh', '111 групп', '111 groups'],
  ])('%i has the form that each language asks for', (value, ...expected) => {
    expect(languages.map((language) => counted(language, value, groups[language]))).toEqual(expected)
  })

  it('has its digits in groups', () => {
    const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
    expect(languages.map((language) => plain(figure(language, 1_234_567)))).toEqual([
      '1 234 567',
      '1 234 567',
      '1,234,567',
    ])
  })
})

describe('a length of time', () => {
  it.each([
    [0, '1 second'],
    [89_000, '89 seconds'],
    [90_000, '2 minutes'],
    [89.5 * 60_000, '90 minutes'],
    [90 * 60_000, '2 hours'],
    [47 * hourMs, '47 hours'],
    [48 * hourMs, '2 days'],
    [49 * hourMs, '3 days'],
  ])('%i ms is rounded up in its largest unit: %s', (ms, words) => {
    expect(duration('en', ms)).toBe(words)
  })

  it('has its forms in Russian and Uzbek', () => {
    expect([1, 2, 5].map((minutes) => duration('ru', minutes * 100_000))).toEqual(['2 минуты', '4 минуты', '9 минут'])
    expect(duration('uz', 3 * 24 * hourMs)).toBe('3 kun')
  })
})

describe('an instant', () => {
  it('is told by the reader’s clock and in their order', () => {
    expect(languages.map((language) => moment(language, at, 'Asia/Tashkent'))).toEqual([
      '2026-yil 22-noyabr, 01:05',
      '22 ноября 2026, 01:05',
      '22 November 2026, 01:05',
    ])
    expect(languages.map((language) => day(language, at, 'America/New_York'))).toEqual([
      '2026-yil 21-noyabr',
      '21 ноября 2026',
      '21 November 2026',
    ])
  })

  it.each([
    ['Asia/Tashkent', at, Date.UTC(2026, 10, 21, 19)],
    ['Asia/Kathmandu', at, Date.UTC(2026, 10, 21, 18, 15)],
    // Clocks went forward at 01:00 UTC, so that day began an hour nearer than they say now; and back in October.
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 10), Date.UTC(2026, 2, 28, 23)],
    ['Europe/Berlin', Date.UTC(2026, 9, 25, 10), Date.UTC(2026, 9, 24, 22)],
    ['Europe/Berlin', Date.UTC(2026, 2, 29, 1, 30), Date.UTC(2026, 2, 28, 23)],
  ])('in %s lies in a day that began at midnight there', (zone, instantMs, startMs) => {
    expect(new Date(dayStart(instantMs, zone)).toISOString()).toBe(new Date(startMs).toISOString())
  })

  it('needs a zone that is known', () => {
    expect(['Asia/Tashkent', 'Europe/Berlin', 'UTC'].filter(isTimeZone)).toHaveLength(3)
    expect(['', '+05:00', 'Mars/Olympus', 'Asia/../etc'].filter(isTimeZone)).toEqual([])
  })
})
