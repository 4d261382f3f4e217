import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { systemRandom } from '../../../../src/base/random.ts'
import type { Random } from '../../../../src/base/random.ts'
import type { AuthKey } from '../../../../src/simulator/mtproto/wire/contract.ts'
import { sealMessage } from '../../../../src/simulator/mtproto/wire/crypto/message-cipher.ts'
import { TlCodec } from '../../../../src/simulator/mtproto/wire/tl/codec.ts'
import type { TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import type { Wire } from './wire-setup.ts'

export const codec = new TlCodec()

export interface Outgoing {
  readonly body: Buffer
  readonly msgId: bigint
  readonly seqno: number
}

/** A key that the server knows without an exchange. */
export function plantKey(wire: Pick<Wire, 'keys'>, dcId = 2, random: Random = systemRandom): AuthKey {
  const bytes = random.bytes(256)
  const id = createHash('sha1').update(bytes).digest().readBigInt64LE(12)
  const key = { id, key: bytes, dcId }
  void wire.keys.add(key)
  return key
}

/** Builds the messages of one session, right ones and any other. */
export class RawSession {
  readonly key: AuthKey
  readonly sessionId: bigint
  salt = 0n
  readonly #nowMs: () => number
  readonly #random: Random
  #lastMsgId = 0n
  #seqno = 0

  constructor(key: AuthKey, nowMs: () => number, options: { sessionId?: bigint | undefined; random?: Random } = {}) {
    this.key = key
    this.#nowMs = nowMs
    this.#random = options.random ?? systemRandom
    this.sessionId = options.sessionId ?? this.#random.bytes(8).readBigInt64LE(0)
  }

  message(object: TlObject | Buffer, msgId = this.nextMsgId()): Outgoing {
    this.#seqno += 2
    return { msgId, seqno: this.#seqno - 1, body: Buffer.isBuffer(object) ? object : codec.encode(object) }
  }

  container(messages: readonly Outgoing[]): Outgoing {
    const head = Buffer.alloc(8)
    head.writeUInt32LE(0x73f1f8dc, 0)
    head.writeUInt32LE(messages.length, 4)
    const parts = messages.flatMap((message) => [envelope(message), message.body])
    return { msgId: this.nextMsgId(), seqno: this.#seqno, body: Buffer.concat([head, ...parts]) }
  }

  /** A packet with a right msg_key. */
  seal(message: Outgoing, paddingBytes?: number): Buffer {
    return this.sealPlain(this.plainOf(message, paddingBytes))
  }

  sealPlain(plain: Buffer): Buffer {
    return sealMessage(this.key, plain, 'client')
  }

  /** Salt, session, message and its padding: what is encrypted. */
  plainOf(message: Outgoing, paddingBytes?: number): Buffer {
    const head = Buffer.alloc(16)
    head.writeBigInt64LE(this.salt, 0)
    head.writeBigInt64LE(this.sessionId, 8)
    const size = 32 + message.body.length
    const padding = this.#random.bytes(paddingBytes ?? 12 + (-(size + 12) & 15))
    return Buffer.concat([head, envelope(message), message.body, padding])
  }

  nextMsgId(): bigint {
    const now = (BigInt(Math.floor(this.#nowMs() / 1000)) << 32n) | (BigInt(Math.floor(this.#nowMs() % 1000)) << 22n)
    this.#lastMsgId = now > this.#lastMsgId ? now : this.#lastMsgId + 4n
    return this.#lastMsgId
  }
}

/** gzip_packed around an object. */
export function packed(data: Buffer): Buffer {
  const call = {
    _: 'set_client_DH_params',
    nonce: Buffer.alloc(16),
    serverNonce: Buffer.alloc(16),
    encryptedData: gzipSync(data),
  }
  return Buffer.concat([Buffer.from('a1cf7230', 'hex'), codec.encode(call).subarray(36)])
}

function envelope({ msgId, seqno, body }: Outgoing): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeBigInt64LE(msgId, 0)
  bytes.writeInt32LE(seqno, 8)
  bytes.writeInt32LE(body.length, 12)
  return bytes
}
