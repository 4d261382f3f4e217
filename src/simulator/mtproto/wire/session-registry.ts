import type { Clock } from '../../../base/clock.ts'
import type { ClientConnection } from './client-connection.ts'
import { ClientSession } from './client-session.ts'
import type { AuthKey, WireHooks } from './contract.ts'
import { ProtocolError } from './protocol-error.ts'
import type { TlCodec } from './tl/codec.ts'

/** How long a session waits for its client to come back. */
const keptDetachedMs = 60_000
const sessionsOfKeyMax = 64

export interface RegistryDeps {
  readonly clock: Clock
  readonly codec: TlCodec
  readonly hooks: WireHooks
  readonly onOutgoing: (session: ClientSession) => void
}

/** All sessions, by their auth key. */
export class SessionRegistry {
  readonly #deps: RegistryDeps
  readonly #byKey = new Map<bigint, ClientSession[]>()
  readonly #byConnection = new Map<ClientConnection, ClientSession[]>()
  #detached = new Set<ClientSession>()
  #count = 0

  constructor(deps: RegistryDeps) {
    this.#deps = deps
  }

  get count(): number {
    return this.#count
  }

  /** The session that a message belongs to, made if it is new. From now on it talks over this connection. */
  open(authKey: AuthKey, sessionId: bigint, connection: ClientConnection): ClientSession {
    const session = this.find(authKey.id, sessionId) ?? this.#add(authKey, sessionId)
    if (session.connection !== connection) this.#attach(session, connection)
    return session
  }

  find(authKeyId: bigint, sessionId: bigint): ClientSession | undefined {
    return this.#byKey.get(authKeyId)?.find(({ id }) => id === sessionId)
  }

  of(authKeyId: bigint): readonly ClientSession[] {
    return this.#byKey.get(authKeyId) ?? []
  }

  /** The connection is gone; its sessions wait. */
  detach(connection: ClientConnection): void {
    for (const session of this.#byConnection.get(connection) ?? []) {
      if (session.connection !== connection) continue // It already talks over another one.
      session.connection = undefined
      session.detachedAtMs = this.#deps.clock.nowMs()
      this.#detached.add(session)
    }
    this.#byConnection.delete(connection)
  }

  close(session: ClientSession): void {
    if (session.isClosed) return
    session.isClosed = true
    session.connection = undefined
    this.#detached.delete(session)
    this.#count--
    const others = this.of(session.authKey.id).filter((other) => other !== session)
    if (others.length > 0) this.#byKey.set(session.authKey.id, others)
    else this.#byKey.delete(session.authKey.id)
    if (session.isAnnounced) this.#deps.hooks.onSessionClosed?.(session)
  }

  sweep(nowMs: number): void {
    for (const session of this.#detached) {
      if (nowMs - session.detachedAtMs > keptDetachedMs) this.close(session)
    }
  }

  #add(authKey: AuthKey, id: bigint): ClientSession {
    const others = this.#byKey.get(authKey.id) ?? []
    if (others.length >= sessionsOfKeyMax) this.#makeRoom(others)

    const { clock, codec, onOutgoing } = this.#deps
    const session = new ClientSession({ id, authKey, clock, codec, onOutgoing })
    this.#byKey.set(authKey.id, [...this.of(authKey.id), session])
    this.#count++
    return session
  }

  #makeRoom(sessions: readonly ClientSession[]): void {
    const idle = sessions.find((session) => !session.isConnected)
    if (!idle) throw new ProtocolError(`${sessionsOfKeyMax} sessions of one key at the same time`)
    this.close(idle)
  }

  #attach(session: ClientSession, connection: ClientConnection): void {
    session.connection = connection
    this.#detached.delete(session)
    const sessions = this.#byConnection.get(connection) ?? []
    if (!sessions.includes(session)) this.#byConnection.set(connection, [...sessions, session])
  }
}
