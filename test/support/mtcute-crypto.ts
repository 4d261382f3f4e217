import { createCipheriv, createDecipheriv, createHash, createHmac, pbkdf2Sync, randomFillSync } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { BaseCryptoProvider } from '@mtcute/core/utils.js'
import type { IAesCtr, ICryptoProvider, IEncryptionScheme } from '@mtcute/core/utils.js'

/** node:crypto for mtcute's core, with IGE written from its definition and not as the server does it. */
export class NodeCrypto extends BaseCryptoProvider implements ICryptoProvider {
  sha1(data: Uint8Array): Uint8Array {
    return createHash('sha1').update(data).digest()
  }

  sha256(data: Uint8Array): Uint8Array {
    return createHash('sha256').update(data).digest()
  }

  pbkdf2(password: Uint8Array, salt: Uint8Array, iterations: number, keylen = 64, algo = 'sha512'): Uint8Array {
    return pbkdf2Sync(password, salt, iterations, keylen, algo)
  }

  hmacSha256(data: Uint8Array, key: Uint8Array): Uint8Array {
    return createHmac('sha256', key).update(data).digest()
  }

  createAesCtr(key: Uint8Array, iv: Uint8Array): IAesCtr {
    const cipher = createCipheriv('aes-256-ctr', key, iv)
    return { process: (data) => cipher.update(data) }
  }

  createAesIge(key: Uint8Array, iv: Uint8Array): IEncryptionScheme {
    const encryptBlock = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    const decryptBlock = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    const [first, second] = [iv.slice(0, 16), iv.slice(16)]
    return {
      encrypt: (data) => chain(data, first, second, (block) => encryptBlock.update(block)),
      decrypt: (data) => chain(data, second, first, (block) => decryptBlock.update(block)),
    }
  }

  gzip(data: Uint8Array, maxSize: number): Uint8Array | null {
    const small = gzipSync(data)
    return small.length <= maxSize ? small : null
  }

  gunzip(data: Uint8Array): Uint8Array {
    return gunzipSync(data)
  }

  randomFill(buffer: Uint8Array): void {
    randomFillSync(buffer)
  }
}

/** out[i] = F(in[i] ^ out[i-1]) ^ in[i-1] */
function chain(
  data: Uint8Array,
  firstOut: Uint8Array,
  firstIn: Uint8Array,
  transform: (block: Uint8Array) => Uint8Array,
): Uint8Array {
  const result = new Uint8Array(data.length)
  let [lastOut, lastIn] = [firstOut, firstIn]
  for (let at = 0; at < data.length; at += 16) {
    const block = data.slice(at, at + 16)
    lastOut = xor(transform(xor(block, lastOut)), lastIn)
    lastIn = block
    result.set(lastOut, at)
  }
  return result
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ (b[i] ?? 0))
}
