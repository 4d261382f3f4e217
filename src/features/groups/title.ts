/** A title or a search as it is compared: without case, accents and apostrophes, Cyrillic letters as Uzbek writes them in Latin. */
export function folded(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase()
  const latin = lower.replaceAll(/[\u0400-\u04ff]/g, (letter) => latinOf[letter] ?? letter)
  return latin.normalize('NFKD').replaceAll(dropped, '').replaceAll(/\s+/g, ' ').trim()
}

/** For telling whether two titles mean one group: letters and digits only. Empty where there are none: such titles are equal to none. */
export function titleKey(title: string): string {
  return folded(title).replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Marks over letters, everything that people type for the apostrophe of o‘ and g‘, and what is not seen. */
const dropped = /[\p{M}\p{Cf}\p{Cc}'‘’`´ʻʼʹ′‛]/gu

/** As the Uzbek alphabets correspond; the letters of Russian alone by their sound. */
const latinOf: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  ғ: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'j',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  қ: 'q',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  ў: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'x',
  ҳ: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
}
