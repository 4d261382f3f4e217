import { Agent as HttpAgent } from 'node:http'
import type { AgentOptions, ClientRequest, ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { RequestOptions } from 'node:https'
import type { Duplex } from 'node:stream'

/** What becomes of the one socket of an agent. */
export interface SocketWatch {
  /** A new one; it is ready for a request at this event, and nothing of one can have left before. */
  onMade(socket: Duplex, readyEvent: 'connect' | 'secureConnect'): void
  /** The one that stands already takes another request. */
  onReused(socket: Duplex): void
}

/**
 * One connection that is kept for the next request, and closed when it has rested: a server closes resting ones too, and a request
 * that meets its closing is lost without anybody knowing whether it arrived.
 */
export function watchedAgent(isSecure: boolean, watch: SocketWatch): HttpAgent {
  return isSecure ? new SecureAgent(watch) : new PlainAgent(watch)
}

const restMs = 5_000
const options: AgentOptions = { keepAlive: true, maxSockets: 1, timeout: restMs }

type Made = ReturnType<HttpAgent['createConnection']>
type OnMade = Parameters<HttpAgent['createConnection']>[1]

class PlainAgent extends HttpAgent {
  readonly #watch: SocketWatch

  constructor(watch: SocketWatch) {
    super(options)
    this.#watch = watch
  }

  override createConnection(args: ClientRequestArgs, callback?: OnMade): Made {
    const socket = super.createConnection(args, callback)
    if (socket != null) this.#watch.onMade(socket, 'connect')
    return socket
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request)
    this.#watch.onReused(socket)
  }
}

class SecureAgent extends HttpsAgent {
  readonly #watch: SocketWatch

  constructor(watch: SocketWatch) {
    super(options)
    this.#watch = watch
  }

  override createConnection(args: RequestOptions, callback?: OnMade): Made {
    const socket = super.createConnection(args, callback)
    if (socket != null) this.#watch.onMade(socket, 'secureConnect')
    return socket
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    super.reuseSocket(socket, request)
    this.#watch.onReused(socket)
  }
}
