import Bottleneck from 'bottleneck'

/**
 * The guard of one account's pace: no more calls at a time than it may have, and never two closer than the gap, whatever the heap believes.
 * The heap decides when an account is due; this only refuses to be hurried. Made when the account first sends and dropped when it is
 * idle: ten thousand of them that hold a job each would saturate the thread.
 */
export class Limiter {
  readonly #sideBySide: number
  #bottleneck: Bottleneck | undefined
  #gapMs = 0
  #lastUsedAtMs = 0

  constructor(sideBySide: number) {
    this.#sideBySide = sideBySide
  }

  /** Runs one job when the gap since the previous one is over. Do not queue inside: whoever calls knows that there is room. */
  async run<Result>(gapMs: number, nowMs: number, job: () => Promise<Result>): Promise<Result> {
    this.#lastUsedAtMs = nowMs
    if (this.#bottleneck === undefined) {
      this.#bottleneck = new Bottleneck({ maxConcurrent: this.#sideBySide, minTime: gapMs })
    } else if (gapMs !== this.#gapMs) {
      this.#bottleneck.updateSettings({ minTime: gapMs })
    }
    this.#gapMs = gapMs
    return this.#bottleneck.schedule(job)
  }

  /** Forgets the library's object after so long without a job; the pace itself stands in the account's row. */
  dropWhenIdle(nowMs: number, idleMs: number): void {
    if (nowMs - this.#lastUsedAtMs < Math.max(idleMs, this.#gapMs)) return
    this.#bottleneck = undefined
  }
}
