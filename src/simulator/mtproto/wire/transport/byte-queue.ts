/** Holds the beginning of a packet until the rest comes. Takes no memory while nothing is held, as nearly always. */
export class ByteQueue {
  #store: Buffer | undefined
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What was kept, and `chunk` after it. A view, good until the next call. */
  join(chunk: Buffer): Buffer {
    if (this.#store === undefined) return chunk
    const length = this.#length + chunk.length
    // Doubling, so that a packet that comes byte by byte is not copied as often as it has bytes.
    if (length > this.#store.length)
      this.#move(this.#store.subarray(0, this.#length), Math.max(length, this.#length * 2))
    chunk.copy(this.#store, this.#length)
    this.#length = length
    return this.#store.subarray(0, length)
  }

  /** Keeps what was not used of the bytes that `join` gave. */
  keep(rest: Buffer): void {
    if (rest.length === 0) this.#store = undefined
    else if (this.#store === undefined || rest.length < this.#length) this.#move(rest, rest.length)
    this.#length = rest.length
  }

  #move(bytes: Buffer, capacity: number): void {
    const larger = Buffer.allocUnsafeSlow(capacity)
    bytes.copy(larger)
    this.#store = larger
  }
}
