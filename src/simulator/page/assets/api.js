// The simulator's answers, or why there is none.

import { hasText, spanOf, t } from './language.js'

const retryPauseMs = 2000

export class Refused extends Error {
  /** @param {string} code as Telegram names it @param {string} [problem] in words, where it is our own */
  constructor(code, problem) {
    super(problem ?? code)
    this.code = code
    this.problem = problem
  }
}

/** @param {string} path @param {Record<string, string | number | null | undefined>} [query] */
export function get(path, query = {}) {
  const given = Object.entries(query).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]]))
  const search = new URLSearchParams(given).toString()
  return ask(`/phone/${path}${search === '' ? '' : `?${search}`}`, { method: 'GET' })
}

/** @param {string} path @param {object} [body] */
export function post(path, body = {}) {
  return ask(`/phone/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/**
 * The reason in the person's language.
 *
 * @param {unknown} error
 */
export function reasonOf(error) {
  if (!(error instanceof Refused)) throw error
  const [, name = error.code, number] = /^(.*?)(?:_(\d+))?$/.exec(error.code) ?? []
  if (hasText(name) && /^[A-Z_]+$/.test(name))
    return t(name, number === undefined ? {} : { n: Number(number), wait: waitText(Number(number)) })
  return error.problem ?? t('other', { code: error.code })
}

/** @param {number} seconds */
function waitText(seconds) {
  const { unit, n } = spanOf(seconds)
  return t(`wait${unit}`, { n })
}

/** @param {unknown} error the simulator could not be reached: asking again may help */
export function isOffline(error) {
  return error instanceof Refused && error.code === 'OFFLINE'
}

/** Before one asks again. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve, retryPauseMs))
}

/** @param {string} path @param {RequestInit} request @returns {Promise<any>} */
async function ask(path, request) {
  const response = await fetch(path, request).catch(() => null)
  if (response === null) throw new Refused('OFFLINE')
  const answer = await response.json().catch(() => ({ error: 'OFFLINE' }))
  if (response.ok) return answer
  throw new Refused(String(answer.error), answer.problem)
}
