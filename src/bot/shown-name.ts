/** Of a name in a list; longer ones are cut. */
const nameMax = 40
/** UTF-16 units for each letter of that: a family of four takes eleven, but nobody's name is forty families. */
const unitsPerLetter = 4

/**
 * What a person or a group is called, as text that stays where it is put: one line, of bearable length, and closed off, so that a name
 * with right-to-left marks cannot turn the rest of the line around. A name of nothing that can be seen is a dash.
 */
export function shownName(name: string, max: number = nameMax): string {
  const plain = name
    .slice(0, max * unitsPerLetter * 4)
    .replaceAll(breaks, ' ')
    .replaceAll(unwanted, '')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[\p{M}\s]+/u, '')
    .trimEnd()
  if (!visible.test(plain)) return '—'
  const short = shorten(plain, max)
  return hasOwnDirection.test(short) ? `\u2068${short}\u2069` : short
}

function shorten(text: string, max: number): string {
  let [short, count] = ['', 0]
  for (const { segment } of graphemes.segment(text)) {
    count += 1
    if (count > max || short.length + segment.length > max * unitsPerLetter) return `${withoutLast(short, max)}…`
    short += segment
  }
  return short
}

/** Room for the ellipsis, where the name fills all that it may. */
function withoutLast(text: string, max: number): string {
  const letters = [...graphemes.segment(text)]
  return letters.length < max ? text : text.slice(0, letters.at(-1)?.index ?? 0)
}

/** Everything that begins a new line or a column, and blanks that are wider than a space or drawn as one. */
const breaks = /[\p{Cc}\p{Z}\u2800\u115f\u1160\u3164\uffa0]/gu
/**
 * What is seen as nothing or turns text around, apart from what holds emoji and letters together: variation selectors, joiners and the tags
 * of flags. And no more than three marks on a letter.
 */
const unwanted =
  /(?!\ufe0e|\ufe0f|\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cs}\p{Co}\p{Cn}]|(?<=\p{M}{3})\p{M}+/gu
const visible = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u
/** Scripts that run from right to left: https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt */
const hasOwnDirection = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
