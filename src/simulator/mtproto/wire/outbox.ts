import type { Random } from '../../../base/random.ts'
import type { ClientSession, OutgoingMessage } from './client-session.ts'
import { sealMessage } from './crypto/message-cipher.ts'
import type { Salts } from './salts.ts'

const containerId = 0x73f1f8dc
const containerMessagesMax = 100
const containerBytesMax = 512 * 1024
const envelopeBytes = 16
const paddingBytesMin = 12

/** Writes what the sessions have to say, once a turn of the loop, so that all of one turn goes in one packet. */
export class Outbox {
  readonly #salts: Salts
  /** The same for all messages: it is to be unpredictable for who has no key, and a simulator has no such listener. */
  readonly #padding: Buffer
  #waiting = new Set<ClientSession>()
  #isScheduled = false
  #isFrozen = false

  constructor(deps: { readonly salts: Salts; readonly random: Random }) {
    this.#salts = deps.salts
    this.#padding = deps.random.bytes(paddingBytesMin + 15)
  }

  add(session: ClientSession): void {
    this.#waiting.add(session)
    this.#schedule()
  }

  freeze(): void {
    this.#isFrozen = true
  }

  thaw(): void {
    this.#isFrozen = false
    if (this.#waiting.size > 0) this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isFrozen) return
    this.#isScheduled = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#isScheduled = false
    if (this.#isFrozen) return
    const sessions = this.#waiting
    this.#waiting = new Set()
    for (const session of sessions) this.write(session)
  }

  /** Writes what a session has to say now: before its connection is closed, for instance. */
  write(session: ClientSession): void {
    for (const batch of batches(session.takeOutgoing())) {
      if (!session.isConnected) return // A packet before may have been one too many for who does not read.
      session.connection?.send(sealMessage(session.authKey, this.#plain(session, batch), 'server'))
    }
  }

  #plain(session: ClientSession, batch: readonly OutgoingMessage[]): Buffer {
    const parts = batch.flatMap((message) => messageParts(session, message))
    if (batch.length > 1) {
      const header = Buffer.allocUnsafe(8)
      header.writeUInt32LE(containerId, 0)
      header.writeUInt32LE(batch.length, 4)
      // Its id is made last, because it must be above those inside.
      parts.unshift(envelope(session, { isAnswer: true, isContent: false }, 8 + sizeOf(parts)), header)
    }
    const head = Buffer.allocUnsafe(16)
    head.writeBigInt64LE(this.#salts.current, 0)
    head.writeBigInt64LE(session.id, 8)
    const sizeBytes = 16 + sizeOf(parts)
    const padding = paddingBytesMin + (-(sizeBytes + paddingBytesMin) & 15)
    return Buffer.concat([head, ...parts, this.#padding.subarray(0, padding)])
  }
}

function messageParts(session: ClientSession, message: OutgoingMessage): Buffer[] {
  const head = envelope(session, message, message.body.length)
  message.onSent?.(head.readBigInt64LE(0))
  return [head, message.body]
}

/** Message id, sequence number, length. */
function envelope(
  session: ClientSession,
  { isAnswer, isContent }: { readonly isAnswer: boolean; readonly isContent: boolean },
  sizeBytes: number,
): Buffer {
  const bytes = Buffer.allocUnsafe(envelopeBytes)
  bytes.writeBigInt64LE(session.msgIds.next(isAnswer), 0)
  bytes.writeInt32LE(session.nextSeqno(isContent), 8)
  bytes.writeInt32LE(sizeBytes, 12)
  return bytes
}

/**
 * The messages of each packet. An error ends its packet, because GramJS 2.26.22 throws away what follows an rpc_error in a container
 * (MTProtoSender._handleContainer). Telegram's answers seldom meet in one container; ours do whenever one commit makes many durable.
 */
function* batches(messages: readonly OutgoingMessage[]): Generator<OutgoingMessage[]> {
  let batch: OutgoingMessage[] = []
  let sizeBytes = 0
  for (const message of messages) {
    const isFull = batch.length >= containerMessagesMax || sizeBytes + message.body.length > containerBytesMax
    if ((isFull || batch.at(-1)?.isLast) && batch.length > 0) {
      yield batch
      batch = []
      sizeBytes = 0
    }
    batch.push(message)
    sizeBytes += message.body.length + envelopeBytes
  }
  if (batch.length > 0) yield batch
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}
