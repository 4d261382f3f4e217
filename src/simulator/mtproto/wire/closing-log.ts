import type { Clock } from '../../../base/clock.ts'
import type { Logger } from '../../../base/log.ts'

const linesPerSecondMax = 20

/** One line for each connection that had to be closed, but not more than a disk can bear when somebody sends garbage all day. */
export class ClosingLog {
  readonly #log: Logger
  readonly #clock: Clock
  #second = 0
  #lines = 0
  #unwritten = 0

  constructor(log: Logger, clock: Clock) {
    this.#log = log
    this.#clock = clock
  }

  /** @param error our own mistake, with its stack. */
  note(connection: { readonly remote: string; readonly dcId: number }, reason: string, error?: unknown): void {
    this.settle()
    if (this.#lines >= linesPerSecondMax) {
      this.#unwritten++
      return
    }
    this.#lines++
    const { remote, dcId: dc } = connection
    if (error === undefined) this.#log.warn({ remote, dc, reason }, 'mtproto connection closed')
    else this.#log.error({ remote, dc, err: error }, 'mtproto connection closed')
  }

  /** Says how many lines the last second left out, once it is over. */
  settle(): void {
    const second = Math.floor(this.#clock.nowMs() / 1000)
    if (second === this.#second) return
    if (this.#unwritten > 0) this.#log.warn({ closed: this.#unwritten }, 'more mtproto connections closed')
    this.#second = second
    this.#lines = 0
    this.#unwritten = 0
  }
}
