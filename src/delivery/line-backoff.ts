import type { Random } from '../base/random.ts'
import { computeRetryDelayMs, connectBackoff } from './backoff.ts'
import type { Outcome } from './outcome.ts'

/**
 * How long a lane's line to Telegram is left alone after it failed. It is the line that fails and not a message: tries that were
 * begun before the line was to be tried again met the same failure and count once, however many messages there are.
 */
export class LineBackoff {
  readonly #random: Random
  #failuresInRow = 0
  #freeAtMs = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** What failed is due then, and no message goes before. In the past while the line works. */
  get freeAtMs(): number {
    return this.#freeAtMs
  }

  /** What a try came to. Whatever Telegram answers, the line works. */
  note(outcome: Outcome, begunAtMs: number, nowMs: number): void {
    if (outcome.type === 'notReady') return
    if (outcome.type !== 'notSent') {
      this.#failuresInRow = 0
      this.#freeAtMs = 0
    } else if (begunAtMs >= this.#freeAtMs) {
      this.#failuresInRow += 1
      this.#freeAtMs = nowMs + computeRetryDelayMs(this.#failuresInRow, this.#random, connectBackoff)
    }
  }
}
