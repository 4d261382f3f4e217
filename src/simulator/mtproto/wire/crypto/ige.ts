import { createCipheriv, createDecipheriv } from 'node:crypto'

const block = 16
const wordsOfBlock = 4

/**
 * AES-256-IGE: y[i] = E(x[i] ^ y[i-1]) ^ x[i-1]. With z[i] = y[i] ^ x[i-1] this is z[i] = E((x[i] ^ x[i-2]) ^ z[i-1]), which is
 * CBC over x[i] ^ x[i-2]: one call of the cipher for a whole message instead of one a block.
 *
 * @param iv 32 bytes: y[0], then x[0]. @param data a multiple of 16 bytes.
 */
export function igeEncrypt(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const x = wordsWithLead(iv.subarray(block), data)
  const mixed = new Uint32Array(x.length - wordsOfBlock)
  for (let i = 0; i < mixed.length; i++) {
    mixed[i] = word(x, i + wordsOfBlock) ^ (i < wordsOfBlock ? 0 : word(x, i - wordsOfBlock))
  }

  const cipher = createCipheriv('aes-256-cbc', key, iv.subarray(0, block)).setAutoPadding(false)
  const z = cipher.update(bytesOf(mixed))

  const zWords = wordsWithLead(emptyBlock, z)
  const y = new Uint32Array(mixed.length)
  for (let i = 0; i < y.length; i++) y[i] = word(zWords, i + wordsOfBlock) ^ word(x, i)
  return bytesOf(y)
}

/** The reverse has no such shortcut, because each block needs the plain text of the one before: one call of the cipher a block. */
export function igeDecrypt(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const y = wordsWithLead(iv.subarray(0, block), data)
  const x = wordsWithLead(iv.subarray(block), data)
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  const input = new Uint32Array(wordsOfBlock)
  const inputBytes = bytesOf(input)

  for (let at = wordsOfBlock; at < y.length; at += wordsOfBlock) {
    for (let i = 0; i < wordsOfBlock; i++) input[i] = word(y, at + i) ^ word(x, at + i - wordsOfBlock)
    const output = decipher.update(inputBytes)
    for (let i = 0; i < wordsOfBlock; i++) x[at + i] = output.readUInt32LE(i * 4) ^ word(y, at + i - wordsOfBlock)
  }
  return bytesOf(x).subarray(block)
}

const emptyBlock = Buffer.alloc(block)

/** One block, then the data, as 32-bit words in memory of their own, where words are aligned. */
function wordsWithLead(lead: Buffer, data: Buffer): Uint32Array {
  const words = new Uint32Array((block + data.length) / 4)
  const bytes = bytesOf(words)
  lead.copy(bytes, 0)
  data.copy(bytes, block)
  return words
}

function bytesOf(words: Uint32Array): Buffer {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
}

function word(words: Uint32Array, index: number): number {
  return words[index] ?? 0
}
