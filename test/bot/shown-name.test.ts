import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shownName } from '../../src/bot/shown-name.ts'
import { hostileName, hostileNames } from './hostile-names.ts'

const isolated = /^\u2068[^\u2066-\u2069]*\u2069$/u

describe('a name that is shown', () => {
  it.each([
    ['Aziz Karimov', 'Aziz Karimov'],
    ['  Aziz \n Karimov ', 'Aziz Karimov'],
    ['O‘tkir Ғайрат Ёлқин', 'O‘tkir Ғайрат Ёлқин'],
    ['<b>Bold</b> & [x](y)', '<b>Bold</b> & [x](y)'],
    ['Az\u200biz', 'Aziz'],
    ['\u202eevil', 'evil'],
    ['محمد', '\u2068محمد\u2069'],
    ['שלום\u202e abc', '\u2068שלום abc\u2069'],
    ['👩‍💻 Dilnoza 👍🏿', '👩‍💻 Dilnoza 👍🏿'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['\u200b\u2060\ufeff', '—'],
    ['\u3164\u115f', '—'],
    ['\u2800', '—'],
    ['\u0301', '—'],
    ['\u200d\ufe0f', '—'],
    ['', '—'],
    ['\ud83d', '—'],
    ['Z\u0300\u0301\u0302\u0303\u0304!', 'Z\u0300\u0301\u0302!'],
  ])('%j is %j', (name, shown) => {
    expect(shownName(name)).toBe(shown)
  })

  it('is cut between letters', () => {
    expect(shownName('x'.repeat(40))).toBe('x'.repeat(40))
    expect(shownName('x'.repeat(41))).toBe(`${'x'.repeat(39)}…`)
    expect(shownName('👍🏿'.repeat(50), 5)).toBe(`${'👍🏿'.repeat(4)}…`)
    expect(shownName('👨‍👩‍👧‍👦'.repeat(50), 10)).toBe(`${'👨‍👩‍👧‍👦'.repeat(3)}…`)
  })

  it('is one line that stays where it is', () => {
    for (const name of hostileNames) stays(name, 40)
  })

  it('stays where it is, whatever it is made of', () => {
    fc.assert(
      fc.property(hostileName, fc.integer({ min: 5, max: 60 }), (name, max) => stays(name, max)),
      { numRuns: 500 },
    )
  })
})

function stays(name: string, max: number): void {
  const shown = shownName(name, max)
  expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u)
  expect(shown.trim()).toBe(shown)
  expect(shown).toMatch(/[^\p{C}\p{Z}\p{M}]/u)
  expect(shown.length).toBeLessThanOrEqual(max * 4 + 3)
  // Nothing turns the line around, but what closes the name off.
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(shown)) expect(shown).toMatch(isolated)
  const letters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(shown)]
  expect(letters.length).toBeLessThanOrEqual(max + 2)
}
