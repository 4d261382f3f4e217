import { describe, expect, it } from 'vitest'
import { formattedText } from '../../../../src/simulator/botapi/formatting/format.ts'
import { ParseFailure } from '../../../../src/simulator/botapi/formatting/formatted-text.ts'
import { readMarks } from './marks.ts'
import type { Mark } from './marks.ts'

describe('parse_mode MarkdownV2', () => {
  it.each<[string, string, Mark[]]>([
    [
      '*bold* _italic_ __under__ ~strike~ ||spoiler||',
      'bold italic under strike spoiler',
      [
        ['bold', 'bold'],
        ['italic', 'italic'],
        ['underline', 'under'],
        ['strikethrough', 'strike'],
        ['spoiler', 'spoiler'],
      ],
    ],
    [
      '*a _b_*',
      'a b',
      [
        ['bold', 'a b'],
        ['italic', 'b'],
      ],
    ],
    [
      '`a*b` ```ts\nlet x```',
      'a*b let x',
      [
        ['code', 'a*b'],
        ['pre', 'let x', { language: 'ts' }],
      ],
    ],
    ['```\nx\n```', 'x', [['pre', 'x']]],
    ['`a\\`b`', 'a`b', [['code', 'a`b']]],
    ['[site](https://example.com/a\\)b)', 'site', [['text_link', 'site', { url: 'https://example.com/a)b' }]]],
    ['[Aziz](tg://user?id=42)', 'Aziz', [['text_mention', 'Aziz', { userId: 42 }]]],
    ['[example\\.com]', 'example.com', [['text_link', 'example.com', { url: 'http://example.com/' }]]],
    [
      '![👍](tg://emoji?id=5368324170671202286)',
      '👍',
      [['custom_emoji', '👍', { customEmojiId: '5368324170671202286' }]],
    ],
    ['>one\n>two\nafter', 'one\ntwo\nafter', [['blockquote', 'one\ntwo\n']]],
    ['>one\n>two||', 'one\ntwo', [['expandable_blockquote', 'one\ntwo']]],
    ['1\\. a\\-b \\(c\\)\\!', '1. a-b (c)!', []],
    ['**', '', []],
  ])('reads %j', (source, text, marks) => {
    expect(readMarks(source, 'MarkdownV2')).toEqual({ text, marks })
  })

  it.each([
    ['Salom!', `Character '!' is reserved and must be escaped with the preceding '\\'`],
    ['a.b', `Character '.' is reserved and must be escaped with the preceding '\\'`],
    ['a > b', `Character '>' is reserved and must be escaped with the preceding '\\'`],
    ['я *x', `Can't find end of Bold entity at byte offset 3`],
    ['_x', `Can't find end of Italic entity at byte offset 0`],
    ['```ts x', `Can't find end of PreCode entity at byte offset 0`],
    ['[x](y', `Can't find end of a URL at byte offset 4`],
    ['![x](tg://emoji?id=9223372036854775808)', 'Invalid tg://emoji or tg://time URL specified'],
    ['![x]', 'The entity must contain a tg://emoji or tg://time URL'],
    ['>*x\ny', `Can't find end of Bold entity at byte offset 1`],
  ])('refuses %j', (source, message) => {
    expect(() => formattedText(source, 'MarkdownV2', undefined)).toThrow(
      new ParseFailure(`can't parse entities: ${message}`),
    )
  })
})

describe('parse_mode Markdown', () => {
  it.each<[string, string, Mark[]]>([
    [
      '*b* _i_ `c`',
      'b i c',
      [
        ['bold', 'b'],
        ['italic', 'i'],
        ['code', 'c'],
      ],
    ],
    [
      '[site](example.com) and [example.org]',
      'site and example.org',
      [
        ['text_link', 'site', { url: 'http://example.com/' }],
        ['text_link', 'example.org', { url: 'http://example.org/' }],
      ],
    ],
    ['```ts\nlet x```', 'let x', [['pre', 'let x', { language: 'ts' }]]],
    ['a\\_b. (c)!', 'a_b. (c)!', []],
  ])('reads %j', (source, text, marks) => {
    expect(readMarks(source, 'markdown')).toEqual({ text, marks })
  })

  it('refuses a mark that never ends', () => {
    const failure = `can't parse entities: Can't find end of the entity starting at byte offset 5`
    expect(() => formattedText('snake_case', 'Markdown', undefined)).toThrow(new ParseFailure(failure))
  })
})
