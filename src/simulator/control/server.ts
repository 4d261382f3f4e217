import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Service } from '../../base/service.ts'
import { appListener, createHttpServer } from '../http-server.ts'
import { controlApp } from './app.ts'
import type { ControlDeps } from './control-deps.ts'
import { EventFeed } from './event-feed.ts'
import { EventStreams } from './event-streams.ts'
import { Freezer } from './freezer.ts'

export interface ControlServerDeps extends ControlDeps {
  /** On 127.0.0.1; 0 picks a free one. */
  readonly port: number
}

/** The control API and the page: HTTP on loopback. Whoever reaches it can do anything to the simulated world. */
export class ControlServer implements Service {
  readonly #deps: ControlServerDeps
  readonly #feed: EventFeed
  readonly #streams: EventStreams
  readonly #freezer: Freezer
  readonly #server: Server
  #ticker: NodeJS.Timeout | undefined

  constructor(deps: ControlServerDeps) {
    this.#deps = deps
    this.#feed = new EventFeed(deps)
    this.#streams = new EventStreams(this.#feed)
    this.#freezer = new Freezer(deps.mtproto)
    const shared = { streams: this.#streams, freezer: this.#freezer }
    const app = controlApp({ ...deps, ...shared, port: () => this.port })
    this.#server = createHttpServer(appListener(app.fetch))
  }

  /** The port in use, once started. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? this.#deps.port
  }

  async start(): Promise<void> {
    this.#deps.botApi.setLimits(this.#deps.rules.keepsBotLimits)
    this.#server.listen(this.#deps.port, '127.0.0.1')
    await once(this.#server, 'listening')
    const tick = (): void => this.#feed.tell({ type: 'tick', nowMs: this.#deps.clock.nowMs() })
    this.#ticker = setInterval(tick, 1000)
  }

  async stop(): Promise<void> {
    clearInterval(this.#ticker)
    if (this.#freezer.isFrozen) this.#freezer.thaw()
    this.#streams.endAll()
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    // Answers on their way may end; a page that listens for ever is cut off.
    const impatience = setTimeout(() => this.#server.closeAllConnections(), 500)
    await closed
    clearTimeout(impatience)
  }
}
