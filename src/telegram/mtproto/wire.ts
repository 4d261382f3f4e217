import { Socket } from 'node:net'
// Before its parts: the files of the package import one another in a ring, which opens only here.
import 'telegram'
import { ConnectionTCPFull } from 'telegram/network/connection/TCPFull.js'
import type { ConnectGate } from '../connect-gate.ts'
import { connectFailure } from './errors.ts'
import { transportFailure } from './failure.ts'
import type { Failure } from './failure.ts'
import { CheckedPacketCodec } from './packet-codec.ts'

export interface WireDeps {
  readonly gate: ConnectGate
  /** Another port than Telegram's. GramJS ignores the one of its session and of the configuration. */
  readonly port: number | undefined
  /** Asked before every packet: false ends the wire, because another shard owns this account by now. */
  readonly mayUse: () => boolean
  /** Told of every packet that has left. */
  readonly onWritten: () => void
  /** So many connections in a row that could not be made are the end. */
  readonly connectsMax: number
  /** An open connection ended, whoever ended it. GramJS makes the next one by itself, unless the wire is retired. */
  readonly onClosed: () => void
  /** Nothing will ever be answered on this wire. */
  readonly onDied: (failure: Failure) => void
}

/** The class that GramJS makes its connections of. */
export type ConnectionClass = typeof ConnectionTCPFull

/**
 * What really happens on the TCP connections of one client, one at a time. GramJS neither tells that it gave up reconnecting, nor
 * keeps `destroy()` from being undone by a reconnect that is under way: two connections of one auth key end the session
 * (AUTH_KEY_DUPLICATED). So every connection is made, written to and ended under these eyes.
 */
export class Wire {
  readonly #deps: WireDeps
  readonly #retired = new AbortController()
  #line: Line | undefined
  #hasEntered = false
  #packetsSent = 0
  #failedConnects = 0
  #lastFailure: Failure | undefined
  #death: Failure | undefined

  /** For the client's `connection` option. */
  readonly connectionClass: ConnectionClass

  constructor(deps: WireDeps) {
    this.#deps = deps
    this.connectionClass = lineClassOf(this, deps.port)
  }

  /** Rises with every packet that left, or may have left. */
  get packetsSent(): number {
    return this.#packetsSent
  }

  /** Why nothing will ever be answered, once it is so. */
  get death(): Failure | undefined {
    return this.#death
  }

  /** Why no connection could be made, if it was so. */
  get lastFailure(): Failure | undefined {
    return this.#lastFailure
  }

  /**
   * From now on no connection is made and no byte leaves. To be followed by the client's `destroy()`.
   * @param how `reset` makes the server forget what it has not read yet: a request that it reads after the next connection spoke
   * would look like a second user of the key.
   */
  retire(how: 'close' | 'reset'): void {
    this.#retired.abort()
    this.#line?.end(how)
    this.#line = undefined
  }

  /** Passes the gate ahead of the first connection, so that no deadline runs while we wait. @throws when retired meanwhile */
  async enter(): Promise<void> {
    await this.#deps.gate.admit(this.#retired.signal)
    this.#hasEntered = true
  }

  /** The line asks before it connects. @throws when the wire is retired, also while it waits */
  async admit(line: Line): Promise<void> {
    if (!this.#hasEntered) await this.#deps.gate.admit(this.#retired.signal)
    this.#retired.signal.throwIfAborted()
    this.#hasEntered = false
    this.#line = line
  }

  /** The line has connected. @throws when the wire was retired meanwhile */
  connected(): void {
    this.#retired.signal.throwIfAborted()
    this.#failedConnects = 0
  }

  notConnected(error: unknown): void {
    if (this.#retired.signal.aborted) return
    this.#lastFailure = connectFailure(error)
    this.#failedConnects += 1
    if (this.#failedConnects >= this.#deps.connectsMax) this.#die(this.#lastFailure)
  }

  /** The line asks before it writes. @throws when it may not */
  beforePacket(): void {
    this.#retired.signal.throwIfAborted()
    if (!this.#deps.mayUse()) {
      this.#die(transportFailure('the account belongs to another shard'))
      throw new Error('the account belongs to another shard')
    }
    this.#packetsSent += 1
  }

  written(): void {
    this.#deps.onWritten()
  }

  /** GramJS would connect again and again (-429), or wait for ever (-404). */
  transportError(code: number): void {
    this.#die(transportFailure(String(code), code))
  }

  #die(failure: Failure): void {
    this.#death ??= failure
    this.#deps.onDied(this.#death)
  }

  closed(): void {
    if (!this.#retired.signal.aborted) this.#deps.onClosed()
  }
}

/** One TCP connection. */
interface Line {
  end(how: 'close' | 'reset'): void
}

/** GramJS makes the instances, so what they report to comes with their class: one for each wire. */
function lineClassOf(wire: Wire, port: number | undefined): ConnectionClass {
  return class extends ConnectionTCPFull implements Line {
    override PacketCodecClass = CheckedPacketCodec

    constructor(params: ConstructorParameters<ConnectionClass>[0]) {
      super(port === undefined ? params : { ...params, port })
    }

    override async connect(): Promise<void> {
      await wire.admit(this)
      try {
        await super.connect()
      } catch (error) {
        wire.notConnected(error)
        throw error
      }
      try {
        wire.connected()
      } catch (error) {
        await this.disconnect()
        throw error
      }
    }

    override async disconnect(): Promise<void> {
      const wasConnected = this.isConnected()
      await super.disconnect()
      if (wasConnected) wire.closed()
    }

    override async _send(data: Buffer): Promise<void> {
      wire.beforePacket()
      await super._send(data)
      wire.written()
    }

    transportError(code: number): void {
      wire.transportError(code)
    }

    end(how: 'close' | 'reset'): void {
      // GramJS keeps its socket private and closes it only once it is connected.
      const socket: unknown = Reflect.get(this.socket, 'client')
      if (!(socket instanceof Socket)) return
      if (how === 'reset' && !socket.connecting) socket.resetAndDestroy()
      else socket.destroy()
    }
  }
}
