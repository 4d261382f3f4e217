/** A buffer that grows. One is reused for many messages, so `take` copies what was written. */
export class TlWriter {
  #buffer = Buffer.allocUnsafeSlow(64 * 1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  int(value: number): void {
    const at = this.#grow(4)
    this.#buffer.writeInt32LE(value, at)
  }

  /** An unsigned 32-bit number: constructor ids and flag words. */
  word(value: number): void {
    const at = this.#grow(4)
    this.#buffer.writeUInt32LE(value, at)
  }

  long(value: bigint): void {
    const at = this.#grow(8)
    this.#buffer.writeBigInt64LE(value, at)
  }

  double(value: number): void {
    const at = this.#grow(8)
    this.#buffer.writeDoubleLE(value, at)
  }

  raw(bytes: Buffer): void {
    const at = this.#grow(bytes.length)
    bytes.copy(this.#buffer, at)
  }

  /** Bytes with their length in front, padded to a multiple of 4. */
  bytes(value: Buffer): void {
    this.#lengthPrefix(value.length)
    this.raw(value)
    this.#pad()
  }

  text(value: string): void {
    const size = Buffer.byteLength(value, 'utf8')
    this.#lengthPrefix(size)
    const at = this.#grow(size)
    this.#buffer.write(value, at, size, 'utf8')
    this.#pad()
  }

  /** A copy of everything since `from`; the writer goes back to there. */
  take(from = 0): Buffer {
    const taken = Buffer.from(this.#buffer.subarray(from, this.#length))
    this.#length = from
    return taken
  }

  /** Forgets what was written since `to`, after an object turned out not to fit its schema. */
  rewind(to: number): void {
    this.#length = to
  }

  #lengthPrefix(size: number): void {
    if (size < 254) {
      const at = this.#grow(1)
      this.#buffer[at] = size
      return
    }
    this.word(size * 256 + 254)
  }

  #pad(): void {
    const missing = -this.#length & 3
    const at = this.#grow(missing)
    this.#buffer.fill(0, at, at + missing)
  }

  #grow(size: number): number {
    const at = this.#length
    const needed = at + size
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    this.#length = needed
    return at
  }
}
