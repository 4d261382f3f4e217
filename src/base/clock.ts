/** Where time comes from. Passed in everywhere, so that a test or the simulator can decide what time it is. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }

/**
 * Real time plus an offset that only grows: the simulator's clock. It runs by itself, and a test can skip the hour that a
 * flood wait takes. It never goes back, because message ids and the ledger rely on the order of time.
 */
export class ShiftableClock implements Clock {
  readonly #real: Clock
  #offsetMs = 0

  constructor(real: Clock = systemClock) {
    this.#real = real
  }

  nowMs(): number {
    return this.#real.nowMs() + this.#offsetMs
  }

  /** @returns the new time. A negative or unbounded shift throws. */
  advance(ms: number): number {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`a clock advances by 0 ms or more, not by ${ms}`)
    this.#offsetMs += Math.round(ms)
    return this.nowMs()
  }
}
