/**
 * Whose turn it is among owners who have something due. Each owner gives up to `inARow` items (BROADCAST_ATTEMPTS_PER_JOB), then the
 * next one does: an owner with 100 000 due waits behind one with 10, and not the other way. Within an owner: first in, first out.
 */
export class RoundRobin<Item> {
  readonly #inARow: number
  /** In order of turns: the first is at it. A Map keeps the order of insertion. */
  readonly #owners = new Map<number, Item[]>()
  #given = 0
  #size = 0

  constructor(inARow: number) {
    this.#inARow = inARow
  }

  get size(): number {
    return this.#size
  }

  add(ownerId: number, item: Item): void {
    const items = this.#owners.get(ownerId)
    if (items === undefined) this.#owners.set(ownerId, [item])
    else items.push(item)
    this.#size++
  }

  /** @returns undefined when nothing is left. */
  take(): Item | undefined {
    const [first] = this.#owners
    if (first === undefined) return undefined
    const [ownerId, items] = first
    const item = items.shift()
    this.#size--
    this.#given++

    if (items.length === 0 || this.#given >= this.#inARow) {
      this.#owners.delete(ownerId)
      if (items.length > 0) this.#owners.set(ownerId, items)
      this.#given = 0
    }
    return item
  }
}
