import { hash } from 'node:crypto'
import { igeDecrypt, igeEncrypt } from './ige.ts'

/** Which side wrote a message: its place in the auth key differs (core.telegram.org/mtproto/description, "x"). */
export type Writer = 'client' | 'server'

const headerBytes = 24
const block = 16

/**
 * An encrypted MTProto 2.0 message: key id, msg_key, cipher text.
 * @param plain with its padding: a multiple of 16 bytes.
 */
export function sealMessage(key: { readonly id: bigint; readonly key: Buffer }, plain: Buffer, writer: Writer): Buffer {
  const msgKey = messageKey(key.key, plain, writer)
  const { aesKey, iv } = aesOf(key.key, msgKey, writer)

  const header = Buffer.allocUnsafe(headerBytes)
  header.writeBigInt64LE(key.id, 0)
  msgKey.copy(header, 8)
  return Buffer.concat([header, igeEncrypt(aesKey, iv, plain)])
}

/**
 * @param packet from the key id on; up to 15 bytes after the last block are the padding of a transport.
 * @returns the plain text with its padding, or undefined when the msg_key does not fit: wrong key or changed bytes.
 */
export function openMessage(key: { readonly key: Buffer }, packet: Buffer, writer: Writer): Buffer | undefined {
  const sizeBytes = Math.floor((packet.length - headerBytes) / block) * block
  if (sizeBytes <= 0) return undefined

  const msgKey = packet.subarray(8, headerBytes)
  const { aesKey, iv } = aesOf(key.key, msgKey, writer)
  const plain = igeDecrypt(aesKey, iv, packet.subarray(headerBytes, headerBytes + sizeBytes))
  return messageKey(key.key, plain, writer).equals(msgKey) ? plain : undefined
}

function messageKey(authKey: Buffer, plain: Buffer, writer: Writer): Buffer {
  const from = 88 + offsetOf(writer)
  return sha256(Buffer.concat([authKey.subarray(from, from + 32), plain])).subarray(8, 24)
}

function aesOf(authKey: Buffer, msgKey: Buffer, writer: Writer): { aesKey: Buffer; iv: Buffer } {
  const x = offsetOf(writer)
  const a = sha256(Buffer.concat([msgKey, authKey.subarray(x, x + 36)]))
  const b = sha256(Buffer.concat([authKey.subarray(x + 40, x + 76), msgKey]))
  return {
    aesKey: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  }
}

function offsetOf(writer: Writer): number {
  return writer === 'client' ? 0 : 8
}

function sha256(data: Buffer): Buffer {
  return hash('sha256', data, 'buffer')
}
