import type { DueAttempt, StorePort, Verbs } from '../store/store.ts'
import { firstWindowSize, windowSize } from './shard-settings.ts'

/** The next attempts of one account, as the store had them: what a person waits for first, then in the order they are due. */
export class AttemptWindow {
  readonly #accountId: number
  readonly #store: Pick<StorePort<Verbs>, 'window'>
  #attempts: DueAttempt[] = []
  #isStale = true
  #hasLooked = false
  #hasMore = false

  constructor(accountId: number, store: Pick<StorePort<Verbs>, 'window'>) {
    this.#accountId = accountId
    this.#store = store
  }

  /** Something changed in the store: the next look reads it again. */
  forget(): void {
    this.#isStale = true
  }

  /** The next look reads the store. */
  get mustLook(): boolean {
    return this.#isStale || this.#attempts.length === 0
  }

  /**
   * Reads the store when nothing is left or something changed there.
   * @param taken those that are being tried: their claims may be on their way to the store still
   */
  async refill(taken: ReadonlySet<number>): Promise<readonly DueAttempt[]> {
    if (!this.mustLook) return this.#attempts
    const size = this.#hasLooked ? windowSize : firstWindowSize
    this.#isStale = false
    this.#hasLooked = true
    const [urgent, bulk] = await Promise.all([
      this.#store.window(this.#accountId, 0, size),
      this.#store.window(this.#accountId, 1, size),
    ])
    this.#hasMore = urgent.length === size || bulk.length === size
    this.#attempts = [...urgent, ...bulk].filter(({ id }) => !taken.has(id))
    return this.#attempts
  }

  remove(ids: ReadonlySet<number>): void {
    this.#attempts = this.#attempts.filter(({ id }) => !ids.has(id))
  }

  /** Nothing is left of what the store had when it was asked last, and that was all. */
  get isEmpty(): boolean {
    return !this.#isStale && !this.#hasMore && this.#attempts.length === 0
  }

  /** When the first of what is left is due; undefined when the store must be asked. */
  get dueAtMs(): number | undefined {
    if (this.#isStale || this.#attempts.length === 0) return undefined
    return Math.min(...this.#attempts.map(({ dueAtMs }) => dueAtMs))
  }
}
