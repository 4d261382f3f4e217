import type { Random } from '../../../../src/base/random.ts'
import type { AuthKey } from '../../../../src/simulator/mtproto/wire/contract.ts'
import { readSchema } from '../../../../src/simulator/mtproto/wire/tl/schema.ts'
import { RawFraming, rawTransports } from './raw-framing.ts'
import type { RawTransport } from './raw-framing.ts'
import { codec, packed, RawSession } from './raw-session.ts'
import { RandomObjects } from './tl/random-object.ts'

/** What one bad client sends. */
export interface Attack {
  readonly name: string
  readonly bytes: readonly Buffer[]
  /**
   * What must follow: `closed` at once, `patience` only after its time is up, `any` when the bytes may turn out harmless (then the
   * client goes away by itself).
   */
  readonly ending: 'closed' | 'patience' | 'any'
}

const definitions = readSchema()
const objects = new RandomObjects(definitions)
const bomb = packed(Buffer.alloc(30 * 1024 * 1024))
const nestedBomb = packed(packed(Buffer.alloc(1024 * 1024)))

/** Makes every kind of bad client from a seed. */
export class Attacks {
  readonly #random: Random
  readonly #keys: readonly AuthKey[]
  readonly #nowMs: () => number
  /** Of the server at this moment; an attack with a wrong one would end at the salt. */
  salt = 0n

  constructor(random: Random, keys: readonly AuthKey[], nowMs: () => number) {
    this.#random = random
    this.#keys = keys
    this.#nowMs = nowMs
  }

  next(): Attack {
    const kinds = [
      this.#noise,
      this.#noiseInFrames,
      this.#cutFrame,
      this.#stalledFrame,
      this.#flippedFrame,
      this.#flippedPlain,
      this.#wrongPadding,
      this.#wrongKey,
      this.#hugeLength,
      this.#lyingContainer,
      this.#bomb,
      this.#brokenGzip,
      this.#brokenCall,
      this.#keyExchangeNoise,
      this.#keyExchangeDisorder,
    ]
    return this.#random.pick(kinds).call(this)
  }

  #noise(): Attack {
    const bytes = this.#random.bytes(this.#random.int(0, 400))
    return { name: 'noise', bytes: [bytes], ending: 'any' }
  }

  #noiseInFrames(): Attack {
    const framing = this.#framing()
    const payload = this.#random.bytes(24 + 4 * this.#random.int(0, 60))
    return { name: 'noise in a frame', bytes: [framing.greeting, framing.frame(payload)], ending: 'closed' }
  }

  #cutFrame(): Attack {
    const framing = this.#framing()
    const frame = this.#goodFrame(framing)
    const cut = frame.subarray(0, this.#random.int(0, frame.length - 1))
    return { name: 'cut frame', bytes: [framing.greeting, cut], ending: 'any' }
  }

  #stalledFrame(): Attack {
    const framing = this.#framing()
    const frame = this.#goodFrame(framing)
    const cut = frame.subarray(0, this.#random.int(4, frame.length - 1))
    return { name: 'slow client', bytes: [framing.greeting, cut], ending: 'patience' }
  }

  /** Bits of a good packet, under frames that are right. */
  #flippedFrame(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const packet = session.seal(session.message({ _: 'help.getConfig' }))
    const at = this.#random.int(0, packet.length - 1)
    packet[at] = (packet[at] ?? 0) ^ (1 << this.#random.int(0, 7))
    return { name: 'flipped bit', bytes: [framing.greeting, framing.frame(packet)], ending: 'closed' }
  }

  /** Bits of the plain text, under a msg_key that fits them. */
  #flippedPlain(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const plain = session.plainOf(session.message({ _: 'invokeWithLayer', layer: 198, query: { _: 'help.getConfig' } }))
    for (let flips = this.#random.int(1, 5); flips > 0; flips--) {
      const at = this.#random.int(0, plain.length - 1)
      plain[at] = (plain[at] ?? 0) ^ (1 << this.#random.int(0, 7))
    }
    const frame = framing.frame(session.sealPlain(plain))
    return { name: 'flipped bit of the plain text', bytes: [framing.greeting, frame], ending: 'any' }
  }

  #wrongPadding(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const message = session.message({ _: 'help.getConfig' })
    const plain = session.plainOf(message, this.#random.pick([1_036, 1_052, 2_012, 12]))
    if (plain.length < 1_000) plain.writeInt32LE(this.#random.pick([-4, 0, 2, 8, 12, 1 << 30, -(2 ** 31)]), 28)
    const frame = framing.frame(session.sealPlain(plain))
    return { name: 'wrong padding', bytes: [framing.greeting, frame], ending: 'closed' }
  }

  #wrongKey(): Attack {
    const framing = this.#framing()
    const key = { id: this.#random.bytes(8).readBigInt64LE(0) | 1n, key: this.#random.bytes(256), dcId: 2 }
    const stranger = new RawSession(
      this.#random.next() < 0.5 ? key : { ...this.#random.pick(this.#keys), key: key.key },
      this.#nowMs,
    )
    const frame = framing.frame(stranger.seal(stranger.message({ _: 'help.getConfig' })))
    return { name: 'wrong key', bytes: [framing.greeting, frame], ending: 'closed' }
  }

  #hugeLength(): Attack {
    const size = Buffer.alloc(8)
    size.writeUInt32LE(this.#random.int(1024 * 1024 + 16, 2 ** 31 - 1), 0)
    size[0] = 0x10 // Not a byte that another transport begins with.
    const greeting = Buffer.from(this.#random.pick(['', 'eeeeeeee', 'dddddddd', 'ef7fffff']), 'hex')
    return {
      name: 'huge length',
      bytes: [Buffer.concat([greeting, size]), this.#random.bytes(1_000)],
      ending: 'closed',
    }
  }

  #lyingContainer(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const container = session.container([
      session.message({ _: 'help.getConfig' }),
      session.message({ _: 'ping', pingId: 1n }),
    ])
    const lie = this.#random.int(0, 2)
    if (lie === 0) container.body.writeUInt32LE(this.#random.int(3, 1_024), 4)
    else if (lie === 1) container.body.writeInt32LE(this.#random.pick([-4, 0, 3, 1_000, 2 ** 31 - 1]), 20)
    const body = lie === 2 ? container.body.subarray(0, 4 * this.#random.int(1, 5)) : container.body
    const frame = framing.frame(session.seal({ ...container, body }))
    return { name: 'lying container', bytes: [framing.greeting, frame], ending: 'closed' }
  }

  #bomb(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const isNested = this.#random.next() < 0.9 // The other kind takes 10 ms to refuse.
    const frame = framing.frame(session.seal(session.message(isNested ? nestedBomb : bomb)))
    return { name: 'gzip bomb', bytes: [framing.greeting, frame], ending: 'closed' }
  }

  #brokenGzip(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const body = packed(codec.encode({ _: 'help.getConfig' }))
    const at = this.#random.int(4, body.length - 1)
    body[at] = this.#random.int(0, 255)
    const frame = framing.frame(session.seal(session.message(body)))
    return { name: 'broken gzip', bytes: [framing.greeting, frame], ending: 'any' }
  }

  /** Any constructor or method, changed in places, under right frames and keys: the client hears why it is refused. */
  #brokenCall(): Attack {
    const framing = this.#framing()
    const session = this.#session()
    const choose = (max: number): number => this.#random.int(0, max)
    const body = codec.encode(objects.object(this.#random.pick(definitions), choose)).subarray(0, 4_000)
    for (let changes = choose(4); changes > 0; changes--) body[choose(body.length - 1)] = choose(255)
    const frame = framing.frame(session.seal(session.message(body)))
    return { name: 'broken call', bytes: [framing.greeting, frame], ending: 'any' }
  }

  #keyExchangeNoise(): Attack {
    const framing = this.#framing()
    const body = codec.encode({ _: 'req_pq_multi', nonce: this.#random.bytes(16) })
    const at = this.#random.int(0, 3)
    body[at] = (body[at] ?? 0) ^ (1 << this.#random.int(0, 7))
    const bytes = [framing.greeting, framing.frame(plainMessage(body))]
    return { name: 'noise for a key exchange', bytes, ending: 'closed' }
  }

  #keyExchangeDisorder(): Attack {
    const framing = this.#framing()
    const nonces = { nonce: this.#random.bytes(16), serverNonce: this.#random.bytes(16) }
    const encryptedData = this.#random.bytes(this.#random.pick([0, 16, 255, 256, 336]))
    const p = Buffer.from([0, 0, 255, 241])
    const calls = [
      { _: 'req_DH_params', ...nonces, p, q: p, publicKeyFingerprint: 1n, encryptedData },
      { _: 'set_client_DH_params', ...nonces, encryptedData },
      { _: 'help.getConfig' },
    ]
    const start = framing.frame(plainMessage(codec.encode({ _: 'req_pq_multi', nonce: nonces.nonce })))
    const wrong = framing.frame(plainMessage(codec.encode(this.#random.pick(calls))))
    return { name: 'disorder in a key exchange', bytes: [framing.greeting, start, wrong], ending: 'closed' }
  }

  #framing(): RawFraming {
    return new RawFraming(this.#random.pick<RawTransport>(rawTransports), this.#random)
  }

  #session(): RawSession {
    const session = new RawSession(this.#random.pick(this.#keys), this.#nowMs, { random: this.#random })
    session.salt = this.salt
    return session
  }

  #goodFrame(framing: RawFraming): Buffer {
    const session = this.#session()
    return framing.frame(session.seal(session.message({ _: 'help.getConfig' })))
  }
}

function plainMessage(body: Buffer): Buffer {
  const head = Buffer.alloc(20)
  head.writeBigInt64LE(BigInt(Math.floor(Date.now() / 1000)) << 32n, 8)
  head.writeInt32LE(body.length, 16)
  return Buffer.concat([head, body])
}
