/** What a person may have waiting; what comes above it is dropped, and they are told. */
const waitingMax = 20

export interface TurnsOptions {
  /** Something in somebody's turn failed in a way that nobody before has taken care of. Their next turn comes all the same. */
  onError(error: unknown, personId: number): void
  readonly waitingMax?: number
}

/**
 * One thing after another for each person, and different people beside one another: nobody's login waits for somebody else's list of
 * groups, and nobody's two taps overtake each other.
 */
export class Turns {
  readonly #onError: TurnsOptions['onError']
  readonly #waitingMax: number
  readonly #people = new Map<number, { last: Promise<void>; waiting: number }>()

  constructor(options: TurnsOptions) {
    this.#onError = options.onError
    this.#waitingMax = options.waitingMax ?? waitingMax
  }

  /** For whom something is done or waits: nobody else is remembered. */
  get people(): number {
    return this.#people.size
  }

  /** @returns false when too much of theirs waits already: then it is not done */
  take(personId: number, work: () => Promise<void>): boolean {
    if ((this.#people.get(personId)?.waiting ?? 0) >= this.#waitingMax) return false
    this.add(personId, work)
    return true
  }

  /** However much waits: for what a person was promised, such as the end of what they asked for. */
  add(personId: number, work: () => Promise<void>): void {
    const person = this.#people.get(personId) ?? { last: Promise.resolve(), waiting: 0 }
    person.waiting += 1
    person.last = person.last
      .then(work)
      .catch((error: unknown) => this.#onError(error, personId))
      .then(() => {
        person.waiting -= 1
        if (person.waiting === 0) this.#people.delete(personId)
      })
    this.#people.set(personId, person)
  }

  /** Resolves when nothing of anybody waits. */
  async idle(): Promise<void> {
    while (this.#people.size > 0) await Promise.all([...this.#people.values()].map(({ last }) => last))
  }
}
