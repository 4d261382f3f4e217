/**
 * How often something may be restarted, after the Erlang supervisor: `countMax` times within `windowMs`. Above it a restart would
 * be a loop that heats the machine and hides the cause; the caller alerts and waits instead.
 */
export class RestartIntensity {
  readonly #countMax: number
  readonly #windowMs: number
  #atMs: number[] = []
  #isTold = false

  constructor(countMax: number, windowMs: number) {
    this.#countMax = countMax
    this.#windowMs = windowMs
  }

  /** Notes a restart. @returns how long to wait before it: 0 while they are few, then doubling from 1 s to 30 s. */
  note(nowMs: number): number {
    const lastAtMs = this.#atMs.at(-1)
    if (lastAtMs === undefined || nowMs - lastAtMs >= this.#windowMs) this.#isTold = false
    this.#atMs = this.#atMs.filter((atMs) => nowMs - atMs < this.#windowMs)
    this.#atMs.push(nowMs)
    const excess = this.#atMs.length - this.#countMax
    return excess <= 0 ? 0 : Math.min(30_000, 1000 * 2 ** (excess - 1))
  }

  /**
   * Whether somebody must be told of the restart that was noted last: it is above the intensity, and the first such since a whole
   * window without any. The waits thin a loop out until it looks calm for a moment, which is not its end.
   */
  takeNews(): boolean {
    const isNews = !this.#isTold && this.#atMs.length > this.#countMax
    this.#isTold ||= isNews
    return isNews
  }

  get recent(): number {
    return this.#atMs.length
  }
}
