import { crc32 } from 'node:zlib'
import { ProtocolError } from '../protocol-error.ts'

/** One of the ways to put packets on TCP (core.telegram.org/mtproto/mtproto-transports). State of one connection. */
export interface Framing {
  /**
   * The first packet in `bytes`, or undefined when more must come first.
   * Throws ProtocolError as soon as the declared length or anything else cannot be right.
   */
  next(bytes: Buffer): Packet | undefined
  /** A packet for the client. */
  frame(payload: Buffer): Buffer
}

export interface Packet {
  /** A view into the bytes given. */
  readonly payload: Buffer
  /** With header and trailer. */
  readonly sizeBytes: number
}

/** Telegram closes the connection above this too. The largest real packet is a part of a file, half of it. */
const payloadBytesMax = 1024 * 1024
/** Key id, message id, length: the least that any message has. */
const payloadBytesMin = 20

/** Length, sequence number, payload, CRC-32: the default of GramJS. */
export class FullFraming implements Framing {
  #received = 0
  #sent = 0

  next(bytes: Buffer): Packet | undefined {
    if (bytes.length < 4) return undefined
    const sizeBytes = bytes.readUInt32LE(0)
    checkSize(sizeBytes - 12, 4)
    if (bytes.length < sizeBytes) return undefined

    const seqno = bytes.readUInt32LE(4)
    if (seqno !== this.#received) throw new ProtocolError(`packet ${seqno} came in the place of ${this.#received}`)
    const body = bytes.subarray(0, sizeBytes - 4)
    if (crc32(body) !== bytes.readUInt32LE(sizeBytes - 4)) throw new ProtocolError('wrong CRC-32')
    this.#received++
    return { payload: body.subarray(8), sizeBytes }
  }

  frame(payload: Buffer): Buffer {
    const packet = Buffer.allocUnsafe(payload.length + 12)
    packet.writeUInt32LE(packet.length, 0)
    packet.writeUInt32LE(this.#sent++, 4)
    payload.copy(packet, 8)
    packet.writeUInt32LE(crc32(packet.subarray(0, packet.length - 4)), packet.length - 4)
    return packet
  }
}

/** One length byte in words, or 0x7f and three bytes. */
export class AbridgedFraming implements Framing {
  next(bytes: Buffer): Packet | undefined {
    if (bytes.length < 1) return undefined
    // The top bit asks for a quick acknowledgement, which a server may leave out.
    const short = bytes.readUInt8(0) & 0x7f
    const header = short === 0x7f ? 4 : 1
    if (bytes.length < header) return undefined

    const size = (header === 4 ? bytes.readUIntLE(1, 3) : short) * 4
    checkSize(size, 4)
    if (bytes.length < header + size) return undefined
    return { payload: bytes.subarray(header, header + size), sizeBytes: header + size }
  }

  frame(payload: Buffer): Buffer {
    const words = payload.length / 4
    if (words < 0x7f) return Buffer.concat([Buffer.from([words]), payload])
    const header = Buffer.allocUnsafe(4)
    header.writeUInt32LE(words * 256 + 0x7f, 0)
    return Buffer.concat([header, payload])
  }
}

/** Four length bytes; padded: up to 15 random bytes after the payload, so that the length says nothing. */
export class IntermediateFraming implements Framing {
  readonly #isPadded: boolean

  constructor(isPadded: boolean) {
    this.#isPadded = isPadded
  }

  next(bytes: Buffer): Packet | undefined {
    if (bytes.length < 4) return undefined
    const size = bytes.readUInt32LE(0) & 0x7fffffff // The top bit: quick acknowledgement, as above.
    checkSize(size, this.#isPadded ? 1 : 4)
    if (bytes.length < 4 + size) return undefined
    return { payload: bytes.subarray(4, 4 + size), sizeBytes: 4 + size }
  }

  /** Without padding also where a client may expect some: the protocol lets it be 0 bytes long. */
  frame(payload: Buffer): Buffer {
    const header = Buffer.allocUnsafe(4)
    header.writeUInt32LE(payload.length, 0)
    return Buffer.concat([header, payload])
  }
}

function checkSize(size: number, multipleOf: number): void {
  if (size < payloadBytesMin || size > payloadBytesMax || size % multipleOf !== 0) {
    throw new ProtocolError(`a packet of ${size} bytes`)
  }
}
