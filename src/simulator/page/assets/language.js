// What the page says, in the language that was chosen.

import { bdi } from './dom.js'

/** @import { texts } from '../texts/texts.ts' */
/** @import { Phrase, Text } from '../texts/text.ts' */
/** @typedef {'uz' | 'ru' | 'en'} Language */
/** @typedef {keyof typeof texts} TextKey */

export const languages = /** @type {const} */ ({ uz: 'O‘zbekcha', ru: 'Русский', en: 'English' })

const storageKey = 'karvon.language'

/** @type {typeof texts} */
let all
/** @type {Language} */
let current = 'en'

export async function loadTexts() {
  all = await (await fetch('/phone/texts')).json()
  setLanguage(firstChoice())
}

export function language() {
  return current
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  current = chosen
  document.documentElement.lang = chosen
  document.title = t('badge')
}

/** @param {Language} chosen */
export function rememberLanguage(chosen) {
  localStorage.setItem(storageKey, chosen)
}

/**
 * As plain text, for labels.
 *
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  return formOf(key, values['n']).replace(/\{(\w+)\}/g, (_, name) => shown(values[name]))
}

/**
 * As text and elements: what is filled in as a string is somebody else's, and is kept apart from the words around it.
 *
 * @param {TextKey} key
 * @param {Record<string, string | number | Node>} values
 * @returns {(string | Node)[]}
 */
export function phrase(key, values) {
  const parts = formOf(key, values['n']).split(/\{(\w+)\}/)
  return parts.map((part, index) => {
    if (index % 2 === 0) return part
    const value = values[part]
    if (value instanceof Node) return value
    return typeof value === 'string' ? bdi(value) : shown(value)
  })
}

/** @param {string} key @returns {key is TextKey} */
export function hasText(key) {
  return Object.hasOwn(all, key)
}

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1000) return t('bytes', { n: bytes })
  if (bytes < 1_000_000) return t('kilobytes', { n: Math.round(bytes / 1000) })
  return t('megabytes', { n: Math.round(bytes / 100_000) / 10 })
}

/**
 * A time as one would say it, rounded up so that nobody who keeps it comes too early.
 *
 * @param {number} seconds
 * @returns {{ unit: 'Seconds' | 'Minutes' | 'Hours', n: number }}
 */
export function spanOf(seconds) {
  if (seconds < 120) return { unit: 'Seconds', n: seconds }
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? { unit: 'Minutes', n: minutes } : { unit: 'Hours', n: Math.ceil(minutes / 60) }
}

/** @returns {Language} */
function firstChoice() {
  const stored = localStorage.getItem(storageKey)
  const wanted = [stored ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase())
  return /** @type {Language | undefined} */ (wanted.find((tag) => Object.hasOwn(languages, tag))) ?? 'en'
}

/** @param {TextKey} key @param {unknown} n */
function formOf(key, n) {
  /** @type {Phrase} */
  const phrase = /** @type {Text} */ (all[key])[current]
  if (typeof phrase === 'string') return phrase
  return phrase[new Intl.PluralRules(current).select(Number(n))] ?? phrase.other
}

/** @param {string | number | Node | undefined} value */
function shown(value) {
  if (typeof value !== 'number') return String(value ?? '')
  // Uzbek groups and points as Russian does, but browsers know only the one.
  return new Intl.NumberFormat(current === 'en' ? 'en' : 'ru').format(value)
}
