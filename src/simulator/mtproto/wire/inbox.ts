import type { Clock } from '../../../base/clock.ts'
import type { ClientConnection } from './client-connection.ts'
import type { ClientSession } from './client-session.ts'
import type { AuthKeyStore } from './contract.ts'
import { containerId, parseContainer } from './container.ts'
import { openMessage } from './crypto/message-cipher.ts'
import { faultOfClientId } from './message-ids.ts'
import { ProtocolError } from './protocol-error.ts'
import type { RpcDesk } from './rpc-desk.ts'
import type { Salts } from './salts.ts'
import type { ServiceDesk } from './service-desk.ts'
import type { SessionRegistry } from './session-registry.ts'
import { gzipPackedId } from './tl/codec.ts'
import type { TlCodec } from './tl/codec.ts'
import { inflate } from './tl/gzip.ts'
import { TlDecodeError } from './tl/object.ts'
import type { TlObject } from './tl/object.ts'
import { TlReader } from './tl/reader.ts'

const headerBytes = 32
const paddingBytesMin = 12
const paddingBytesMax = 1024

export interface InboxDeps {
  readonly clock: Clock
  readonly codec: TlCodec
  readonly keys: AuthKeyStore
  readonly salts: Salts
  readonly sessions: SessionRegistry
  readonly rpc: RpcDesk
  readonly service: ServiceDesk
  /** An unencrypted message: a step of a key exchange. Its answer may come later. */
  readonly onPlain: (connection: ClientConnection, request: TlObject) => void
}

/** A message of the client, out of its packet or container. */
interface Incoming {
  readonly connection: ClientConnection
  readonly session: ClientSession
  readonly msgId: bigint
  readonly seqno: number
  readonly body: Buffer
  readonly sizeBytes: number
  readonly isInContainer: boolean
  readonly isInflated: boolean
}

/** What happens to a packet: opened, checked, taken apart, and each message given to whom it concerns. */
export class Inbox {
  readonly #deps: InboxDeps

  constructor(deps: InboxDeps) {
    this.#deps = deps
  }

  /** @returns for a container what is left to do: one message with each step. @throws ProtocolError, each step too */
  receive(connection: ClientConnection, packet: Buffer): Iterable<unknown> | undefined {
    const keyId = packet.readBigInt64LE(0)
    if (keyId === 0n) {
      this.#deps.onPlain(connection, this.#readPlain(packet))
      return undefined
    }
    const key = this.#deps.keys.find(keyId, connection.dcId)
    if (!key) {
      connection.sendTransportError(-404)
      throw new ProtocolError('auth key unknown')
    }
    const plain = openMessage(key, packet, 'client')
    if (!plain) throw new ProtocolError('msg_key does not fit')
    connection.noteEncrypted()

    const session = this.#deps.sessions.open(key, plain.readBigInt64LE(8), connection)
    const message: Incoming = { ...readEnvelope(plain), connection, session, isInContainer: false, isInflated: false }
    return this.#isAcceptable(message, plain.readBigInt64LE(0)) ? this.#open(message) : undefined
  }

  #readPlain(packet: Buffer): TlObject {
    const sizeBytes = packet.readInt32LE(16)
    if (sizeBytes < 4 || sizeBytes > packet.length - 20)
      throw new ProtocolError('an unencrypted message of a wrong length')
    return this.#deps.codec.decode(packet.subarray(20, 20 + sizeBytes))
  }

  /** Whether the id and the salt are right; otherwise the client is told, corrects itself and sends again. */
  #isAcceptable({ session, msgId, seqno }: Incoming, salt: bigint): boolean {
    const fault = faultOfClientId(msgId, this.#deps.clock.nowMs())
    if (fault !== undefined) {
      session.refuseMessage(msgId, seqno, fault)
      return false
    }
    if (this.#deps.salts.accepts(salt)) return true
    session.refuseSalt(msgId, seqno, this.#deps.salts.current)
    return false
  }

  #open(message: Incoming): Iterable<unknown> | undefined {
    const { session, msgId, body } = message
    if (this.#isRepeat(message)) return undefined
    const id = body.length < 4 ? 0 : body.readUInt32LE(0)
    if (id === gzipPackedId) return this.#open(inflated(message))
    if (id === containerId) return this.#openContainer(message)
    this.#announce(session, msgId)
    this.#dispatch(message)
    return undefined
  }

  #openContainer(container: Incoming): Iterable<unknown> | undefined {
    const { session, msgId, seqno } = container
    const messages = container.isInContainer ? undefined : parseContainer(container.body)
    if (!messages) {
      session.refuseMessage(msgId, seqno, 64)
      return undefined
    }
    const first = messages.reduce((low, inner) => (inner.msgId < low ? inner.msgId : low), msgId)
    this.#announce(session, first)
    return this.#openEach(container, messages)
  }

  *#openEach(container: Incoming, messages: readonly Pick<Incoming, 'msgId' | 'seqno' | 'body'>[]): Generator<void> {
    const { session, msgId } = container
    for (const inner of messages) {
      if ((inner.msgId & 3n) !== 0n) session.refuseMessage(inner.msgId, inner.seqno, 18)
      else this.#open({ ...container, ...inner, sizeBytes: inner.body.length, isInContainer: true })
      yield
    }
    // Last: its id is above those inside, which would count as forgotten as soon as it is.
    session.calls.note(msgId, 'done')
  }

  #isRepeat({ session, msgId, seqno }: Incoming): boolean {
    if (session.calls.fateOf(msgId) !== undefined) {
      this.#deps.rpc.answerAgain(session, msgId)
      return true
    }
    if (!session.calls.isBeforeMemory(msgId)) return false
    session.refuseMessage(msgId, seqno, 20)
    return true
  }

  #announce(session: ClientSession, firstMsgId: bigint): void {
    if (!session.isAnnounced) this.#deps.service.announce(session, firstMsgId)
  }

  #dispatch(message: Incoming): void {
    const { session, msgId, body, isInflated } = message
    let object: TlObject
    try {
      object = this.#deps.codec.decode(body, { isInflated })
    } catch (error) {
      if (!(error instanceof TlDecodeError)) throw error
      this.#deps.rpc.refuseUnreadable(message, error)
      return
    }
    if (this.#deps.service.handles(object._)) {
      session.calls.note(msgId, 'done')
      this.#deps.service.handle(message, object)
    } else this.#deps.rpc.accept(message, object)
  }
}

function readEnvelope(plain: Buffer): Pick<Incoming, 'msgId' | 'seqno' | 'body' | 'sizeBytes'> {
  const sizeBytes = plain.readInt32LE(28)
  const padding = plain.length - headerBytes - sizeBytes
  if (sizeBytes < 4 || sizeBytes % 4 !== 0 || padding < paddingBytesMin || padding > paddingBytesMax) {
    throw new ProtocolError(`a message of ${sizeBytes} bytes in ${plain.length}`)
  }
  return {
    msgId: plain.readBigInt64LE(16),
    seqno: plain.readInt32LE(24),
    body: plain.subarray(headerBytes, headerBytes + sizeBytes),
    sizeBytes,
  }
}

function inflated(message: Incoming): Incoming {
  if (message.isInflated) throw new ProtocolError('gzip_packed inside gzip_packed')
  const reader = new TlReader(message.body.subarray(4))
  return { ...message, body: inflate(reader.bytes()), isInflated: true }
}
