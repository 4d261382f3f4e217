/** Of what an owner calls an account, as a person counts letters. */
export const aliasMax = 32

/** Why something is no name: nothing or too much, or marks that do not show and turn the text around. */
export type AliasProblem = 'length' | 'unseen'

export function aliasIn(text: string): { readonly alias: string } | { readonly problem: AliasProblem } {
  const alias = text.replaceAll(/\s+/gu, ' ').trim()
  const length = [...graphemes.segment(alias)].length
  if (unseen.test(alias)) return { problem: 'unseen' }
  const isFit = length >= 1 && length <= aliasMax && alias.length <= aliasMax * 12
  return isFit ? { alias } : { problem: 'length' }
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const unseen = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u3164\ufeff]|\p{M}{4}/u
