import { inspect } from 'node:util'

/**
 * A session, key, token or password. Every way of printing it says `[secret]`: in a template, as JSON, in the console, in a log line.
 * Posted to another thread it arrives empty, so it is revealed there on purpose or not at all.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself, at the one place that needs it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [inspect.custom](): string {
    return '[secret]'
  }
}
