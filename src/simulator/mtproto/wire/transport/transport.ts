import { ProtocolError } from '../protocol-error.ts'
import { ByteQueue } from './byte-queue.ts'
import { AbridgedFraming, FullFraming, IntermediateFraming } from './framing.ts'
import type { Framing } from './framing.ts'
import { Obfuscation, obfuscationHeaderBytes } from './obfuscation.ts'

/** Bytes of one connection to packets and back. The client's first bytes say which transport it speaks. */
export class Transport {
  readonly #unread = new ByteQueue()
  #framing: Framing | undefined
  #obfuscation: Obfuscation | undefined

  /** Whether a packet has begun and not ended, which must not last long. */
  get isMidPacket(): boolean {
    return this.#unread.length > 0
  }

  /** Whether the client has said its transport: before, nothing can be sent to it. */
  get isKnown(): boolean {
    return this.#framing !== undefined
  }

  /** The packets that `chunk` completes; each is a view that is good until the next. Throws ProtocolError. */
  *receive(chunk: Buffer): Generator<Buffer, void, undefined> {
    let bytes = this.#unread.join(this.#obfuscation?.decrypt(chunk) ?? chunk)
    if (this.#framing === undefined) bytes = this.#begin(bytes)

    for (;;) {
      const packet = this.#framing?.next(bytes)
      if (packet === undefined) break
      bytes = bytes.subarray(packet.sizeBytes)
      yield packet.payload
    }
    this.#unread.keep(bytes)
  }

  /** A packet as it goes on the wire. Once for each packet and in the order of sending, because it counts and encrypts. */
  frame(payload: Buffer): Buffer {
    if (this.#framing === undefined) throw new Error('the client has not said its transport yet')
    return this.encrypt(this.#framing.frame(payload))
  }

  /** Bytes that are no packet, encrypted where everything is. */
  encrypt(bytes: Buffer): Buffer {
    return this.#obfuscation?.encrypt(bytes) ?? bytes
  }

  /** Finds the framing. @returns the bytes after those that told it. */
  #begin(bytes: Buffer): Buffer {
    const start = detect(bytes)
    if (start === undefined) return bytes
    this.#framing = start.framing
    this.#obfuscation = start.obfuscation
    const rest = bytes.subarray(start.sizeBytes)
    return start.obfuscation?.decrypt(rest) ?? rest
  }
}

interface Start {
  readonly framing: Framing
  readonly obfuscation?: Obfuscation
  readonly sizeBytes: number
}

/** What other protocols begin with, and what no obfuscated client may: verbs of HTTP and the hello of TLS. */
const foreign = new Set(['HEAD', 'POST', 'GET ', 'OPTI', 'PUT ', '\x16\x03\x01\x02'])

/** Undefined until enough has come: one byte tells abridged, four intermediate, eight full, and the rest has a header of 64. */
function detect(bytes: Buffer): Start | undefined {
  if (bytes[0] === 0xef) return { framing: new AbridgedFraming(), sizeBytes: 1 }
  if (bytes.length < 4) return undefined

  const first = bytes.readUInt32LE(0)
  if (first === 0xeeeeeeee) return { framing: new IntermediateFraming(false), sizeBytes: 4 }
  if (first === 0xdddddddd) return { framing: new IntermediateFraming(true), sizeBytes: 4 }
  if (foreign.has(bytes.toString('latin1', 0, 4))) throw new ProtocolError('HTTP or TLS, not MTProto')
  if (bytes.length < 8) return undefined

  // The first packet of full has the number 0; the header of obfuscation must not have zeros there.
  if (bytes.readUInt32LE(4) === 0) return { framing: new FullFraming(), sizeBytes: 0 }
  if (bytes.length < obfuscationHeaderBytes) return undefined
  const obfuscation = new Obfuscation(bytes.subarray(0, obfuscationHeaderBytes))
  return { framing: obfuscation.framing, obfuscation, sizeBytes: obfuscationHeaderBytes }
}
