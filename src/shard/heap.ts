/**
 * Who is due next: one entry an actor, in a binary heap that knows the place of every key. Setting, moving and removing cost the
 * logarithm of the number of actors; looking at the first costs nothing. Of two that are due together the one set first goes first.
 */
export class DueHeap<Key> {
  readonly #heap: Entry<Key>[] = []
  readonly #byKey = new Map<Key, Entry<Key>>()
  #nextTurn = 0

  get size(): number {
    return this.#heap.length
  }

  /** When the first is due; the one timer of a shard is set to it. */
  get firstDueAtMs(): number | undefined {
    return this.#heap[0]?.dueAtMs
  }

  dueAtMs(key: Key): number | undefined {
    return this.#byKey.get(key)?.dueAtMs
  }

  /** Adds the key, or moves it to another instant. */
  set(key: Key, dueAtMs: number): void {
    const known = this.#byKey.get(key)
    const entry = known ?? { key, dueAtMs, turn: 0, place: this.#heap.length }
    entry.dueAtMs = dueAtMs
    entry.turn = this.#nextTurn++
    if (known === undefined) {
      this.#byKey.set(key, entry)
      this.#heap.push(entry)
    }
    this.#settle(entry)
  }

  /** @returns false when it was not there. */
  delete(key: Key): boolean {
    const entry = this.#byKey.get(key)
    if (entry === undefined) return false
    this.#byKey.delete(key)
    const last = this.#heap.pop()
    if (last !== undefined && last !== entry) {
      this.#put(last, entry.place)
      this.#settle(last)
    }
    return true
  }

  /** Takes the first out if it is due by now. */
  takeDue(nowMs: number): Key | undefined {
    const first = this.#heap[0]
    if (first === undefined || first.dueAtMs > nowMs) return undefined
    this.delete(first.key)
    return first.key
  }

  /** Moves an entry, which may stand too low or too high, to where it belongs. */
  #settle(entry: Entry<Key>): void {
    for (;;) {
      const above = this.#heap[(entry.place - 1) >> 1]
      if (entry.place === 0 || above === undefined || !isBefore(entry, above)) break
      this.#swap(entry, above)
    }
    for (;;) {
      const left = this.#heap[2 * entry.place + 1]
      const right = this.#heap[2 * entry.place + 2]
      const below = left !== undefined && right !== undefined && isBefore(right, left) ? right : left
      if (below === undefined || !isBefore(below, entry)) break
      this.#swap(entry, below)
    }
  }

  #swap(entry: Entry<Key>, other: Entry<Key>): void {
    const { place } = entry
    this.#put(entry, other.place)
    this.#put(other, place)
  }

  #put(entry: Entry<Key>, place: number): void {
    this.#heap[place] = entry
    entry.place = place
  }
}

interface Entry<Key> {
  readonly key: Key
  dueAtMs: number
  /** Rises with every `set`. */
  turn: number
  place: number
}

function isBefore<Key>(entry: Entry<Key>, other: Entry<Key>): boolean {
  return entry.dueAtMs === other.dueAtMs ? entry.turn < other.turn : entry.dueAtMs < other.dueAtMs
}
