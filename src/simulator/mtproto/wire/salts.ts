import { createHmac } from 'node:crypto'
import type { Clock } from '../../../base/clock.ts'

const windowSeconds = 30 * 60

export interface FutureSalt {
  readonly validSince: number
  readonly validUntil: number
  readonly salt: bigint
}

/**
 * Server salts: one for each half hour, good for an hour. Derived from a secret instead of stored, so that a restart keeps those
 * that clients hold; the same for all keys, because nothing here needs more.
 */
export class Salts {
  readonly #secret: Buffer
  readonly #clock: Clock
  /** Part of the derivation: raising it makes every salt that was given out wrong. */
  #generation = 0
  #cached = { window: -1, current: 0n, previous: 0n }

  constructor(secret: Buffer, clock: Clock) {
    this.#secret = secret
    this.#clock = clock
  }

  get current(): bigint {
    return this.#atNow().current
  }

  accepts(salt: bigint): boolean {
    const { current, previous } = this.#atNow()
    return salt === current || salt === previous
  }

  /** The one in use and those after it, at most 64. */
  upcoming(count: number): FutureSalt[] {
    const first = this.#window()
    const wanted = Math.min(Math.max(count, 1), 64)
    return Array.from({ length: wanted }, (_, i) => ({
      validSince: (first + i) * windowSeconds,
      validUntil: (first + i + 2) * windowSeconds,
      salt: this.#derive(first + i),
    }))
  }

  bump(): void {
    this.#generation++
    this.#cached = { window: -1, current: 0n, previous: 0n }
  }

  #atNow(): { current: bigint; previous: bigint } {
    const window = this.#window()
    if (window !== this.#cached.window) {
      this.#cached = { window, current: this.#derive(window), previous: this.#derive(window - 1) }
    }
    return this.#cached
  }

  #window(): number {
    return Math.floor(this.#clock.nowMs() / 1000 / windowSeconds)
  }

  #derive(window: number): bigint {
    return createHmac('sha256', this.#secret).update(`${this.#generation}|${window}`).digest().readBigInt64LE(0)
  }
}
