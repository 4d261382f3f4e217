import { describe, expect, it } from 'vitest'
import { formattedText } from '../../../../src/simulator/botapi/formatting/format.ts'
import { ParseFailure } from '../../../../src/simulator/botapi/formatting/formatted-text.ts'
import { readMarks } from './marks.ts'
import type { Mark } from './marks.ts'

describe('parse_mode HTML', () => {
  it.each<[string, string, Mark[]]>([
    [
      '<b>bold</b> and <strong>strong</strong>',
      'bold and strong',
      [
        ['bold', 'bold'],
        ['bold', 'strong'],
      ],
    ],
    [
      '<i>i</i><em>e</em><u>u</u><ins>n</ins>',
      'ieun',
      [
        ['italic', 'i'],
        ['italic', 'e'],
        ['underline', 'u'],
        ['underline', 'n'],
      ],
    ],
    [
      '<s>a</s><strike>b</strike><del>c</del>',
      'abc',
      [
        ['strikethrough', 'a'],
        ['strikethrough', 'b'],
        ['strikethrough', 'c'],
      ],
    ],
    [
      '<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>',
      'xy',
      [
        ['spoiler', 'x'],
        ['spoiler', 'y'],
      ],
    ],
    [
      '<b>a <i>b</i></b>',
      'a b',
      [
        ['bold', 'a b'],
        ['italic', 'b'],
      ],
    ],
    [
      '<i><b>x</b></i>',
      'x',
      [
        ['bold', 'x'],
        ['italic', 'x'],
      ],
    ],
    ['<a href="https://example.com">site</a>', 'site', [['text_link', 'site', { url: 'https://example.com/' }]]],
    [
      "<a href='example.com/?a=1&amp;b=2'>site</a>",
      'site',
      [['text_link', 'site', { url: 'http://example.com/?a=1&b=2' }]],
    ],
    ['<a href="tg://user?id=5000000001">Aziz</a>', 'Aziz', [['text_mention', 'Aziz', { userId: 5_000_000_001 }]]],
    ['<a>example.com</a>', 'example.com', [['text_link', 'example.com', { url: 'http://example.com/' }]]],
    ['<a href="no link">x</a>', 'x', []],
    ['<code>a &lt; b</code>', 'a < b', [['code', 'a < b']]],
    ['<pre>x\ny</pre>', 'x\ny', [['pre', 'x\ny']]],
    ['<pre><code class="language-ts">let x</code></pre>', 'let x', [['pre', 'let x', { language: 'ts' }]]],
    ['<code class="language-ts"><pre>let x</pre></code>', 'let x', [['pre', 'let x', { language: 'ts' }]]],
    ['<code class="language-ts">x</code>', 'x', [['code', 'x']]],
    [
      '<blockquote>q</blockquote><blockquote expandable>e</blockquote>',
      'qe',
      [
        ['blockquote', 'q'],
        ['expandable_blockquote', 'e'],
      ],
    ],
    [
      '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
      '👍',
      [['custom_emoji', '👍', { customEmojiId: '5368324170671202286' }]],
    ],
    ['<B>x</b >', 'x', [['bold', 'x']]],
    ['<b>x</>', 'x', [['bold', 'x']]],
    ['&lt;b&gt; &amp;amp; &quot;q&quot; &#128661; &#x41; &nbsp; &#0; &', '<b> &amp; "q" 🚕 A &nbsp; &#0; &', []],
    ['🚕 <b>x</b>', '🚕 x', [['bold', 'x']]],
    ['<b></b>x', 'x', []],
  ])('reads %j', (source, text, marks) => {
    expect(readMarks(source, 'HTML')).toEqual({ text, marks })
  })

  it.each([
    ['abc<x>y</x>', `Unsupported start tag "x" at byte offset 3`],
    ['яя<3', 'Unclosed start tag at byte offset 4'],
    ['a <3 b', 'Unsupported start tag "3" at byte offset 2'],
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>x</i>', `Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`],
    ['<b>x</b', 'Unclosed end tag at byte offset 4'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<a href', 'Unclosed start tag "a" at byte offset 0'],
    ['<a =x>', 'Empty attribute name in the tag "a" at byte offset 0'],
    ['<a href=x/y>z</a>', 'Unexpected end of name token at byte offset 8'],
    ['<span class="red">x</span>', `Tag "span" must have class "tg-spoiler" at byte offset 0`],
    ['<tg-emoji emoji-id="x">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
    ['<tg-emoji emoji-id="00">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
    ['<tg-emoji emoji-id="9223372036854775808">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
    ['<tg-emoji emoji-id="-9223372036854775809">y</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('refuses %j', (source, message) => {
    expect(() => formattedText(source, 'HTML', undefined)).toThrow(new ParseFailure(`can't parse entities: ${message}`))
  })
})
