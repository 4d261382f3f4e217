import type { Clock } from '../base/clock.ts'
import type { Service } from '../base/service.ts'
import type { EngineAlert } from '../delivery/service-alert.ts'
import type { StorePort, Verbs } from '../store/store.ts'

export interface StopMarkerDeps {
  readonly store: Pick<StorePort<Verbs>, 'setting' | 'saveSetting'>
  readonly clock: Clock
  /** No alert in the log: nothing has to be done, and a kill is nothing that somebody should be woken for. */
  readonly onUnplanned: (alert: EngineAlert) => void
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
    if (sinceMs > 0) onUnplanned({ type: 'unplanned-stop', startedAtMs: sinceMs })
    await store.saveSetting(setting, String(clock.nowMs()), clock.nowMs())
  }

  async stop(): Promise<void> {
    await this.#deps.store.saveSetting(setting, '', this.#deps.clock.nowMs())
  }
}
