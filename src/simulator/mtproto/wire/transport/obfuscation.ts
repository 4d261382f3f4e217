import { createCipheriv } from 'node:crypto'
import type { Cipher } from 'node:crypto'
import { ProtocolError } from '../protocol-error.ts'
import { AbridgedFraming, IntermediateFraming } from './framing.ts'
import type { Framing } from './framing.ts'

export const obfuscationHeaderBytes = 64

/** AES-256-CTR over everything, with keys that the client's first 64 bytes carry: hides the protocol, protects nothing. */
export class Obfuscation {
  readonly framing: Framing
  readonly #incoming: Cipher
  readonly #outgoing: Cipher

  constructor(header: Buffer) {
    const keys = header.subarray(8, 56)
    this.#incoming = ctr(keys)
    this.#outgoing = ctr(Buffer.from(keys.toReversed()))
    this.framing = framingOf(this.#incoming.update(header).readUInt32LE(56))
  }

  decrypt(bytes: Buffer): Buffer {
    return this.#incoming.update(bytes)
  }

  encrypt(bytes: Buffer): Buffer {
    return this.#outgoing.update(bytes)
  }
}

function ctr(keyAndIv: Buffer): Cipher {
  return createCipheriv('aes-256-ctr', keyAndIv.subarray(0, 32), keyAndIv.subarray(32, 48))
}

function framingOf(tag: number): Framing {
  if (tag === 0xefefefef) return new AbridgedFraming()
  if (tag === 0xeeeeeeee) return new IntermediateFraming(false)
  if (tag === 0xdddddddd) return new IntermediateFraming(true)
  throw new ProtocolError('the first bytes belong to no transport')
}
