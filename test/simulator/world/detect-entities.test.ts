import { describe, expect, it } from 'vitest'
import { withDetected } from '../../../src/simulator/world/detect-entities.ts'
import type { Entity } from '../../../src/simulator/world/model.ts'

describe('what the server finds in a text by itself', () => {
  it.each<[string, [type: string, part: string][]]>([
    ['/start payload', [['bot_command', '/start']]],
    ['please /help@karvon_bot now', [['bot_command', '/help@karvon_bot']]],
    ['a/b and http://a.uz/x/y', [['url', 'http://a.uz/x/y']]],
    ['ask @aziz_t, or @yo', [['mention', '@aziz_t']]],
    ['write to a.karimov+taxi@mail.example.uz.', [['email', 'a.karimov+taxi@mail.example.uz']]],
    [
      '#Toshkent #1 #тошкент2',
      [
        ['hashtag', '#Toshkent'],
        ['hashtag', '#тошкент2'],
      ],
    ],
    [
      'see t.me/karvon, or (https://example.com/a_(b)).',
      [
        ['url', 't.me/karvon'],
        ['url', 'https://example.com/a_(b)'],
      ],
    ],
    ['$USD and $usd', [['cashtag', '$USD']]],
    ['call +998 90 123 45 67!', [['phone_number', '+998 90 123 45 67']]],
    ['v1.2.3 file.txt 12.50', []],
    ['salom', []],
  ])('in %j', (text, expected) => {
    const found = withDetected(text, []).map(({ type, offset, length }) => [type, text.slice(offset, offset + length)])

    expect(found).toEqual(expected)
  })

  it('counts offsets in UTF-16 code units', () => {
    expect(withDetected('🚕🚕 /go', [])).toEqual([{ type: 'bot_command', offset: 5, length: 3 }])
  })

  it('leaves code and links alone, and stands inside bold', () => {
    const text = 'code @one bold @two'
    const given: Entity[] = [
      { type: 'code', offset: 0, length: 9 },
      { type: 'bold', offset: 10, length: 9 },
    ]

    expect(withDetected(text, given)).toEqual([...given, { type: 'mention', offset: 15, length: 4 }])
  })

  it('keeps what was given where it finds nothing, also when asked again', () => {
    const text = 'go to uzum.uz'
    const once = withDetected(text, [])

    expect(withDetected(text, once)).toBe(once)
  })

  // Of 4000 characters: what takes cubic time takes longer than a test may.
  it('takes no longer for a hostile text than for another', () => {
    const hostile = [
      'a.'.repeat(2000) + 'c',
      '@'.repeat(4000),
      '+1'.repeat(2000),
      `${'a'.repeat(4000)}@`,
      '#'.repeat(4000),
    ]

    for (const text of hostile) withDetected(text, [])
  })
})
