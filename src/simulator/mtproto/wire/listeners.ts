import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { Logger } from '../../../base/log.ts'
import type { Dc } from '../../dcs.ts'

export interface ListenerDeps {
  readonly dcs: readonly Dc[]
  readonly port: number
  readonly log: Logger
  readonly onSocket: (dcId: number, socket: Socket) => void
}

/** How often another port is tried when a free one on the first address is taken on the next. */
const portTriesMax = 20
/** Ten thousand clients come back at once after a restart. */
const backlog = 4_096

/** One listener for each DC, all on one port. */
export class Listeners {
  readonly #deps: ListenerDeps
  #servers: Server[] = []
  #served: Dc[] = []
  #port = 0

  constructor(deps: ListenerDeps) {
    this.#deps = deps
  }

  get port(): number {
    return this.#port
  }

  /** Those whose address this machine has. */
  get served(): readonly Dc[] {
    return this.#served
  }

  /** @throws when the port is taken, or the first address does not exist here. */
  async open(): Promise<void> {
    for (let triesLeft = this.#deps.port === 0 ? portTriesMax : 1; triesLeft > 0; triesLeft--) {
      try {
        await this.#openAll()
        return
      } catch (error) {
        await this.close()
        if (codeOf(error) !== 'EADDRINUSE' || triesLeft === 1) throw error
      }
    }
  }

  async close(): Promise<void> {
    const servers = this.#servers
    this.#servers = []
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  }

  async #openAll(): Promise<void> {
    this.#port = this.#deps.port
    this.#served = []
    for (const [index, dc] of this.#deps.dcs.entries()) {
      try {
        await this.#openOne(dc)
        this.#served.push(dc)
      } catch (error) {
        if (codeOf(error) !== 'EADDRNOTAVAIL' || index === 0) throw error
        this.#deps.log.warn({ dc: dc.id, address: dc.address }, 'this machine lacks the address: the DC is not served')
      }
    }
  }

  async #openOne({ id, address }: Dc): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => this.#deps.onSocket(id, socket))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: address, port: this.#port, backlog }, resolve)
    })
    server.removeAllListeners('error')
    server.on('error', (error) => this.#deps.log.error({ err: error, dc: id }, 'a listener failed'))
    this.#servers.push(server)

    const bound = server.address()
    if (typeof bound === 'object' && bound) this.#port = bound.port
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
