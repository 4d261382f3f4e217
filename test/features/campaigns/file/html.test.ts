import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemOf } from '../../../../src/delivery/message.ts'
import { parseHtml } from '../../../../src/features/campaigns/file/html.ts'

const content = (source: string) => parseHtml(source).content
const mistakes = (source: string) => parseHtml(source).mistakes

describe('the HTML of a text', () => {
  it.each([
    ['<b>a</b> <strong>b</strong>', 'a b', ['bold 0 1', 'bold 2 1']],
    ['<i>a</i><em>b</em>', 'ab', ['italic 0 1', 'italic 1 1']],
    ['<u>a</u><ins>b</ins>', 'ab', ['underline 0 1', 'underline 1 1']],
    ['<s>a</s><strike>b</strike><del>c</del>', 'abc', ['strikethrough 0 1', 'strikethrough 1 1', 'strikethrough 2 1']],
    ['<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', 'ab', ['spoiler 0 1', 'spoiler 1 1']],
    [
      '<blockquote>a</blockquote><blockquote expandable>b</blockquote>',
      'ab',
      ['blockquote 0 1', 'expandable_blockquote 1 1'],
    ],
    ['<code>a</code><pre>b</pre>', 'ab', ['code 0 1', 'pre 1 1']],
    ['<b>bold <i>both</i></b>', 'bold both', ['bold 0 9', 'italic 5 4']],
    ['👍 <b>yes</b>', '👍 yes', ['bold 3 3']],
    ['<B>a</B>', 'a', ['bold 0 1']],
    ['<b></b>x', 'x', []],
    ['a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#x27;', `a <b> & "c" 'd'`, []],
    ['Bek & Co, &nbsp; AT&T;', 'Bek & Co, &nbsp; AT&T;', []],
    ['end \n\n', 'end', []],
  ])('%j says %j', (source, text, marks) => {
    const { entities, ...rest } = content(source)
    expect(rest.text).toBe(text)
    expect(entities.map(({ type, offset, length }) => `${type} ${offset} ${length}`)).toEqual(marks)
    expect(mistakes(source)).toEqual([])
  })

  it('keeps where a link leads, who is mentioned, which emoji and which language', () => {
    const source = `<a href="https://x.uz/?a=1&amp;b=2">a</a><a href='tg://user?id=77'>b</a><tg-emoji emoji-id="5368324170671202286">👍</tg-emoji><pre><code class="language-ts">c</code></pre>`

    expect(content(source).entities).toEqual([
      { type: 'text_link', url: 'https://x.uz/?a=1&b=2', offset: 0, length: 1 },
      { type: 'text_mention', userId: 77, offset: 1, length: 1 },
      { type: 'custom_emoji', customEmojiId: '5368324170671202286', offset: 2, length: 2 },
      { type: 'pre', language: 'ts', offset: 4, length: 1 },
    ])
    expect(mistakes(source)).toEqual([])
  })

  it.each([
    ['1 < 2', 2, `'< 2' begins no tag that Telegram knows: write &lt; for the sign <`],
    ['<h1>x', 0, `'<h1>x' begins no tag that Telegram knows: write &lt; for the sign <`],
    ['x <b>y', 2, '<b> is not closed: write </b>'],
    ['<b>x</i></b>', 4, '</i> closes nothing: write </b> first'],
    ['x</b>', 1, '</b> closes nothing: nothing is open there: leave it out'],
    ['<a>x</a>', 0, '<a> needs where it leads: <a href="https://…">'],
    ['<a href="javascript:x">x</a>', 0, '<a> needs where it leads: <a href="https://…">'],
    ['<tg-emoji>x</tg-emoji>', 0, '<tg-emoji> needs emoji-id="…"'],
    ['<span>x</span>', 0, '<span> is known as <span class="tg-spoiler"> alone'],
  ])('of %j is wrong at %i: %s', (source, at, text) => {
    expect(mistakes(source)).toEqual([{ at, text }])
  })

  it('names every mistake, not the first', () => {
    expect(mistakes('a < b\n<x> <b>').map(({ at }) => at)).toEqual([2, 6, 10])
  })

  it('without a mistake can be sent, whatever stands there', () => {
    const piece = fc.constantFrom(
      '<b>',
      '</b>',
      '<i>',
      '</i>',
      '<a href="https://x">',
      '</a>',
      '<',
      '&lt;',
      '&',
      '👍',
      'x',
      '\n',
    )
    const { seed } = fc.readConfigureGlobal()
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const read = parseHtml(`x${pieces.join('')}`)
        if (read.mistakes.length === 0) expect(problemOf(read.content)).toBeUndefined()
      }),
      { numRuns: 2_000, ...(seed === undefined ? {} : { seed }) },
    )
  })
})
