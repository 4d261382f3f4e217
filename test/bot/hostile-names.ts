import fc from 'fast-check'

/** What people and groups have been called to break whoever shows it. */
export const hostileNames: readonly string[] = [
  '\u202eevil\u202c',
  '\u2067rtl isolate without an end',
  'שלום \u200f(1)',
  'محمد \u202a 100 %',
  '𞤀𞤁𞤂 Adlam',
  '<b>bold</b> <a href="tg://user?id=1">x</a>',
  '*bold* _italic_ `code` [x](https://evil.example) ||spoiler|| \\',
  '/start@karvon_bot @everybody #tag',
  '👨‍👩‍👧‍👦'.repeat(400),
  '👍🏿'.repeat(500),
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿 England',
  `Z${'\u0351\u0357\u0300'.repeat(300)}algo`,
  '\u0301\u0301accents first',
  '\u200b\u200d\u2060\ufeff',
  '\u3164\u115f\u1160\uffa0',
  '\u2800\u2800',
  '\u00ad\u034f\u061c',
  ' ',
  '',
  'two\nlines\r\nand\u2028three\u2029\u0085\u000b\u000c',
  '\u0000\u0001\u001b[31mred\u009b',
  'x'.repeat(4096),
  'ў'.repeat(4096),
  `${'y'.repeat(159)}👍`,
  '\ud83d',
  '\udc4d half',
  `'; drop table users; --`,
  '__proto__',
  'constructor',
  '${process.env}',
  '{{x}} %s %d',
  '— … ⁨already isolated⁩',
]

const parts = fc.constantFrom(
  '\u202e',
  '\u2066',
  '\u200f',
  '\u200d',
  '\ufe0f',
  '\u0301',
  '\n',
  '\t',
  '\u00a0',
  '👍',
  '🏿',
  '👩‍💻',
  'ة',
  'ש',
  '<b>',
  '*',
  '\ud83d',
  '\udc4d',
)

/** Anything that a name can be made of, most of it bad. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileNames),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.oneof(parts, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 60 })
    .map((all) => all.join('')),
)
