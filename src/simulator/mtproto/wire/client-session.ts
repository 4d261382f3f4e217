import type { AuthKey, ClientInfo, Session } from './contract.ts'
import { CallMemory } from './call-memory.ts'
import { MessageIds } from './message-ids.ts'
import type { Clock } from '../../../base/clock.ts'
import type { TlCodec } from './tl/codec.ts'
import type { TlObject } from './tl/object.ts'
import { schemaLayer } from './tl/schema.ts'
import type { ClientConnection } from './client-connection.ts'

/** Pushes that wait to be written, while the server is frozen for instance. More are lost, as without a connection. */
const waitingPushesMax = 1_000

/** A message of ours before it has an id. */
export interface OutgoingMessage {
  readonly body: Buffer
  /** Answers and pushes have different ids (message-ids.ts). */
  readonly isAnswer: boolean
  /** Whether the client must acknowledge it, which shows in its sequence number. */
  readonly isContent: boolean
  /** Nothing may follow it in its packet, see outbox.ts. */
  readonly isLast?: boolean
  /** Told the id under which the message went out. */
  readonly onSent?: (msgId: bigint) => void
}

export interface SessionDeps {
  readonly id: bigint
  readonly authKey: AuthKey
  readonly clock: Clock
  readonly codec: TlCodec
  /** Called when there is something to write: it is written with all else of this turn of the loop. */
  readonly onOutgoing: (session: ClientSession) => void
}

/** What the server remembers of one MTProto session: what came, what is to go, and over which connection. */
export class ClientSession implements Session {
  readonly id: bigint
  readonly authKey: AuthKey
  readonly calls = new CallMemory()
  readonly msgIds: MessageIds
  /** From the last invokeWithLayer. */
  layer = schemaLayer
  client: ClientInfo | undefined
  /** Whether the client was told new_session_created: it spoke with a right salt. */
  isAnnounced = false
  isClosed = false
  connection: ClientConnection | undefined
  /** Since when it has no connection. */
  detachedAtMs = 0
  readonly #deps: SessionDeps
  #outgoing: OutgoingMessage[] = []
  #outgoingBytes = 0
  /** The connection that these bytes are counted for. */
  #holder: ClientConnection | undefined
  #contentMessages = 0

  constructor(deps: SessionDeps) {
    this.id = deps.id
    this.authKey = deps.authKey
    this.msgIds = new MessageIds(deps.clock)
    this.#deps = deps
  }

  get dcId(): number {
    return this.authKey.dcId
  }

  get isConnected(): boolean {
    return this.connection?.isOpen ?? false
  }

  push(update: TlObject): void {
    const body = this.#deps.codec.encode(update)
    if (this.isConnected && this.#outgoing.length < waitingPushesMax)
      this.#send({ body, isAnswer: false, isContent: true })
  }

  /** A service message or an answer. Dropped without a connection. */
  send(message: OutgoingMessage): void {
    if (this.isConnected) this.#send(message)
  }

  /** An object of the protocol's own schema that answers the client and needs no acknowledgement: pong, bad_server_salt and the like. */
  reply(object: TlObject): void {
    this.send({ body: this.#deps.codec.encode(object), isAnswer: true, isContent: false })
  }

  /** Tells the client that we did not take a message: its id, its place or its form is wrong. */
  refuseMessage(badMsgId: bigint, badMsgSeqno: number, errorCode: number): void {
    this.reply({ _: 'bad_msg_notification', badMsgId, badMsgSeqno, errorCode })
  }

  /** The same for a wrong salt, with the right one. */
  refuseSalt(badMsgId: bigint, badMsgSeqno: number, newServerSalt: bigint): void {
    this.reply({ _: 'bad_server_salt', badMsgId, badMsgSeqno, errorCode: 48, newServerSalt })
  }

  /** What is to be written now. */
  takeOutgoing(): readonly OutgoingMessage[] {
    const taken = this.#outgoing
    this.#outgoing = []
    this.#letGo(taken.length)
    return taken
  }

  /** The sequence number of our next message: twice the number of content messages before it, plus 1 if it is one. */
  nextSeqno(isContent: boolean): number {
    return isContent ? this.#contentMessages++ * 2 + 1 : this.#contentMessages * 2
  }

  #send(message: OutgoingMessage): void {
    this.#outgoing.push(message)
    if (this.#outgoing.length === 1) this.#deps.onOutgoing(this)
    if (this.#holder !== this.connection) this.#letGo(this.#outgoing.length - 1)
    this.#holder = this.connection
    this.#outgoingBytes += message.body.length
    this.#holder?.hold(message.body.length)
  }

  #letGo(messages: number): void {
    this.#holder?.release(this.#outgoingBytes, messages)
    this.#holder = undefined
    this.#outgoingBytes = 0
  }
}
