/** Which different accounts something happened to within the last `windowMs`. */
export class RecentAccounts {
  readonly #windowMs: number
  /** In the order of their instants: whoever is met again goes to the end. */
  readonly #atMs = new Map<number, number>()

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  note(accountId: number, nowMs: number): void {
    this.#atMs.delete(accountId)
    this.#atMs.set(accountId, nowMs)
  }

  /** Drops what is over, so that whoever notes must also count now and then. */
  count(nowMs: number): number {
    for (const [accountId, atMs] of this.#atMs) {
      // Absolute, because a clock that was set back would keep what stands in front for as long as it was wrong.
      if (Math.abs(nowMs - atMs) < this.#windowMs) break
      this.#atMs.delete(accountId)
    }
    return this.#atMs.size
  }

  clear(): void {
    this.#atMs.clear()
  }
}
