import { badRequest } from '../bot-error.ts'
import { parseJson } from './json.ts'

export interface Upload {
  readonly name: string
  readonly data: Buffer
}

/**
 * The parameters of one request. However it came (JSON, a form, the query string, multipart), a number may be a string and an
 * object may be JSON in a string: https://core.telegram.org/bots/api#making-requests.
 */
export class Args {
  readonly #values: ReadonlyMap<string, unknown>
  readonly #files: ReadonlyMap<string, Upload>

  constructor(values: ReadonlyMap<string, unknown>, files: ReadonlyMap<string, Upload> = new Map()) {
    this.#values = values
    this.#files = files
  }

  has(name: string): boolean {
    const value = this.#values.get(name)
    return value !== undefined && value !== null && value !== ''
  }

  /** '' for what is absent; an object as its JSON. */
  text(name: string): string {
    return textOf(this.#values.get(name))
  }

  /** Undefined for what is absent or no whole number. */
  integer(name: string): number | undefined {
    return integerOf(this.#values.get(name))
  }

  /** Brought into the range; `fallback` for what is absent or no number. */
  integerWithin(name: string, min: number, max: number, fallback: number): number {
    return Math.min(Math.max(this.integer(name) ?? fallback, min), max)
  }

  flag(name: string): boolean {
    return flagOf(this.#values.get(name))
  }

  /** Undefined for what is absent. @throws BotError for a string that is no JSON. */
  json(name: string, what: string): unknown {
    const value = this.#values.get(name)
    if (!this.has(name)) return undefined
    return typeof value === 'string' ? parseJson(value, what) : value
  }

  /** A list of strings or numbers, also where JSON holds only one. */
  list(name: string, what: string): unknown[] | undefined {
    const value = this.json(name, what)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) throw badRequest(`expected an Array of ${what}`)
    return value as unknown[]
  }

  /** The upload under this name: a field of its own, or where `attach://name` points. */
  file(name: string): Upload | undefined {
    return this.#files.get(name)
  }
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return value === undefined || value === null ? '' : JSON.stringify(value)
}

export function integerOf(value: unknown): number | undefined {
  const text = textOf(value).trim()
  const number = Number(text)
  return /^[+-]?\d{1,16}$/.test(text) && Number.isSafeInteger(number) ? number : undefined
}

export function flagOf(value: unknown): boolean {
  return ['true', 'yes', '1'].includes(textOf(value).trim().toLowerCase())
}
