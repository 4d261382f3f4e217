/**
 * A phone number as people write it: with or without the plus, with spaces, brackets and dashes. Without its country it is read as one of
 * Uzbekistan (90 123 45 67, 8 90 123 45 67) or, with eleven digits from 8 on, of Russia and Kazakhstan (8 912 345 67 89).
 * @returns its digits with the country's, or undefined; the rest is Telegram's to judge, because plans of numbering differ and change
 */
export function phoneIn(written: string): string | undefined {
  const text = written.trim()
  if (!/^[+\d\s().\-‐-―]+$/.test(text)) return undefined
  const digits = text.replaceAll(/\D/g, '')
  if (text.startsWith('+') || digits.startsWith('00')) return bounded(digits.replace(/^00/, ''))
  if (digits.length === 9) return `998${digits}`
  if (digits.length === 10 && digits.startsWith('8')) return `998${digits.slice(1)}`
  if (digits.length === 11 && digits.startsWith('8')) return `7${digits.slice(1)}`
  return digits.length > 9 ? bounded(digits) : undefined
}

/** Enough for its owner to know it, and for nobody to call it: `+998 ** *** 67`. */
export function maskedPhone(digits: string): string {
  const country = countries.find((code) => digits.startsWith(code)) ?? digits.slice(0, 2)
  return `+${country} ** *** ${digits.slice(-2)}`
}

const countries = ['998', '996', '992', '993', '994', '7']

/** E.164. */
function bounded(digits: string): string | undefined {
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : undefined
}
