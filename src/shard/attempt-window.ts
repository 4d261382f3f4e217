import type { DueAttempt, Rank } from '../store/store.ts'
import { firstWindowSize, windowSize } from './shard-settings.ts'

/** The next attempts of one lane of an account, as the store had them: what a person waits for first, then in the order they are due. */
export class AttemptWindow {
  readonly #read: (rank: Rank, limit: number) => Promise<readonly DueAttempt[]>
  #attempts: readonly DueAttempt[] = []
  /** Those that stepped aside, as they stand in the store by now. */
  #aside: readonly DueAttempt[] = []
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
    if (!this.mustLook) return this.#all()
    const size = this.#hasLooked ? windowSize : firstWindowSize
    this.#isStale = false
    this.#hasLooked = true
    const [urgent, bulk] = await Promise.all([this.#read(0, size), this.#read(1, size)])
    this.#hasMore = urgent.length === size || bulk.length === size
    this.#attempts = [...urgent, ...bulk].filter(({ id }) => !taken.has(id))
    this.#aside = []
    return this.#attempts
  }

  remove(ids: ReadonlySet<number>): void {
    this.#attempts = this.#attempts.filter(({ id }) => !ids.has(id))
    this.#aside = this.#aside.filter(({ id }) => !ids.has(id))
  }

  /**
   * These step aside until then. They take no place from others, and come again in the order in which all are due: without that, whatever
   * waited a second for its chat would go behind all that was read together with it.
   */
  putAside(aside: readonly { readonly id: number; readonly dueAtMs: number }[]): void {
    const untilMs = new Map(aside.map(({ id, dueAtMs }) => [id, dueAtMs]))
    const moved = this.#all().flatMap((attempt) => {
      const dueAtMs = untilMs.get(attempt.id)
      return dueAtMs === undefined ? [] : [{ ...attempt, dueAtMs }]
    })
    this.remove(new Set(untilMs.keys()))
    this.#aside = [...this.#aside, ...moved].sort(byDue).slice(0, windowSize)
  }

  /** When the first of what is left is due; undefined when nothing is. */
  get dueAtMs(): number | undefined {
    const all = this.#all()
    return all.length === 0 ? undefined : Math.min(...all.map(({ dueAtMs }) => dueAtMs))
  }

  #all(): readonly DueAttempt[] {
    return this.#aside.length === 0 ? this.#attempts : [...this.#attempts, ...this.#aside].sort(byDue)
  }
}

function byDue(a: DueAttempt, b: DueAttempt): number {
  return a.rank - b.rank || a.dueAtMs - b.dueAtMs || a.id - b.id
}
