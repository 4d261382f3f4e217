import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Service } from '../base/service.ts'
import type { EngineEvent } from '../delivery/events.ts'
import type { StorePort, Verbs } from '../store/store.ts'

export interface LimitsDeps {
  readonly store: Pick<StorePort<Verbs>, 'wakeLimited'>
  readonly clock: Clock
  readonly log: Logger
  /** Their shards may go on with them. */
  readonly hint: (accounts: readonly { readonly id: number; readonly partition: number }[]) => void
  readonly onEvent: (event: EngineEvent) => void
}

/** A limit lasts for days, so that a look a few seconds late costs nothing. */
const everyMs = 5_000

/** Ends the limits of accounts when Telegram's time for them is over. */
export class Limits implements Service {
  readonly #deps: LimitsDeps
  #timer: NodeJS.Timeout | undefined
  #look: Promise<void> = Promise.resolve()

  constructor(deps: LimitsDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    this.#timer = setInterval(() => this.#begin(), everyMs)
    this.#begin()
    await this.#look
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#look
  }

  #begin(): void {
    this.#look = this.#look.then(() => this.#wake())
  }

  async #wake(): Promise<void> {
    const { store, clock, log, hint, onEvent } = this.#deps
    try {
      const woken = await store.wakeLimited(clock.nowMs())
      for (const { id } of woken) {
        onEvent({ name: 'account_changed', accountId: id, state: 'active', reason: 'the limit is over', untilMs: null })
      }
      if (woken.length > 0) hint(woken)
    } catch (error) {
      log.error({ err: error }, 'limits could not be looked at: it is tried again in five seconds')
    }
  }
}
