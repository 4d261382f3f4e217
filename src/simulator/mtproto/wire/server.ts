import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import type { Clock } from '../../../base/clock.ts'
import type { Logger } from '../../../base/log.ts'
import type { Random } from '../../../base/random.ts'
import type { Service } from '../../../base/service.ts'
import type { Dc } from '../../dcs.ts'
import { ClientConnection } from './client-connection.ts'
import { ClosingLog } from './closing-log.ts'
import type { AuthKeyStore, Connection, WireHooks } from './contract.ts'
import { ServerKey } from './crypto/server-key.ts'
import { Inbox } from './inbox.ts'
import { KeyExchange } from './key-exchange.ts'
import { Listeners } from './listeners.ts'
import { MessageIds } from './message-ids.ts'
import { Outbox } from './outbox.ts'
import { RpcDesk } from './rpc-desk.ts'
import { Salts } from './salts.ts'
import { ServiceDesk } from './service-desk.ts'
import { SessionRegistry } from './session-registry.ts'
import { TlCodec } from './tl/codec.ts'
import type { TlObject } from './tl/object.ts'

export interface ServerDeps {
  /** The first address must exist; another that this machine lacks is skipped with a log line. */
  readonly dcs: readonly Dc[]
  /** The same for every DC, because clients ignore the ports of the configuration. 0 picks one that is free on all. */
  readonly port: number
  readonly keys: AuthKeyStore
  /** RSA 2048, see `createServerKeyPem` in crypto/server-key.ts. Salts derive from it too, so they survive a restart. */
  readonly serverKey: { readonly privatePem: string }
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly hooks: WireHooks
}

export interface ServerCounts {
  readonly connections: number
  readonly sessions: number
}

/** How often connections and sessions are looked at for what has taken too long: one timer for all of them. */
const sweepEveryMs = 1_000

/**
 * MTProto 2.0 over TCP, for any client: one listener per DC address. It knows the protocol and nothing of chats or users; whose
 * key is signed in, what a method does and which faults are wanted is decided by `hooks`.
 */
export class MtprotoServer implements Service {
  readonly #deps: ServerDeps
  readonly #serverKey: ServerKey
  readonly #codec = new TlCodec()
  readonly #salts: Salts
  readonly #closings: ClosingLog
  readonly #sessions: SessionRegistry
  readonly #outbox: Outbox
  readonly #inbox: Inbox
  readonly #listeners: Listeners
  readonly #plainIds: MessageIds
  readonly #connections = new Set<ClientConnection>()
  #lastConnectionId = 0
  #sweeper: NodeJS.Timeout | undefined
  #sweptAtMs = 0
  #isFrozen = false

  constructor(deps: ServerDeps) {
    const { clock, random, keys, log, hooks } = deps
    const codec = this.#codec
    this.#deps = deps
    this.#serverKey = new ServerKey(deps.serverKey.privatePem)
    this.#closings = new ClosingLog(log, clock)
    this.#plainIds = new MessageIds(clock)
    const salts = new Salts(createHash('sha256').update(deps.serverKey.privatePem).digest(), clock)
    this.#salts = salts
    this.#outbox = new Outbox({ salts, random })
    const onOutgoing = this.#outbox.add.bind(this.#outbox)
    const sessions = new SessionRegistry({ clock, codec, hooks, onOutgoing })
    this.#sessions = sessions
    const rpc = new RpcDesk({ codec, hooks, log, salts })
    const forgetAuthKey = this.forgetAuthKey.bind(this)
    const service = new ServiceDesk({ clock, random, codec, salts, sessions, rpc, hooks, forgetAuthKey })
    const onPlain = this.#exchangeKey.bind(this)
    this.#inbox = new Inbox({ clock, codec, keys, salts, sessions, rpc, service, onPlain })
    this.#listeners = new Listeners({ ...deps, onSocket: this.#accept.bind(this) })
  }

  /** The port in use, once started. */
  get port(): number {
    return this.#listeners.port
  }

  /** The DCs that are served, once started: clients must not be sent to another one. */
  get dcs(): readonly Dc[] {
    return this.#listeners.served
  }

  /** SPKI, for clients that have no key yet. */
  get publicKeyPem(): string {
    return this.#serverKey.publicPem
  }

  async start(): Promise<void> {
    await this.#listeners.open()
    this.#sweptAtMs = this.#deps.clock.nowMs()
    this.#sweeper = setInterval(() => this.#sweep(), sweepEveryMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#sweeper)
    for (const connection of this.#connections) connection.destroy()
    this.#deps.hooks.onStop?.()
    await this.#listeners.close()
  }

  /** Stops accepting, reading and writing everywhere, like a stopped process: the kernel still answers, the server does not. */
  freeze(): void {
    if (this.#isFrozen) return
    this.#isFrozen = true
    this.#outbox.freeze()
    for (const connection of this.#connections) connection.freeze()
  }

  thaw(): void {
    if (!this.#isFrozen) return
    this.#isFrozen = false
    for (const connection of this.#connections) connection.thaw()
    this.#outbox.thaw()
  }

  /** Makes every salt that clients hold wrong. */
  bumpSalts(): void {
    this.#salts.bump()
  }

  /** Removes the key from the store and ends its sessions. Its open connections get -404 and are closed, and so is every later one. */
  forgetAuthKey(id: bigint): void {
    const sessions = this.#sessions.of(id)
    const connections = new Set(sessions.flatMap(({ connection }) => connection ?? []))
    for (const session of sessions) {
      this.#outbox.write(session) // What it has been answered already.
      this.#sessions.close(session)
    }
    this.#deps.keys.remove(id)
    for (const connection of connections) {
      connection.sendTransportError(-404)
      connection.close('auth key forgotten')
    }
  }

  /** Every open connection, also those that never sent a packet. */
  connections(): readonly Connection[] {
    return [...this.#connections]
  }

  /** Open connections that carry sessions of a key. */
  connectionsOf(authKeyId: bigint): readonly Connection[] {
    const connections = this.#sessions.of(authKeyId).flatMap(({ connection }) => connection ?? [])
    return [...new Set(connections)].filter(({ isOpen }) => isOpen)
  }

  counts(): ServerCounts {
    return { connections: this.#connections.size, sessions: this.#sessions.count }
  }

  #accept(dcId: number, socket: Socket): void {
    const connection = new ClientConnection({
      id: ++this.#lastConnectionId,
      dcId,
      socket,
      clock: this.#deps.clock,
      closings: this.#closings,
      onPacket: this.#onPacket,
    })
    this.#connections.add(connection)
    if (this.#isFrozen) connection.freeze()
    socket.once('close', () => {
      this.#connections.delete(connection)
      this.#sessions.detach(connection)
    })
  }

  // One function for all connections.
  readonly #onPacket = (connection: ClientConnection, packet: Buffer) => this.#inbox.receive(connection, packet)

  /** One step of a key exchange. Only storing the key takes time, so steps of one connection do not overtake each other. */
  #exchangeKey(connection: ClientConnection, request: TlObject): void {
    const exchange = this.#exchangeOf(connection)
    exchange.answer(request).then(
      ({ reply, key }) => {
        connection.noteProgress()
        connection.send(this.#plainMessage(reply))
        if (!key) return
        connection.keyExchange = undefined
        this.#deps.hooks.onAuthKeyCreated?.(key)
      },
      (error: unknown) => connection.fail(error),
    )
  }

  #exchangeOf(connection: ClientConnection): KeyExchange {
    const { keys, clock, random } = this.#deps
    const own = { dcId: connection.dcId, codec: this.#codec, serverKey: this.#serverKey }
    connection.keyExchange ??= new KeyExchange({ ...own, keys, clock, random })
    return connection.keyExchange
  }

  #plainMessage(object: TlObject): Buffer {
    const body = this.#codec.encode(object)
    const head = Buffer.alloc(20)
    head.writeBigInt64LE(this.#plainIds.next(true), 8)
    head.writeInt32LE(body.length, 16)
    return Buffer.concat([head, body])
  }

  #sweep(): void {
    if (this.#isFrozen) return
    const nowMs = this.#deps.clock.nowMs()
    const skippedMs = Math.max(0, nowMs - this.#sweptAtMs - 2 * sweepEveryMs)
    this.#sweptAtMs = nowMs
    for (const connection of this.#connections) connection.sweep(nowMs, skippedMs)
    this.#sessions.sweep(nowMs)
    this.#closings.settle()
  }
}
