import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { Service } from '../../base/service.ts'
import type { BotVerbs } from '../../bot/verbs.ts'
import type { EngineEvent } from '../../delivery/events.ts'
import type { StorePort } from '../../store/store.ts'
import type { CareVerbs } from './care-verbs.ts'

export interface ProxyWatchDeps {
  readonly store: Pick<StorePort<CareVerbs & BotVerbs>, 'noteProxy' | 'notify'>
  readonly clock: Clock
  readonly log: Logger
  subscribe(take: (event: EngineEvent) => void): () => void
}

export const proxyDownNotice = 'accounts.proxy-down'

/** A try is five connections of the client's already; after so many in a row the owner is told. */
const failuresMax = 2

/**
 * Tells owners whose account stands behind a proxy that does not answer. Nothing of it goes directly meanwhile: it waits, and goes on by
 * itself when the proxy is back. One that refuses pauses its account instead.
 */
export class ProxyWatch implements Service {
  readonly #deps: ProxyWatchDeps
  readonly #failures = new Map<number, number>()
  /** Connected since the start: nothing from before needs to be taken back. */
  readonly #known = new Set<number>()
  #end: () => void = () => {}
  #writing: Promise<void> = Promise.resolve()

  constructor(deps: ProxyWatchDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    this.#end = this.#deps.subscribe((event) => this.#note(event))
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#end()
    await this.#writing
  }

  #note(event: EngineEvent): void {
    if (event.name === 'connected') {
      const { accountId } = event
      const hadTrouble = this.#failures.delete(accountId) || !this.#known.has(accountId)
      this.#known.add(accountId)
      if (hadTrouble) this.#write(accountId, null)
    } else if (event.name === 'retry_scheduled' && event.move === 'release') {
      const { accountId } = event
      const failures = (this.#failures.get(accountId) ?? 0) + 1
      this.#failures.set(accountId, failures)
      if (failures === failuresMax) this.#write(accountId, this.#deps.clock.nowMs())
    }
  }

  #write(accountId: number, downAtMs: number | null): void {
    const { store, log } = this.#deps
    const write = async () => {
      const news = await store.noteProxy({ accountId, downAtMs })
      if (news === undefined || downAtMs === null) return
      const { ownerId: userId, name } = news
      const key = `proxy of ${accountId} down ${downAtMs}`
      const detail = JSON.stringify({ accountId, name })
      await store.notify({ userId, kind: proxyDownNotice, key, detail, nowMs: downAtMs })
    }
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      log.error({ err: error, accountId }, 'a proxy’s state could not be written down')
    })
  }
}
