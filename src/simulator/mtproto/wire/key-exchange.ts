import { hash } from 'node:crypto'
import type { Clock } from '../../../base/clock.ts'
import type { Random } from '../../../base/random.ts'
import type { AuthKey, AuthKeyStore } from './contract.ts'
import {
  isSafePublic,
  power,
  powerOfGenerator,
  primeBytes,
  telegramGenerator,
  telegramPrime,
} from './crypto/diffie-hellman.ts'
import { igeDecrypt, igeEncrypt } from './crypto/ige.ts'
import { numberOf, padNumber } from './crypto/numbers.ts'
import type { ServerKey } from './crypto/server-key.ts'
import { ProtocolError } from './protocol-error.ts'
import type { TlCodec } from './tl/codec.ts'
import type { TlObject } from './tl/object.ts'

/** Real primes are 31 bits long; with these a client factors in no time. 8 bytes with the top bit clear: some read it as signed. */
const [p, q] = [65_521n, 65_537n]
const pq = Buffer.alloc(8)
pq.writeBigInt64BE(p * q)

/** Some clients fail one exchange in 256 and begin again; more on one connection is somebody who wants our CPU. */
const exchangesMax = 16

export interface KeyExchangeDeps {
  readonly dcId: number
  readonly codec: TlCodec
  readonly serverKey: ServerKey
  readonly keys: AuthKeyStore
  readonly clock: Clock
  readonly random: Random
}

interface Progress {
  readonly nonce: Buffer
  readonly serverNonce: Buffer
  /** From req_DH_params on. */
  readonly secret?: { readonly newNonce: Buffer; readonly a: Buffer; readonly aes: { key: Buffer; iv: Buffer } }
}

/** The making of an auth key with one client (core.telegram.org/mtproto/auth_key). */
export class KeyExchange {
  readonly #deps: KeyExchangeDeps
  #progress: Progress | undefined
  #exchanges = 0

  constructor(deps: KeyExchangeDeps) {
    this.#deps = deps
  }

  /** @returns the answer to one unencrypted message, and the key once it is made and stored. Throws ProtocolError. */
  async answer(request: TlObject): Promise<{ reply: TlObject; key?: AuthKey }> {
    switch (request._) {
      case 'req_pq':
      case 'req_pq_multi':
        return { reply: this.#begin(request) }
      case 'req_DH_params':
        return { reply: this.#offer(request) }
      case 'set_client_DH_params':
        return this.#finish(request)
      default:
        throw new ProtocolError(`${request._} without encryption`)
    }
  }

  /** A client may begin again at any time. */
  #begin(request: TlObject): TlObject {
    if (++this.#exchanges > exchangesMax) throw new ProtocolError(`${exchangesMax} key exchanges and none finished`)
    const nonce = request['nonce'] as Buffer
    const serverNonce = this.#deps.random.bytes(16)
    this.#progress = { nonce, serverNonce }
    return { _: 'resPQ', nonce, serverNonce, pq, serverPublicKeyFingerprints: [this.#deps.serverKey.fingerprint] }
  }

  #offer(request: TlObject): TlObject {
    const { nonce, serverNonce } = this.#expectNonces(request)
    if (request['publicKeyFingerprint'] !== this.#deps.serverKey.fingerprint)
      throw new ProtocolError('another server key')
    const newNonce = this.#newNonceOf(this.#innerData(request['encryptedData'] as Buffer), nonce, serverNonce)

    const a = this.#deps.random.bytes(primeBytes)
    const aes = temporaryAes(serverNonce, newNonce)
    this.#progress = { nonce, serverNonce, secret: { newNonce, a, aes } }
    const inner = this.#deps.codec.encode({
      _: 'server_DH_inner_data',
      nonce,
      serverNonce,
      g: telegramGenerator,
      dhPrime: telegramPrime,
      gA: powerOfGenerator(a),
      serverTime: Math.floor(this.#deps.clock.nowMs() / 1000),
    })
    const hashed = Buffer.concat([sha1(inner), inner])
    const padded = Buffer.concat([hashed, this.#deps.random.bytes(-hashed.length & 15)])
    return { _: 'server_DH_params_ok', nonce, serverNonce, encryptedAnswer: igeEncrypt(aes.key, aes.iv, padded) }
  }

  async #finish(request: TlObject): Promise<{ reply: TlObject; key?: AuthKey }> {
    const { nonce, serverNonce, secret } = this.#expectNonces(request)
    if (!secret) throw new ProtocolError('set_client_DH_params before req_DH_params')
    const gB = this.#clientPublic(request['encryptedData'] as Buffer, secret.aes, nonce, serverNonce)

    const bytes = power(gB, secret.a)
    const digest = sha1(bytes)
    const key: AuthKey = { id: digest.readBigInt64LE(12), key: bytes, dcId: this.#deps.dcId }
    const proof = (number: number): Buffer =>
      sha1(Buffer.concat([secret.newNonce, Buffer.from([number]), digest.subarray(0, 8)])).subarray(4)

    // The client must choose another b, because the id names one key only.
    if (this.#deps.keys.find(key.id, key.dcId)) {
      return { reply: { _: 'dh_gen_retry', nonce, serverNonce, newNonceHash2: proof(2) } }
    }
    this.#progress = undefined
    await this.#deps.keys.add(key)
    return { reply: { _: 'dh_gen_ok', nonce, serverNonce, newNonceHash1: proof(1) }, key }
  }

  #expectNonces(request: TlObject): Progress {
    const progress = this.#progress
    if (!progress) throw new ProtocolError(`${request._} before req_pq`)
    const { nonce, serverNonce } = progress
    if (!nonce.equals(request['nonce'] as Buffer) || !serverNonce.equals(request['serverNonce'] as Buffer)) {
      throw new ProtocolError(`${request._} with a wrong nonce`)
    }
    return progress
  }

  #innerData(encrypted: Buffer): TlObject {
    const { padded, old } = this.#deps.serverKey.decrypt(encrypted)
    if (padded) return this.#deps.codec.decodePrefix(padded).object
    if (!old) throw new ProtocolError('inner data that our RSA key cannot read')

    const { object, sizeBytes } = this.#deps.codec.decodePrefix(old.data)
    if (!sha1(old.data.subarray(0, sizeBytes)).equals(old.sha1)) throw new ProtocolError('inner data with a wrong hash')
    return object
  }

  #newNonceOf(inner: TlObject, nonce: Buffer, serverNonce: Buffer): Buffer {
    // Temporary keys would need auth.bindTempAuthKey; clients work without.
    if (inner._ !== 'p_q_inner_data' && inner._ !== 'p_q_inner_data_dc')
      throw new ProtocolError(`${inner._} is not offered`)
    const dc = inner['dc']
    // Test servers add 10 000, media connections are negative.
    if (typeof dc === 'number' && Math.abs(dc) % 10_000 !== this.#deps.dcId)
      throw new ProtocolError(`a key for DC ${dc}`)

    const isRight =
      numberOf(inner['p'] as Buffer) === p &&
      numberOf(inner['q'] as Buffer) === q &&
      nonce.equals(inner['nonce'] as Buffer) &&
      serverNonce.equals(inner['serverNonce'] as Buffer)
    if (!isRight) throw new ProtocolError('inner data with wrong factors or nonces')
    return inner['newNonce'] as Buffer
  }

  #clientPublic(encrypted: Buffer, aes: { key: Buffer; iv: Buffer }, nonce: Buffer, serverNonce: Buffer): Buffer {
    if (encrypted.length === 0 || encrypted.length % 16 !== 0) throw new ProtocolError('client data of a wrong length')
    const plain = igeDecrypt(aes.key, aes.iv, encrypted)
    const { object, sizeBytes } = this.#deps.codec.decodePrefix(plain.subarray(20))
    if (!sha1(plain.subarray(20, 20 + sizeBytes)).equals(plain.subarray(0, 20)))
      throw new ProtocolError('client data with a wrong hash')

    const isOurs =
      object._ === 'client_DH_inner_data' &&
      nonce.equals(object['nonce'] as Buffer) &&
      serverNonce.equals(object['serverNonce'] as Buffer)
    if (!isOurs) throw new ProtocolError('client data with wrong nonces')
    const gB = object['gB'] as Buffer
    if (gB.length > primeBytes || !isSafePublic(gB)) throw new ProtocolError('g_b outside of the safe range')
    return padNumber(gB, primeBytes)
  }
}

function temporaryAes(serverNonce: Buffer, newNonce: Buffer): { key: Buffer; iv: Buffer } {
  const newFirst = sha1(Buffer.concat([newNonce, serverNonce]))
  const serverFirst = sha1(Buffer.concat([serverNonce, newNonce]))
  const newTwice = sha1(Buffer.concat([newNonce, newNonce]))
  return {
    key: Buffer.concat([newFirst, serverFirst.subarray(0, 12)]),
    iv: Buffer.concat([serverFirst.subarray(12), newTwice, newNonce.subarray(0, 4)]),
  }
}

function sha1(data: Buffer): Buffer {
  return hash('sha1', data, 'buffer')
}
