import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { Secret } from './secret.ts'

/** Where a sealed value stands. Part of what is authenticated: moved to another row or column, it does not open. */
export interface Place {
  readonly table: string
  readonly row: number | string
  readonly column: string
}

/** A sealed value that does not open. The message says which one and what to do, never what is in it. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen'
}

export interface Keyring {
  /** The key that new values are sealed with. */
  readonly writingKeyId: string
  /** @returns base64 text, different each time because its nonce is random. */
  seal(plain: Secret, place: Place): string
  /** @throws CannotOpen when no key of ours fits, or the value was changed or moved. */
  open(sealed: string, place: Place): Secret
  /** False while an older key still has it: `karvon keys rotate` seals those anew. */
  isCurrent(sealed: string): boolean
}

/**
 * AES-256-GCM with a random nonce: safe far beyond the 2^32 values a key may seal (NIST SP 800-38D).
 * A sealed value is `version 1 | key id 8 | nonce 12 | tag 16 | ciphertext`.
 * @param keys of 32 bytes: the first writes, all read.
 */
export function openKeyring(keys: readonly Buffer[]): Keyring {
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]))
  const [writer] = keys
  if (writer === undefined) throw new RangeError('a keyring needs a key')
  const writingKeyId = keyIdOf(writer)

  return {
    writingKeyId,
    seal: (plain, place) => seal(plain, place, writer),
    open(sealed, place) {
      const blob = readBlob(sealed, place)
      const key = byId.get(blob.keyId)
      if (key === undefined) {
        throw new CannotOpen(
          `${nameOf(place)} is sealed with key ${blob.keyId}, which is not configured: add it to SESSION_SECRET_KEY`,
        )
      }
      return unseal(blob, key, place)
    },
    isCurrent: (sealed) => Buffer.from(sealed, 'base64').toString('latin1', 1, nonceAt) === writingKeyId,
  }
}

/** First 8 hex digits of the key's SHA-256: tells keys apart without telling anything about them. */
export function keyIdOf(key: Buffer): string {
  if (key.length !== keyBytes) throw new RangeError(`a key has ${keyBytes} bytes, not ${key.length}`)
  return createHash('sha256').update(key).digest('hex').slice(0, keyIdLength)
}

interface Blob {
  readonly keyId: string
  readonly nonce: Buffer
  readonly tag: Buffer
  readonly ciphertext: Buffer
}

const [version, keyBytes, keyIdLength, nonceBytes, tagBytes] = [1, 32, 8, 12, 16]
const nonceAt = 1 + keyIdLength
const tagAt = nonceAt + nonceBytes
const ciphertextAt = tagAt + tagBytes

function seal(plain: Secret, place: Place, key: Buffer): string {
  const keyId = keyIdOf(key)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(aad(place, keyId))
  const ciphertext = Buffer.concat([cipher.update(plain.reveal(), 'utf8'), cipher.final()])
  const head = Buffer.concat([Buffer.from([version]), Buffer.from(keyId, 'latin1'), nonce])
  return Buffer.concat([head, cipher.getAuthTag(), ciphertext]).toString('base64')
}

function unseal({ keyId, nonce, tag, ciphertext }: Blob, key: Buffer, place: Place): Secret {
  // Without authTagLength Node accepts a tag cut to 4 bytes, which can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  try {
    decipher.setAAD(aad(place, keyId)).setAuthTag(tag)
    return new Secret(Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8'))
  } catch (cause) {
    throw new CannotOpen(`${nameOf(place)} was changed or comes from another row: restore it from a backup`, { cause })
  }
}

function readBlob(sealed: string, place: Place): Blob {
  const bytes = Buffer.from(sealed, 'base64')
  if (bytes[0] !== version || bytes.length < ciphertextAt)
    throw new CannotOpen(`${nameOf(place)} holds no sealed value`)
  return {
    keyId: bytes.toString('latin1', 1, nonceAt),
    nonce: bytes.subarray(nonceAt, tagAt),
    tag: bytes.subarray(tagAt, ciphertextAt),
    ciphertext: bytes.subarray(ciphertextAt),
  }
}

function aad({ table, row, column }: Place, keyId: string): Buffer {
  return Buffer.from(`${table}:${row}:${column}:${keyId}`)
}

function nameOf({ table, row, column }: Place): string {
  return `${table}.${column} of row ${row}`
}
