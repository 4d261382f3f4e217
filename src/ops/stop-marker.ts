import type { Clock } from '../base/clock.ts'
import type { Service } from '../base/service.ts'
import type { StorePort, Verbs } from '../store/store.ts'

export interface StopMarkerDeps {
  readonly store: Pick<StorePort<Verbs>, 'setting' | 'saveSetting'>
  readonly clock: Clock
  /** No alert in the log: nothing has to be done, and a kill is nothing that somebody should be woken for. */
  readonly onUnplanned: (text: string) => void
}

const setting = 'running-since'

/** Stands while the engine runs, so that the next start knows whether it was stopped or ended by itself. */
export class StopMarker implements Service {
  readonly #deps: StopMarkerDeps

  constructor(deps: StopMarkerDeps) {
    this.#deps = deps
  }

  async start(): Promise<void> {
    const { store, clock, onUnplanned } = this.#deps
    const sinceMs = Number((await store.setting(setting)) ?? '')
    if (sinceMs > 0) {
      onUnplanned(
        `the last stop was not planned: the engine that was started at ${new Date(sinceMs).toISOString()} ended by itself or was ` +
          'killed. What was on its way is settled now; `karvon logs` shows what came before.',
      )
    }
    await store.saveSetting(setting, String(clock.nowMs()), clock.nowMs())
  }

  async stop(): Promise<void> {
    await this.#deps.store.saveSetting(setting, '', this.#deps.clock.nowMs())
  }
}
