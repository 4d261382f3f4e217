import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import type { AuthKey } from '../../../../src/simulator/mtproto/wire/contract.ts'
import { openMessage } from '../../../../src/simulator/mtproto/wire/crypto/message-cipher.ts'
import type { TlObject, TlValue } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { RawFraming } from './raw-framing.ts'
import type { RawTransport } from './raw-framing.ts'
import { codec, plantKey, RawSession } from './raw-session.ts'
import type { Wire } from './wire-setup.ts'

/** A message of the server, out of its container. */
export interface Received {
  readonly msgId: bigint
  readonly seqno: number
  /** For an rpc_result: `{ _: 'rpc_result', reqMsgId, result }`. */
  readonly object: TlObject
  readonly isInContainer: boolean
  readonly isPacked: boolean
}

/** A client that can say anything, right or wrong, byte by byte. */
export class RawClient extends RawSession {
  readonly socket: Socket
  /** Everything so far, in the order of arrival. */
  readonly received: Received[] = []
  /** Packets that are no encrypted message: transport errors and the key exchange. */
  readonly plain: Buffer[] = []
  readonly closed: Promise<void>
  readonly #framing: RawFraming
  #waiting: (() => boolean)[] = []

  private constructor(socket: Socket, framing: RawFraming, key: AuthKey, nowMs: () => number, sessionId?: bigint) {
    super(key, nowMs, { sessionId })
    this.socket = socket
    this.#framing = framing
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.write(framing.greeting)
  }

  static async open(
    wire: Pick<Wire, 'port' | 'keys' | 'clock'>,
    options: { key?: AuthKey; transport?: RawTransport; sessionId?: bigint; address?: string } = {},
  ): Promise<RawClient> {
    const socket = connect({ port: wire.port, host: options.address ?? '127.0.0.1' })
    onTestFinished(() => void socket.destroy())
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    const framing = new RawFraming(options.transport ?? 'full')
    const nowMs = () => wire.clock.nowMs()
    return new RawClient(socket, framing, options.key ?? plantKey(wire), nowMs, options.sessionId)
  }

  /** The same, after the server told the salt and announced the session. */
  static async ready(...args: Parameters<typeof RawClient.open>): Promise<RawClient> {
    const client = await RawClient.open(...args)
    client.call({ _: 'ping', pingId: 1n })
    const { object } = await client.next('bad_server_salt')
    client.salt = object['newServerSalt'] as bigint
    client.call({ _: 'ping', pingId: 2n })
    await client.next('pong')
    return client
  }

  /** @returns the id of the message. */
  call(object: TlObject | Buffer): bigint {
    const message = this.message(object)
    this.sendPacket(this.seal(message))
    return message.msgId
  }

  sendPacket(payload: Buffer): void {
    this.sendRaw(this.#framing.frame(payload))
  }

  sendRaw(bytes: Buffer): void {
    this.socket.write(bytes)
  }

  frame(payload: Buffer): Buffer {
    return this.#framing.frame(payload)
  }

  /** The first message of this constructor that was not asked for yet. */
  async next(name: string, about?: bigint): Promise<Received> {
    const seen = this.#taken.get(name) ?? 0
    const candidates = (): Received[] =>
      this.received.filter(({ object }) => object._ === name && isAbout(object, about))
    await this.until(() => candidates().length > (about === undefined ? seen : 0))
    if (about === undefined) this.#taken.set(name, seen + 1)
    return candidates()[about === undefined ? seen : 0] as Received
  }

  /** The result of a call, or the error. */
  async result(msgId: bigint): Promise<TlValue> {
    return (await this.next('rpc_result', msgId)).object['result']
  }

  /** Until something that came makes it true. The test's own time limit ends it otherwise. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        if (isTrue()) resolve()
        return isTrue()
      })
      void this.closed.then(() => reject(new Error('the server closed the connection')))
    })
  }

  readonly #taken = new Map<string, number>()

  #receive(chunk: Buffer): void {
    for (const packet of this.#framing.receive(chunk)) this.#open(packet)
    this.#waiting = this.#waiting.filter((settle) => !settle())
  }

  #open(packet: Buffer): void {
    if (packet.length < 24 || packet.readBigInt64LE(0) === 0n) {
      this.plain.push(packet)
      return
    }
    const plain = openMessage(this.key, packet, 'server')
    if (!plain) throw new Error('the server sent a message that does not fit the key')
    const body = plain.subarray(32, 32 + plain.readInt32LE(28))
    if (body.readUInt32LE(0) !== 0x73f1f8dc) {
      this.received.push(readMessage(plain, 16, false))
      return
    }
    let at = 8
    for (let left = body.readUInt32LE(4); left > 0; left--) {
      this.received.push(readMessage(body, at, true))
      at += 16 + body.readInt32LE(at + 12)
    }
  }
}

function isAbout(object: TlObject, msgId: bigint | undefined): boolean {
  if (msgId === undefined) return true
  return [object['reqMsgId'], object['msgId'], object['badMsgId']].includes(msgId)
}

function readMessage(bytes: Buffer, at: number, isInContainer: boolean): Received {
  const body = bytes.subarray(at + 16, at + 16 + bytes.readInt32LE(at + 12))
  const common = { msgId: bytes.readBigInt64LE(at), seqno: bytes.readInt32LE(at + 8), isInContainer }
  if (body.readUInt32LE(0) !== 0xf35c6d01) return { ...common, isPacked: false, object: codec.decode(body) }

  const reqMsgId = body.readBigInt64LE(4)
  const isPacked = body.readUInt32LE(12) === 0x3072cfa1
  const result = readResult(isPacked ? gunzipSync(packedBytes(body.subarray(16))) : body.subarray(12))
  return { ...common, isPacked, object: { _: 'rpc_result', reqMsgId, result } }
}

function packedBytes(bytes: Buffer): Buffer {
  const size = bytes[0] === 254 ? bytes.readUIntLE(1, 3) : (bytes[0] ?? 0)
  const from = bytes[0] === 254 ? 4 : 1
  return bytes.subarray(from, from + size)
}

function readResult(bytes: Buffer): TlValue {
  if (bytes.readUInt32LE(0) === 0x1cb5c415) return codec.decodeAnswer('users.getUsers', bytes)
  const object = codec.decode(bytes)
  return object._ === 'boolTrue' || object._ === 'boolFalse' ? object._ === 'boolTrue' : object
}
