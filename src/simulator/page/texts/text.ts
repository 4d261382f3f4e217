/** The forms that a number asks for, by Intl.PluralRules; a language that has one form is a plain string. */
export type Phrase = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>)

/** What the page says, in every language it speaks: a missing one does not compile. `{name}` is filled in, `{n}` is a number. */
export interface Text {
  readonly uz: Phrase
  readonly ru: Phrase
  readonly en: Phrase
}

export type Texts = Readonly<Record<string, Text>>
