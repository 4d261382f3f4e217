import { createHash, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import bigInt from 'big-integer'
import { _serverKeys } from 'telegram/crypto/RSA.js'

/**
 * Lets GramJS trust another Telegram than the real one. Its table of keys is one per thread, so once in each thread; twice does no
 * harm. A key that it does not know makes `connect()` answer false.
 * @param pem an RSA public key. @throws Error with one line when it is something else
 */
export function trustServerKey(pem: string): void {
  const { n = '', e = '' } = readKey(pem).export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')]
  _serverKeys.set(fingerprint(modulus, exponent), {
    n: bigInt(modulus.toString('hex'), 16),
    e: exponent.readUIntBE(0, exponent.length),
  })
}

function readKey(pem: string): KeyObject {
  let key: KeyObject | undefined
  try {
    key = createPublicKey(pem)
  } catch {
    // What is no key at all gets the same answer as a key of another kind.
  }
  if (key?.asymmetricKeyType !== 'rsa') throw new Error('the public key of the other Telegram is no RSA key in PEM')
  return key
}

/** The low 64 bits of SHA1 over both numbers as TL bytes: https://core.telegram.org/mtproto/auth_key#dh-exchange-initiation */
function fingerprint(modulus: Buffer, exponent: Buffer): string {
  const digest = createHash('sha1').update(tlBytes(modulus)).update(tlBytes(exponent)).digest()
  return digest.readBigInt64LE(12).toString()
}

/** Length, content, zeros up to a multiple of four: https://core.telegram.org/mtproto/serialize#base-types */
function tlBytes(content: Buffer): Buffer {
  const { length } = content
  const head =
    length < 254 ? Buffer.from([length]) : Buffer.from([254, length & 255, (length >> 8) & 255, (length >> 16) & 255])
  const padding = Buffer.alloc((4 - ((head.length + length) % 4)) % 4)
  return Buffer.concat([head, content, padding])
}
