import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bold, code, compose, cutText, italic, lines, link, rich, textMax } from '../../src/bot/rich-text.ts'
import type { Rich } from '../../src/bot/rich-text.ts'
import { shownName } from '../../src/bot/shown-name.ts'
import { hostileName } from './hostile-names.ts'

const text = fc.oneof(
  hostileName,
  hostileName.map((name) => shownName(name)),
)
const { tree } = fc.letrec<{ tree: Rich; leaf: Rich; node: Rich }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, tie('leaf'), tie('node')),
  leaf: text,
  node: fc.oneof(
    fc.array(tie('tree'), { maxLength: 4 }),
    tie('tree').map(bold),
    tie('tree').map(italic),
    tie('tree').map(code),
    tie('tree').map((of) => link(of, 'https://karvon.example')),
  ),
}))

describe('rich text', () => {
  it('has its marks in UTF-16 units', () => {
    expect(compose(rich`Salom, ${bold('👍 Aziz')}: ${code('12')}!`)).toEqual({
      text: 'Salom, 👍 Aziz: 12!',
      entities: [
        { type: 'bold', offset: 7, length: 7 },
        { type: 'code', offset: 16, length: 2 },
      ],
    })
    expect(compose(link(italic('x'), 'https://t.me'))).toEqual({
      text: 'x',
      entities: [
        { type: 'italic', offset: 0, length: 1 },
        { type: 'text_link', offset: 0, length: 1, url: 'https://t.me' },
      ],
    })
  })

  it('leaves out lines that are not there, and keeps empty ones', () => {
    expect(compose(lines('one', false, null, undefined, '', bold('two'))).text).toBe('one\n\ntwo')
    expect(compose(lines(bold(''))).entities).toEqual([])
  })

  it('never parses what it is given', () => {
    const name = '<b>x</b> *y* [z](tg://user?id=1) `'
    expect(compose(rich`${name}`)).toEqual({ text: name, entities: [] })
  })

  it('ends early, between letters, rather than not at all', () => {
    const { text: long, entities } = compose(bold(`${'x'.repeat(textMax - 2)}👍👍`))
    expect(long).toBe(`${'x'.repeat(textMax - 2)}…`)
    expect(entities).toEqual([{ type: 'bold', offset: 0, length: textMax - 2 }])
    expect(compose('👍'.repeat(textMax / 2)).text).toHaveLength(textMax)
    expect(cutText('👍👍', 3)).toBe('👍…')
    expect(cutText('abc\ud83d', 4)).toBe('abc\ufffd')
  })

  it('is valid, whatever is in it', () => {
    fc.assert(
      fc.property(tree, (of) => {
        const { text: plain, entities } = compose(of)
        expect(plain.length).toBeLessThanOrEqual(textMax)
        expect(plain).not.toMatch(/\p{Cs}/u)
        for (const { offset, length } of entities) {
          expect(length).toBeGreaterThan(0)
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(offset + length).toBeLessThanOrEqual(plain.length)
        }
      }),
      { numRuns: 300 },
    )
  })
})
