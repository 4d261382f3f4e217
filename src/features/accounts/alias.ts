/** Of what an owner calls an account, as a person counts letters. */
export const aliasMax = 32

/** @returns undefined for what is no name: nothing, too much, or marks that do not show */
export function aliasIn(text: string): string | undefined {
  const alias = text.replaceAll(/\s+/gu, ' ').trim()
  const length = [...graphemes.segment(alias)].length
  const isFit = length >= 1 && length <= aliasMax && alias.length <= aliasMax * 12 && !unseen.test(alias)
  return isFit ? alias : undefined
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const unseen = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u3164\ufeff]|\p{M}{4}/u
