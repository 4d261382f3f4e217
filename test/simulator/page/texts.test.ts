import { describe, expect, it } from 'vitest'
import type { Phrase, Text } from '../../../src/simulator/page/texts/text.ts'
import { texts } from '../../../src/simulator/page/texts/texts.ts'

const all: readonly (readonly [string, Text])[] = Object.entries(texts)
const languages = ['uz', 'ru', 'en'] as const

describe('the texts of the page', () => {
  it('are filled in with the same values in every language and form', () => {
    const uneven = all.filter(
      ([, text]) => new Set(languages.flatMap((language) => forms(text[language])).map(gaps)).size > 1,
    )

    // "Slow mode: one message a second." needs no number.
    expect(uneven.map(([key]) => key)).toEqual(['slowModeSeconds'])
  })

  it('have every form that a number asks for in Russian, where they depend on it', () => {
    const short = all.filter(([, { ru }]) => typeof ru !== 'string' && !(ru.one && ru.few && ru.many))

    expect(short).toEqual([])
  })

  it('are nowhere empty, and nowhere the same in Russian and English by oversight', () => {
    const same = all.filter(([, { ru, en }]) => JSON.stringify(ru) === JSON.stringify(en)).map(([key]) => key)

    expect(all.flatMap(([, text]) => languages.flatMap((language) => forms(text[language]))).every(Boolean)).toBe(true)
    expect(same).toEqual(['animation'])
  })

  it('name twelve months', () => {
    for (const language of languages) {
      expect([texts.months, texts.monthsShort].map((names) => names[language].split(' ').length)).toEqual([12, 12])
    }
  })
})

function forms(phrase: Phrase): string[] {
  return typeof phrase === 'string' ? [phrase] : Object.values(phrase)
}

function gaps(text: string): string {
  return [...text.matchAll(/\{\w+\}/g)].map(String).sort().join()
}
