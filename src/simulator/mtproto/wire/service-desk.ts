import type { Clock } from '../../../base/clock.ts'
import type { Random } from '../../../base/random.ts'
import type { ClientSession } from './client-session.ts'
import { ProtocolError } from './protocol-error.ts'
import type { Arrival } from './rpc-call.ts'
import type { RpcDesk } from './rpc-desk.ts'
import type { Salts } from './salts.ts'
import type { SessionRegistry } from './session-registry.ts'
import type { TlCodec } from './tl/codec.ts'
import type { TlObject } from './tl/object.ts'
import type { WireHooks } from './contract.ts'

export interface ServiceDeps {
  readonly clock: Clock
  readonly random: Random
  readonly codec: TlCodec
  readonly salts: Salts
  readonly sessions: SessionRegistry
  readonly rpc: RpcDesk
  readonly hooks: WireHooks
  /** Ends a key after destroy_auth_key. */
  readonly forgetAuthKey: (id: bigint) => void
}

type Handler = (from: Arrival, message: TlObject) => void

/** The protocol's own messages (core.telegram.org/mtproto/service_messages): answered here, never seen by the methods. */
export class ServiceDesk {
  readonly #deps: ServiceDeps
  readonly #handlers: ReadonlyMap<string, Handler>

  constructor(deps: ServiceDeps) {
    this.#deps = deps
    const ignore: Handler = () => {}
    this.#handlers = new Map<string, Handler>([
      ['ping', (from, message) => this.#pong(from, message)],
      ['ping_delay_disconnect', (from, message) => this.#pongAndDrop(from, message)],
      ['msgs_ack', (from, message) => this.#acknowledge(from, message)],
      ['get_future_salts', (from, message) => this.#futureSalts(from, message)],
      ['msgs_state_req', (from, message) => this.#tellStates(from, message)],
      ['msg_resend_req', (from, message) => this.#resend(from, message)],
      ['rpc_drop_answer', (from, message) => this.#dropAnswer(from, message)],
      ['destroy_session', (from, message) => this.#destroySession(from, message)],
      ['destroy_auth_key', (from) => this.#destroyAuthKey(from)],
      ['http_wait', ignore], // Only for HTTP.
      ['msgs_state_info', ignore],
      ['msgs_all_info', ignore],
      ['msg_detailed_info', ignore],
      ['msg_new_detailed_info', ignore],
    ])
  }

  handles(name: string): boolean {
    return this.#handlers.has(name)
  }

  handle(from: Arrival, message: TlObject): void {
    this.#handlers.get(message._)?.(from, message)
  }

  /** Tells a client that its session is new here, so that it knows which of its messages are lost and asks for missed updates. */
  announce(session: ClientSession, firstMsgId: bigint): void {
    const uniqueId = this.#deps.random.bytes(8).readBigInt64LE(0)
    const created = { _: 'new_session_created', firstMsgId, uniqueId, serverSalt: this.#deps.salts.current }
    session.isAnnounced = true
    session.send({ body: this.#deps.codec.encode(created), isAnswer: false, isContent: true })
    this.#deps.hooks.onSessionOpened?.(session)
  }

  #pong({ session, msgId }: Arrival, message: TlObject): void {
    session.reply({ _: 'pong', msgId, pingId: message['pingId'] })
  }

  #pongAndDrop(from: Arrival, message: TlObject): void {
    from.connection.dropAfter(Math.max(0, message['disconnectDelay'] as number))
    this.#pong(from, message)
  }

  #acknowledge({ session }: Arrival, message: TlObject): void {
    for (const id of idsOf(message)) session.calls.acknowledge(id)
  }

  #futureSalts({ session, msgId }: Arrival, message: TlObject): void {
    const salts = this.#deps.salts.upcoming(message['num'] as number).map((salt) => ({ _: 'future_salt', ...salt }))
    session.reply({ _: 'future_salts', reqMsgId: msgId, now: Math.floor(this.#deps.clock.nowMs() / 1000), salts })
  }

  #tellStates({ session, msgId }: Arrival, message: TlObject): void {
    const states = idsOf(message).map((id) => stateOf(session, id))
    session.reply({ _: 'msgs_state_info', reqMsgId: msgId, info: Buffer.from(states) })
  }

  /** Answers that are still here go out again; pushes do not (see Session.push). */
  #resend(from: Arrival, message: TlObject): void {
    const requests = idsOf(message).map((id) => from.session.calls.requestOfAnswer(id))
    for (const id of requests) if (id !== undefined) this.#deps.rpc.answerAgain(from.session, id)
    if (requests.includes(undefined)) {
      const info = Buffer.from(requests.map((id) => (id === undefined ? states.unknown : states.received)))
      from.session.reply({ _: 'msgs_state_info', reqMsgId: from.msgId, info })
    }
  }

  #dropAnswer({ session, msgId }: Arrival, message: TlObject): void {
    const fate = session.calls.fateOf(message['reqMsgId'] as bigint)
    const isRunning = typeof fate === 'object'
    if (isRunning) fate.isDropped = true
    const answer = { _: isRunning ? 'rpc_answer_dropped_running' : 'rpc_answer_unknown' }
    this.#deps.rpc.answerService(session, msgId, answer)
  }

  /** A client ends the sessions it no longer uses; its own it cannot end, as on Telegram. */
  #destroySession({ session }: Arrival, message: TlObject): void {
    const sessionId = message['sessionId'] as bigint
    const other = sessionId === session.id ? undefined : this.#deps.sessions.find(session.authKey.id, sessionId)
    if (other) this.#deps.sessions.close(other)
    session.reply({ _: other ? 'destroy_session_ok' : 'destroy_session_none', sessionId })
  }

  #destroyAuthKey({ session }: Arrival): void {
    session.reply({ _: 'destroy_auth_key_ok' })
    this.#deps.forgetAuthKey(session.authKey.id)
    this.#deps.hooks.onAuthKeyDestroyed?.(session.authKey)
  }
}

/** More in one message is refused on Telegram too; here it would be a way to keep the server busy. */
const idsMax = 8_192

function idsOf(message: TlObject): readonly bigint[] {
  const ids = message['msgIds'] as bigint[]
  if (ids.length > idsMax) throw new ProtocolError(`${message._} with ${ids.length} ids`)
  return ids
}

/** What msgs_state_info says of a message. */
const states = { unknown: 1, notReceived: 2, notYetReceived: 3, received: 4, answered: 4 + 64 } as const

function stateOf(session: ClientSession, msgId: bigint): number {
  const fate = session.calls.fateOf(msgId)
  if (fate !== undefined) return typeof fate === 'object' ? states.received : states.answered
  if (session.calls.isBeforeMemory(msgId)) return states.unknown
  return session.calls.hasNewerThan(msgId) ? states.notReceived : states.notYetReceived
}
