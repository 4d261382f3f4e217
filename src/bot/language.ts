/** What a person reads. Command line, logs and documentation are in English. */
export type Language = 'uz' | 'ru' | 'en'

export const languages: readonly Language[] = ['uz', 'ru', 'en']

/** From the language that a person's Telegram app has (IETF tag, such as `ru` or `uz-Latn`); undefined where we do not speak it. */
export function languageOf(tag: string | undefined): Language | undefined {
  const head = tag?.toLowerCase().split(/[-_]/)[0]
  return languages.find((language) => language === head)
}

/** One text in every language. A missing one does not compile. */
export type InEach<T> = Readonly<Record<Language, T>>

/**
 * The texts of a feature: `phrases({ hello: { uz: 'Salom', ru: 'Привет', en: 'Hello' } })`, said by `texts.hello[language]`. A text with
 * values is a function, of the same values in every language.
 */
export function phrases<Table>(table: { readonly [Name in keyof Table]: InEach<Table[Name]> }): {
  readonly [Name in keyof Table]: InEach<Table[Name]>
} {
  return table
}

/** For a text whose type would not be known otherwise: `inEach<Paces>({ uz: …, ru: …, en: … })`. */
export function inEach<T>(texts: InEach<T>): InEach<T> {
  return texts
}
