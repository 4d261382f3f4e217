import type { DueAttempt, Rank } from '../store/store.ts'
import { firstWindowSize, windowSize } from './shard-settings.ts'

/** The next attempts of one lane of an account, as the store had them: what a person waits for first, then in the order they are due. */
export class AttemptWindow {
  readonly #read: (rank: Rank, limit: number) => Promise<readonly DueAttempt[]>
  #attempts: readonly DueAttempt[] = []
  #isStale = true
  #hasLooked = false
  #hasMore = false

  constructor(read: (rank: Rank, limit: number) => Promise<readonly DueAttempt[]>) {
    this.#read = read
  }

  /** Something changed in the store: the next look reads it again. */
  forget(): void {
    this.#isStale = true
  }

  /** The next look reads the store: something changed in it, or nothing is left here of what is more there. */
  get mustLook(): boolean {
    return this.#isStale || (this.#attempts.length === 0 && this.#hasMore)
  }

  /**
   * Reads the store when it must.
   * @param taken those that are being tried: their claims may be on their way to the store still
   */
  async refill(taken: ReadonlySet<number>): Promise<readonly DueAttempt[]> {
    if (!this.mustLook) return this.#attempts
    const size = this.#hasLooked ? windowSize : firstWindowSize
    this.#isStale = false
    this.#hasLooked = true
    const [urgent, bulk] = await Promise.all([this.#read(0, size), this.#read(1, size)])
    this.#hasMore = urgent.length === size || bulk.length === size
    this.#attempts = [...urgent, ...bulk].filter(({ id }) => !taken.has(id))
    return this.#attempts
  }

  remove(ids: ReadonlySet<number>): void {
    this.#attempts = this.#attempts.filter(({ id }) => !ids.has(id))
  }

  /** When the first of what is left is due; undefined when nothing is. */
  get dueAtMs(): number | undefined {
    return this.#attempts.length === 0 ? undefined : Math.min(...this.#attempts.map(({ dueAtMs }) => dueAtMs))
  }
}
