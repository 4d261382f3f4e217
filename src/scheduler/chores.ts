import type { EngineEvent } from '../delivery/events.ts'
import type { Chore, Run, StorePort, Verbs } from '../store/store.ts'
import type { SweepCursor } from '../store/sweeps.ts'
import type { Plan } from './plan.ts'
import { batchRows } from './planner.ts'
import type { Hint } from './planner.ts'

export interface ChoresDeps {
  readonly store: Pick<StorePort<Verbs>, 'runChores' | 'endChore' | 'setHeld' | 'cancelPending'>
  readonly plans: readonly Plan[]
  readonly hint: Hint
  readonly onEvent: (event: EngineEvent) => void
}

const batchesMax = 50
const runsMax = 500
const together = 16

type Owed = Run & { readonly chore: Chore }

/**
 * Does what runs are owed after a change of their state: holds what was paused, lets go what was resumed, cancels what was stopped or
 * superseded, and says what has ended. In batches, each run in its turn, because any of them may have 100 000 attempts.
 */
export class Chores {
  readonly #deps: ChoresDeps
  /** Where a run's sweep goes on in the next tick. Lost with the process: it then begins anew. */
  readonly #cursors = new Map<string, SweepCursor>()

  constructor(deps: ChoresDeps) {
    this.#deps = deps
  }

  async sweep(nowMs: number): Promise<void> {
    const runs = await this.#deps.store.runChores(runsMax)
    const owed = runs.filter((run): run is Owed => run.chore !== null)
    await this.#announce(
      owed.filter(({ chore }) => chore === 'announce'),
      nowMs,
    )
    let waiting = owed.filter(({ chore }) => chore !== 'announce')
    for (let batches = 0; waiting.length > 0 && batches < batchesMax;) {
      const turn = waiting.slice(0, together)
      batches += turn.length
      const isDone = await Promise.all(turn.map((run) => this.#batch(run, nowMs)))
      waiting = [...waiting.slice(together), ...turn.filter((_, index) => isDone[index] === false)]
    }
  }

  /** @returns true when the whole run was looked at. */
  async #batch(run: Owed, nowMs: number): Promise<boolean> {
    const { store, hint } = this.#deps
    const place = `${run.id} ${run.chore}`
    const batch = { runId: run.id, after: this.#cursors.get(place) ?? null, limit: batchRows }
    const { after, accounts } =
      run.chore === 'cancel'
        ? await this.#cancel(run, batch, nowMs)
        : await store.setHeld({ ...batch, isHeld: run.chore === 'hold' ? 1 : 0 })
    if (run.chore === 'free' && accounts.length > 0) hint(accounts)
    if (after !== null) {
      this.#cursors.set(place, after)
      return false
    }
    this.#cursors.delete(place)
    await store.endChore(run.id, run.chore, nowMs)
    if (run.chore === 'hold') this.#say(run, 'run_paused')
    return true
  }

  async #cancel(run: Owed, batch: { runId: number; after: SweepCursor | null; limit: number }, nowMs: number) {
    const reason = run.reason ?? 'asked'
    const swept = await this.#deps.store.cancelPending({ ...batch, reason, nowMs })
    if (swept.changed > 0) this.#deps.onEvent({ name: 'cancelled', runId: run.id, count: swept.changed, reason })
    return swept
  }

  /** Told before the chore ends: a crash between the two tells it twice, the other way round never. */
  async #announce(runs: readonly Owed[], nowMs: number): Promise<void> {
    if (runs.length === 0) return
    const runIds = runs.map(({ id }) => id)
    for (const plan of this.#deps.plans) await plan.ended(runIds, nowMs)
    for (const run of runs) {
      if (run.state === 'stopped') this.#say(run, 'run_stopped')
      else this.#sayFinished(run)
    }
    await Promise.all(runIds.map((id) => this.#deps.store.endChore(id, 'announce', nowMs)))
  }

  #say({ id, campaignId, reason }: Run, name: 'run_paused' | 'run_stopped'): void {
    this.#deps.onEvent({ name, runId: id, campaignId, reason: reason ?? 'asked' })
  }

  #sayFinished({ id, campaignId, sent, failed, cancelled, uncertain }: Run): void {
    this.#deps.onEvent({ name: 'run_finished', runId: id, campaignId, sent, failed, cancelled, uncertain })
  }
}
