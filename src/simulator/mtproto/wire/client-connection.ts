import type { Socket } from 'node:net'
import type { Clock } from '../../../base/clock.ts'
import type { ClosingLog } from './closing-log.ts'
import type { Connection } from './contract.ts'
import { Intake } from './intake.ts'
import type { KeyExchange } from './key-exchange.ts'
import { ProtocolError } from './protocol-error.ts'
import { TlDecodeError } from './tl/object.ts'
import { Transport } from './transport/transport.ts'

/** A client that does not read what it asked for. */
const unsentBytesMax = 8 * 1024 * 1024
/** For the rest of a packet, and for the next step of a key exchange. */
const patienceMs = 60_000
/** For the client to close its side after ours. */
const lingerMs = 5_000

export interface ConnectionDeps {
  readonly id: number
  readonly dcId: number
  readonly socket: Socket
  readonly clock: Clock
  readonly closings: ClosingLog
  /** @returns what is left to do of a packet with several messages, one with each step. */
  readonly onPacket: (connection: ClientConnection, packet: Buffer) => Iterable<unknown> | undefined
}

/** The socket of one client. Ten thousand of them are idle most of the time, so it has no timer: the server calls `sweep`. */
export class ClientConnection implements Connection {
  readonly id: number
  readonly dcId: number
  readonly remote: string
  /** Only while a key is being made. */
  keyExchange: KeyExchange | undefined
  readonly #socket: Socket
  readonly #deps: ConnectionDeps
  readonly #transport = new Transport()
  readonly #intake: Intake
  #state: 'open' | 'silent' | 'closing' = 'open'
  #closingSinceMs = 0
  #packetSinceMs = 0
  /** When the client last came nearer to an encrypted message; undefined once it sent one. */
  #progressAtMs: number | undefined
  /** From ping_delay_disconnect. */
  #dropAtMs: number | undefined

  constructor(deps: ConnectionDeps) {
    this.id = deps.id
    this.dcId = deps.dcId
    this.remote = `${deps.socket.remoteAddress ?? '?'}:${deps.socket.remotePort ?? 0}`
    this.#socket = deps.socket
    this.#deps = deps
    this.#progressAtMs = deps.clock.nowMs()
    this.#intake = new Intake(deps.socket, (error) => this.fail(error))
    deps.socket.on('data', (chunk) => this.#receive(chunk))
    deps.socket.on('error', () => deps.socket.destroy()) // The client reset it; `close` follows.
  }

  get isOpen(): boolean {
    return this.#state !== 'closing' && !this.#socket.destroyed
  }

  /** One packet. Dropped when the connection is closed or silent. */
  send(payload: Buffer): void {
    if (this.#state === 'open' && this.#transport.isKnown) this.#write(this.#transport.frame(payload))
  }

  /** An answer for this client is made and waits to be written: for the disk, for instance. */
  hold(bytes: number): void {
    this.#intake.hold(bytes)
    this.#checkUnsent()
  }

  /** It is written, or nobody wants it any more. */
  release(bytes: number, answers?: number): void {
    this.#intake.release(bytes, answers)
  }

  sendTransportError(code: number): void {
    const payload = Buffer.allocUnsafe(4)
    payload.writeInt32LE(code)
    this.send(payload)
  }

  writeRaw(bytes: Buffer): void {
    if (this.#state === 'open') this.#write(bytes)
  }

  close(reason: string): void {
    if (this.#state === 'closing') return
    this.#deps.closings.note(this, reason)
    this.#finish()
  }

  /**
   * Closes it because handling its bytes threw. Whatever was thrown, it concerns one client only; what is not an error of the
   * protocol is our own mistake, and the log shows its stack.
   */
  fail(error: unknown): void {
    if (this.#state === 'closing') return
    const isOfClient = error instanceof ProtocolError || error instanceof TlDecodeError
    if (isOfClient) this.#deps.closings.note(this, error.message)
    else this.#deps.closings.note(this, 'internal error', error)
    this.#finish()
  }

  reset(): void {
    this.#state = 'closing'
    this.#intake.stop()
    this.#socket.resetAndDestroy()
  }

  silence(): void {
    if (this.#state !== 'open') return
    this.#state = 'silent'
    this.#intake.stop()
  }

  /** Without a log line: the server itself stops. */
  destroy(): void {
    this.#state = 'closing'
    this.#intake.stop()
    this.#socket.destroy()
  }

  freeze(): void {
    this.#intake.freeze()
    this.#socket.cork()
  }

  thaw(): void {
    this.#socket.uncork()
    this.#intake.thaw()
  }

  /** A step of the key exchange was right. */
  noteProgress(): void {
    this.#progressAtMs = this.#deps.clock.nowMs()
  }

  noteEncrypted(): void {
    this.#progressAtMs = undefined
  }

  /** Closes in `seconds` unless the client says so again. */
  dropAfter(seconds: number): void {
    this.#dropAtMs = this.#deps.clock.nowMs() + seconds * 1000
  }

  /**
   * Closes what has taken too long.
   * @param skippedMs by how much the clock was moved, or stood still, since the last sweep: a client could not ping meanwhile.
   */
  sweep(nowMs: number, skippedMs: number): void {
    if (this.#state === 'silent') return
    if (this.#dropAtMs !== undefined) this.#dropAtMs += skippedMs
    if (this.#state === 'closing') {
      if (nowMs - this.#closingSinceMs > lingerMs) this.#socket.destroy()
      return
    }
    const isLate = this.#transport.isMidPacket && nowMs - this.#packetSinceMs > patienceMs
    if (isLate && !this.#intake.isBusy) this.close('a packet took too long')
    else if (nowMs - (this.#progressAtMs ?? nowMs) > patienceMs) this.close('no encrypted message came')
    else if (this.#dropAtMs !== undefined && nowMs > this.#dropAtMs) this.#finish() // As the client asked.
  }

  #receive(chunk: Buffer): void {
    if (this.#state === 'open') this.#intake.begin(this.#handle(chunk))
  }

  /** Each step handles one message. */
  *#handle(chunk: Buffer): Generator<unknown, void, undefined> {
    const wasMidPacket = this.#transport.isMidPacket
    let packets = 0
    for (const packet of this.#transport.receive(chunk)) {
      packets++
      const rest = this.#deps.onPacket(this, packet)
      yield
      if (rest !== undefined) yield* rest
    }
    if (packets > 0 || !wasMidPacket) this.#packetSinceMs = this.#deps.clock.nowMs()
  }

  #write(bytes: Buffer): void {
    this.#socket.write(bytes)
    this.#checkUnsent()
  }

  #checkUnsent(): void {
    const { unsentBytes } = this.#intake
    if (unsentBytes <= unsentBytesMax || this.#state === 'closing') return
    this.close(`${unsentBytes} bytes wait to be read by the client`)
    this.#socket.destroy()
  }

  /** FIN. What the client still sends is read and dropped, because unread bytes would turn the FIN into an RST. */
  #finish(): void {
    this.#state = 'closing'
    this.#closingSinceMs = this.#deps.clock.nowMs()
    this.#intake.stop()
    this.#socket.end()
  }
}
