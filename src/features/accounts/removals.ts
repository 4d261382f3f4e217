import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { Service } from '../../base/service.ts'
import type { StorePort } from '../../store/store.ts'
import type { CareVerbs } from './care-verbs.ts'

export interface RemovalsDeps {
  readonly store: Pick<StorePort<CareVerbs>, 'removals' | 'sweepRemoved' | 'endRemoval'>
  readonly clock: Clock
  readonly log: Logger
}

const everyMs = 5_000
const accountsAtOnce = 20
const batch = 500
/** A round that was being planned may still bring messages of the account; no batch of it takes longer. */
const settledMs = 60_000

/** Cancels what deleted accounts still had to send, also what came after, and after a crash in the middle. */
export class Removals implements Service {
  readonly #deps: RemovalsDeps
  #timer: NodeJS.Timeout | undefined
  #look: Promise<void> = Promise.resolve()

  constructor(deps: RemovalsDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    this.#timer = setInterval(() => void this.sweep(), everyMs)
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#look
  }

  /** One look, behind the one that runs. Never rejects. */
  sweep(): Promise<void> {
    this.#look = this.#look.then(() => this.#sweep())
    return this.#look
  }

  async #sweep(): Promise<void> {
    const { store, clock, log } = this.#deps
    try {
      for (const { accountId, removedAtMs } of await store.removals(accountsAtOnce)) {
        const nowMs = clock.nowMs()
        const swept = await store.sweepRemoved({ accountId, limit: batch, nowMs })
        if (swept === 0 && nowMs - removedAtMs > settledMs) await store.endRemoval(accountId)
      }
    } catch (error) {
      log.error(
        { err: error },
        'messages of deleted accounts could not be cancelled: it is tried again in five seconds',
      )
    }
  }
}
