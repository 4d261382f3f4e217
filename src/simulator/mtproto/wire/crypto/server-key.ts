import { constants, createPrivateKey, createPublicKey, generateKeyPair, hash, privateDecrypt } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { igeDecrypt } from './ige.ts'
import { padNumber } from './numbers.ts'
import { TlWriter } from '../tl/writer.ts'

/** A new RSA key of 2048 bits as PEM (PKCS #8). Made at the first start and kept: its public half is in every client. */
export async function createServerKeyPem(): Promise<string> {
  for (;;) {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    // mtcute 0.30.3 looks fingerprints up in hex and drops leading zeros: it would never find one key in sixteen.
    if (BigInt.asUintN(64, new ServerKey(pem).fingerprint) >> 60n !== 0n) return pem
  }
}

/** The RSA key that a client without an auth key trusts. */
export class ServerKey {
  readonly #private: KeyObject
  /** SPKI. */
  readonly publicPem: string
  /** Big endian, 256 bytes. */
  readonly modulus: Buffer
  readonly exponent: Buffer
  /** Low 64 bits of SHA1(TL bytes(n) + TL bytes(e)), signed: how clients name the key. */
  readonly fingerprint: bigint

  constructor(privatePem: string) {
    this.#private = createPrivateKey(privatePem)
    if (this.#private.asymmetricKeyDetails?.modulusLength !== 2048) {
      throw new Error('the server key must be RSA with 2048 bits: delete the key file to get a new one')
    }
    const publicKey = createPublicKey(this.#private)
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
    this.publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
    this.modulus = Buffer.from(n, 'base64url')
    this.exponent = Buffer.from(e, 'base64url')
    this.fingerprint = fingerprintOf(this.modulus, this.exponent)
  }

  /**
   * What a client encrypted in req_DH_params, in today's form (RSA_PAD) or the one before 2021 (SHA1 in front).
   * @returns candidates, each with a random tail: only the reader of the data knows where it ends, see `hashFits`.
   */
  decrypt(encrypted: Buffer): { readonly padded: Buffer | undefined; readonly old: OldForm | undefined } {
    const plain = this.#decryptRaw(padNumber(encrypted, 256))
    if (!plain) return { padded: undefined, old: undefined }
    return {
      padded: unpadRsa(plain),
      old: plain[0] === 0 ? { sha1: plain.subarray(1, 21), data: plain.subarray(21) } : undefined,
    }
  }

  #decryptRaw(encrypted: Buffer): Buffer | undefined {
    try {
      return privateDecrypt({ key: this.#private, padding: constants.RSA_NO_PADDING }, encrypted)
    } catch {
      return undefined // Not 256 bytes, or not below the modulus.
    }
  }
}

/** `sha1` is of the part of `data` before its random tail. */
export interface OldForm {
  readonly sha1: Buffer
  readonly data: Buffer
}

/** RSA_PAD of core.telegram.org/mtproto/auth_key: 192 reversed bytes and their hash under a key that is masked by the cipher text. */
function unpadRsa(plain: Buffer): Buffer | undefined {
  const encrypted = plain.subarray(32)
  const mask = hash('sha256', encrypted, 'buffer')
  const key = Buffer.from(plain.subarray(0, 32).map((byte, i) => byte ^ (mask[i] ?? 0)))
  const withHash = igeDecrypt(key, Buffer.alloc(32), encrypted)

  const data = Buffer.from(withHash.subarray(0, 192).toReversed())
  const fits = hash('sha256', Buffer.concat([key, data]), 'buffer').equals(withHash.subarray(192))
  return fits ? data : undefined
}

function fingerprintOf(modulus: Buffer, exponent: Buffer): bigint {
  const writer = new TlWriter()
  writer.bytes(modulus)
  writer.bytes(exponent)
  return hash('sha1', writer.take(), 'buffer').readBigInt64LE(12)
}
