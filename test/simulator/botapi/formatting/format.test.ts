import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formattedText } from '../../../../src/simulator/botapi/formatting/format.ts'
import { ParseFailure } from '../../../../src/simulator/botapi/formatting/formatted-text.ts'

describe('entities that a bot lists', () => {
  it('are kept where they make sense, and moved with the trimmed text', () => {
    const given = [
      { type: 'bold', offset: 2, length: 6 },
      { type: 'text_link', offset: 2, length: 1, url: 'https://a.uz' },
      { type: 'url', offset: 0, length: 2 },
      { type: 'text_mention', offset: 3, length: 1, user: { id: 42 } },
    ]

    expect(formattedText('  salom  ', '', given)).toEqual({
      text: 'salom',
      entities: [
        { type: 'bold', offset: 0, length: 5 },
        { type: 'text_link', offset: 0, length: 1, url: 'https://a.uz' },
        { type: 'text_mention', offset: 1, length: 1, userId: 42 },
      ],
    })
  })

  it.each<[unknown, string]>([
    ['x', `Can't parse entities: expected an Array of MessageEntity`],
    [[1], `Can't parse MessageEntity: expected an Object`],
    [[{ type: 'bold', offset: 'x', length: 1 }], `Can't parse MessageEntity: Field "offset" must be of type Number`],
    [[{ type: 'text_link', offset: 0, length: 1 }], `Can't parse MessageEntity: Can't find field "url"`],
    [[{ type: 'bold', offset: -1, length: 1 }], 'Receive an entity with incorrect offset -1'],
    [[{ type: 'bold', offset: 9, length: 1 }], 'Entity begins after the end of the text at UTF-16 offset 9'],
    [
      [{ type: 'bold', offset: 0, length: 9 }],
      'Entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9',
    ],
    [[{ type: 'bold', offset: 1, length: 1 }], 'Entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1'],
  ])('are refused when they are %j', (entities, message) => {
    expect(() => formattedText('🚕go', '', entities)).toThrow(new ParseFailure(message))
  })
})

describe('every text', () => {
  it('loses carriage returns and control characters, and white space at its ends', () => {
    expect(formattedText('\n a\r\nb\tc\u0001 ', '', undefined).text).toBe('a\nb c')
  })

  it('is refused with half of a surrogate pair, and with an unknown parse mode', () => {
    expect(() => formattedText('a\ud800', '', undefined)).toThrow('strings must be encoded in UTF-8')
    expect(() => formattedText('a', 'BBCode', undefined)).toThrow('unsupported parse_mode')
  })

  it('either is read, with entities inside it, or is refused: whatever it is', () => {
    const source = fc.array(
      fc.constantFrom(
        ...('<>/&;*_~|`[](){}!\\ \n\r"=ab🚕'.match(/./gsu) ?? []),
        '<b>',
        '</b>',
        '<a href="',
        '```',
        '||',
        '>',
        '&lt;',
        'tg://user?id=1',
      ),
      { maxLength: 40 },
    )
    const seed = 20_261_121
    const mode = fc.constantFrom('HTML', 'Markdown', 'MarkdownV2')

    fc.assert(
      fc.property(source, mode, (parts, parseMode) => {
        const result = attempt(parts.join(''), parseMode)
        for (const { offset, length } of result?.entities ?? []) {
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(result?.text.length ?? 0)
        }
      }),
      { seed, numRuns: 5000 },
    )
  })
})

function attempt(source: string, mode: string) {
  try {
    return formattedText(source, mode, undefined)
  } catch (error) {
    expect(error).toBeInstanceOf(ParseFailure)
    return undefined
  }
}
