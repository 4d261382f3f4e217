import { TlDecodeError } from './object.ts'

const depthMax = 32

/** Reads TL from bytes that a stranger sent: whatever they are, the only thing it throws is TlDecodeError. */
export class TlReader {
  readonly #buffer: Buffer
  #offset = 0
  #depth: number
  /** True inside gzip_packed, where another gzip_packed would be a bomb. */
  readonly isInflated: boolean

  constructor(buffer: Buffer, options: { depth?: number; isInflated?: boolean } = {}) {
    this.#buffer = buffer
    this.#depth = options.depth ?? 0
    this.isInflated = options.isInflated ?? false
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#buffer.length - this.#offset
  }

  get depth(): number {
    return this.#depth
  }

  /** Every object inside another and every vector counts; the stack of this process is the limit that a client must not reach. */
  enter(): void {
    this.#depth++
    if (this.#depth > depthMax) throw new TlDecodeError(`nested deeper than ${depthMax}`)
  }

  leave(): void {
    this.#depth--
  }

  int(): number {
    return this.#buffer.readInt32LE(this.#advance(4))
  }

  /** An unsigned 32-bit number: constructor ids and flag words. */
  word(): number {
    return this.#buffer.readUInt32LE(this.#advance(4))
  }

  long(): bigint {
    return this.#buffer.readBigInt64LE(this.#advance(8))
  }

  double(): number {
    return this.#buffer.readDoubleLE(this.#advance(8))
  }

  /** A copy, so that a file reference kept for years does not keep the packet it came in. */
  raw(size: number): Buffer {
    const at = this.#advance(size)
    return Buffer.from(this.#buffer.subarray(at, at + size))
  }

  bytes(): Buffer {
    const size = this.#prefixedSize()
    const value = this.raw(size)
    this.#skipPadding()
    return value
  }

  text(): string {
    const size = this.#prefixedSize()
    const at = this.#advance(size)
    const value = this.#buffer.toString('utf8', at, at + size)
    this.#skipPadding()
    return value
  }

  /** The number of elements, checked against what is left: each takes at least 4 bytes, so a lie allocates nothing. */
  count(): number {
    const count = this.int()
    if (count < 0 || count * 4 > this.remaining) {
      throw new TlDecodeError(`a vector of ${count} elements in ${this.remaining} bytes`)
    }
    return count
  }

  #prefixedSize(): number {
    const first = this.#buffer.readUInt8(this.#advance(1))
    if (first < 254) return first
    if (first === 255) throw new TlDecodeError('a string of 2^24 bytes or more')
    return this.#buffer.readUIntLE(this.#advance(3), 3)
  }

  #skipPadding(): void {
    this.#advance(-this.#offset & 3)
  }

  #advance(size: number): number {
    const at = this.#offset
    if (size > this.#buffer.length - at) throw new TlDecodeError(`cut off at byte ${this.#buffer.length}`)
    this.#offset = at + size
    return at
  }
}
