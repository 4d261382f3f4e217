import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { StorePort, Verbs } from '../store/store.ts'

/** Another program began to use the token, or was not heard of for a while. */
export type ConflictChange =
  { readonly type: 'token-shared' } | { readonly type: 'token-ours-again'; readonly lastedMs: number }

export interface TokenConflictDeps {
  readonly store: Pick<StorePort<Verbs>, 'setting' | 'saveSetting'>
  readonly clock: Clock
  readonly log: Pick<Logger, 'error'>
  onChange(change: ConflictChange): void
}

/** Two programs end each other's polls, which last half a minute at most; whoever waits between them does so for a few minutes. */
const quietMs = 5 * 60_000
const setting = 'token-shared-since'

/**
 * Whether another program uses the token: Telegram ends one poll for the other (409 Conflict), so that it is heard again and again with
 * polls between that work. Told when it begins and when it is over; since when is kept, so that an end after a restart is told too.
 */
export class TokenConflict {
  readonly #deps: TokenConflictDeps
  /** Undefined until it was read; null: nobody else. */
  #sinceMs: number | null | undefined
  #heardAtMs: number

  constructor(deps: TokenConflictDeps) {
    this.#deps = deps
    this.#heardAtMs = deps.clock.nowMs()
  }

  /** A poll was ended for another program's. Never rejects. */
  async heard(): Promise<void> {
    const nowMs = this.#deps.clock.nowMs()
    this.#heardAtMs = nowMs
    await this.#orLog(async () => {
      if ((await this.#since()) !== null) return
      await this.#keep(nowMs)
      this.#deps.onChange({ type: 'token-shared' })
    })
  }

  /** A poll was answered. Never rejects. */
  async notHeard(): Promise<void> {
    const nowMs = this.#deps.clock.nowMs()
    if (this.#sinceMs === null || nowMs - this.#heardAtMs < quietMs) return
    await this.#orLog(async () => {
      const sinceMs = await this.#since()
      if (sinceMs === null) return
      await this.#keep(null)
      this.#deps.onChange({ type: 'token-ours-again', lastedMs: this.#heardAtMs - sinceMs })
    })
  }

  async #since(): Promise<number | null> {
    if (this.#sinceMs === undefined) {
      const kept = Number((await this.#deps.store.setting(setting)) ?? '')
      this.#sinceMs = kept > 0 ? kept : null
    }
    return this.#sinceMs
  }

  async #keep(sinceMs: number | null): Promise<void> {
    this.#sinceMs = sinceMs
    await this.#deps.store.saveSetting(setting, String(sinceMs ?? ''), this.#deps.clock.nowMs())
  }

  /** The store may be full; people are served all the same. */
  async #orLog(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#deps.log.error({ err: error }, 'another program uses TG_BOT_TOKEN, or did, and that could not be kept')
    }
  }
}
