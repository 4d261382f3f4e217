import { createCipheriv } from 'node:crypto'
import type { Cipher } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { systemRandom } from '../../../../src/base/random.ts'
import type { Random } from '../../../../src/base/random.ts'

export const rawTransports = [
  'full',
  'abridged',
  'intermediate',
  'padded',
  'obfuscated abridged',
  'obfuscated intermediate',
  'obfuscated padded',
] as const
export type RawTransport = (typeof rawTransports)[number]

/** The client's side of every transport, written from their description and not from the server's code. */
export class RawFraming {
  /** What is sent before the first packet. */
  readonly greeting: Buffer
  readonly #kind: string
  readonly #random: Random
  readonly #outgoing: Cipher | undefined
  readonly #incoming: Cipher | undefined
  #sent = 0
  #unread = Buffer.alloc(0)

  constructor(transport: RawTransport, random: Random = systemRandom) {
    this.#random = random
    this.#kind = transport.replace('obfuscated ', '')
    const tag = tags[this.#kind] ?? ''
    if (transport === this.#kind) {
      this.greeting = Buffer.from(this.#kind === 'abridged' ? 'ef' : tag, 'hex')
      return
    }
    const header = random.bytes(64)
    header[0] = 0x55
    header[4] = 0x55
    Buffer.from(tag, 'hex').copy(header, 56)
    const keys = header.subarray(8, 56)
    this.#outgoing = ctr(Buffer.from(keys))
    this.#incoming = ctr(Buffer.from(keys.toReversed()))
    this.greeting = Buffer.concat([header.subarray(0, 56), this.#outgoing.update(header).subarray(56)])
  }

  frame(payload: Buffer): Buffer {
    const packet = this.#plainFrame(payload)
    return this.#outgoing?.update(packet) ?? packet
  }

  /** The packets that have come so far. */
  receive(chunk: Buffer): Buffer[] {
    this.#unread = Buffer.concat([this.#unread, this.#incoming?.update(chunk) ?? chunk])
    const packets: Buffer[] = []
    for (;;) {
      const found = this.#next(this.#unread)
      if (!found) return packets
      packets.push(Buffer.from(found.payload))
      this.#unread = this.#unread.subarray(found.size)
    }
  }

  #plainFrame(payload: Buffer): Buffer {
    if (this.#kind === 'full') {
      const packet = Buffer.concat([words(payload.length + 12, this.#sent++), payload])
      return Buffer.concat([packet, words(crc32(packet))])
    }
    if (this.#kind === 'abridged') {
      const count = payload.length / 4
      return Buffer.concat([count < 127 ? Buffer.from([count]) : words(count * 256 + 127), payload])
    }
    const padding = this.#kind === 'padded' ? this.#random.bytes(payload.length % 16) : Buffer.alloc(0)
    return Buffer.concat([words(payload.length + padding.length), payload, padding])
  }

  #next(bytes: Buffer): { payload: Buffer; size: number } | undefined {
    if (bytes.length < 4) return undefined
    const [header, length] = this.#headerAndLength(bytes)
    const trailer = this.#kind === 'full' ? 4 : 0
    const size = header + length + trailer
    return bytes.length < size ? undefined : { payload: bytes.subarray(header, header + length), size }
  }

  #headerAndLength(bytes: Buffer): [number, number] {
    if (this.#kind === 'full') return [8, bytes.readUInt32LE(0) - 12]
    if (this.#kind !== 'abridged') return [4, bytes.readUInt32LE(0)]
    return bytes[0] === 127 ? [4, bytes.readUIntLE(1, 3) * 4] : [1, (bytes[0] ?? 0) * 4]
  }
}

const tags: Record<string, string> = { abridged: 'efefefef', intermediate: 'eeeeeeee', padded: 'dddddddd' }

function ctr(keys: Buffer): Cipher {
  return createCipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(32, 48))
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}
