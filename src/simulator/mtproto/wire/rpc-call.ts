import type { RunningCall } from './call-memory.ts'
import type { ClientConnection } from './client-connection.ts'
import type { ClientSession } from './client-session.ts'
import type { AuthKey, ClientInfo, RpcError, RpcRequest } from './contract.ts'
import type { TlAnswer, TlObject } from './tl/object.ts'

/** What a call says about itself around the method: see unwrap.ts. */
export interface Envelope {
  readonly body: TlObject
  readonly layer: number
  readonly client: ClientInfo | undefined
  readonly withoutUpdates: boolean
  /** The messages that must have been answered before this one runs. */
  readonly after: readonly bigint[]
}

/** Where a call came from. */
export interface Arrival {
  readonly connection: ClientConnection
  readonly session: ClientSession
  readonly msgId: bigint
  readonly seqno: number
  readonly sizeBytes: number
}

/** Writes the answer of a call; `rpc-desk.ts` does. */
export interface Answering {
  prepare(call: RpcCall, result: TlAnswer): () => void
  refuse(call: RpcCall, error: RpcError): void
  refuseMessage(call: RpcCall, code: number): void
  refuseSalt(call: RpcCall): void
}

/** A call from the moment it is decoded until it is answered or refused. */
export class RpcCall implements RpcRequest, RunningCall {
  readonly connection: ClientConnection
  readonly session: ClientSession
  readonly msgId: bigint
  readonly seqno: number
  readonly sizeBytes: number
  readonly envelope: Envelope
  isSettled = false
  isDropped = false
  readonly followers: ((fate: 'done' | 'failed') => void)[] = []
  readonly #desk: Answering

  constructor(desk: Answering, from: Arrival, envelope: Envelope) {
    this.#desk = desk
    this.connection = from.connection
    this.session = from.session
    this.msgId = from.msgId
    this.seqno = from.seqno
    this.sizeBytes = from.sizeBytes
    this.envelope = envelope
  }

  get dcId(): number {
    return this.session.dcId
  }

  get authKey(): AuthKey {
    return this.session.authKey
  }

  get body(): TlObject {
    return this.envelope.body
  }

  get layer(): number {
    return this.envelope.layer
  }

  get client(): ClientInfo | undefined {
    return this.envelope.client
  }

  get withoutUpdates(): boolean {
    return this.envelope.withoutUpdates
  }

  answer(result: TlAnswer): void {
    this.#expectUnsettled()
    this.prepare(result)()
  }

  prepare(result: TlAnswer): () => void {
    const send = this.#desk.prepare(this, result)
    return () => {
      this.#expectUnsettled()
      send()
    }
  }

  refuse(error: RpcError): void {
    this.#expectUnsettled()
    this.#desk.refuse(this, error)
  }

  sendBadSalt(): void {
    this.#expectUnsettled()
    this.#desk.refuseSalt(this)
  }

  sendBadMessage(code: number): void {
    this.#expectUnsettled()
    this.#desk.refuseMessage(this, code)
  }

  #expectUnsettled(): void {
    if (this.isSettled) throw new Error(`${this.body._} was already answered or refused`)
  }
}
