import type { Failpoint } from '../base/failpoint.ts'
import type { EngineEvent } from '../delivery/events.ts'
import type { PlannedRound, StorePort, Verbs } from '../store/store.ts'
import { dueAtMs } from './due-time.ts'
import type { Spread } from './due-time.ts'
import type { Plan, PlanningRun, Target } from './plan.ts'
import type { ZoneWarmer } from './zone-warmer.ts'

export interface PlannerDeps {
  readonly store: Pick<StorePort<Verbs>, 'scheduleRounds'>
  readonly plan: Plan
  readonly spread: Spread
  readonly warmer: Pick<ZoneWarmer, 'warm'>
  readonly failpoint: Failpoint
  readonly hint: Hint
  readonly onEvent: (event: EngineEvent) => void
}

/** Something may be due for these accounts. */
export type Hint = (accounts: readonly { readonly id: number; readonly partition: number }[]) => void

/** A transaction holds up every shard's claims for as long as it takes: a thousand rows are about ten milliseconds. */
export const batchRows = 1_000
/** In one tick, so that what comes due meanwhile does not wait for a run of 100 000. */
const batchesMax = 50
/** Runs looked at in one tick, and side by side. */
const runsMax = 500
const together = 16

/** How far a run has come. Lost with the process: planning then begins anew, and unique keys pass over what stands. */
interface Progress {
  readonly last: Target | null
  readonly targets: number
  readonly accounts: ReadonlyMap<number, number>
}

interface Page {
  readonly run: PlanningRun
  readonly targets: readonly Target[]
  readonly isLast: boolean
}

/**
 * Gives runs in state `planning` their attempts, batch by batch, every run in its turn: an owner's run of 100 000 delays nobody's run of
 * 10. What a crash leaves is in the store, and found like what was just opened.
 */
export class Planner {
  readonly #deps: PlannerDeps
  #progress = new Map<number, Progress>()
  /** Runs of a batch that the store refused: written one by one from then on, so that a bad one does not keep the others back. */
  readonly #suspects = new Set<number>()

  constructor(deps: PlannerDeps) {
    this.#deps = deps
  }

  /** @throws the first of the store's refusals, after everything else was planned */
  async plan(nowMs: number): Promise<void> {
    const refusals: unknown[] = []
    let waiting = await this.#deps.plan.planning(runsMax)
    this.#progress = new Map(waiting.flatMap(({ runId }) => entryOf(this.#progress, runId)))
    for (let batches = 0; waiting.length > 0 && batches < batchesMax;) {
      const turn = waiting.slice(0, together)
      const pages = await Promise.all(turn.map((run) => this.#page(run)))
      const refused = new Set<number>()
      for (const batch of inBatches(pages, this.#suspects)) {
        batches++
        try {
          await this.#write(batch, nowMs)
        } catch (error) {
          refusals.push(error)
          for (const { run } of batch) refused.add(run.runId)
        }
      }
      for (const runId of refused) this.#suspects.add(runId)
      const unfinished = turn.filter(({ runId }) => this.#progress.has(runId) && !refused.has(runId))
      waiting = [...waiting.slice(together), ...unfinished]
    }
    if (refusals.length > 0) throw refusals[0]
  }

  async #page(run: PlanningRun): Promise<Page> {
    const last = this.#progress.get(run.runId)?.last ?? null
    const targets = await this.#deps.plan.targets(run, last, batchRows)
    return { run, targets, isLast: targets.length < batchRows }
  }

  async #write(pages: readonly Page[], nowMs: number): Promise<void> {
    const { store, spread, failpoint, onEvent, warmer } = this.#deps
    const zones = pages.map(({ run }) => run.timetable?.zone)
    await warmer.warm(zones, nowMs)
    const rounds = pages.map((page) => roundOf(page, spread, nowMs))
    const added = await store.scheduleRounds({ rounds, nowMs })
    for (const [index, page] of pages.entries()) {
      const { ownerId, runId } = page.run
      const count = added[index] ?? null
      if (count !== null && count > 0) onEvent({ name: 'enqueue', ownerId, runId, count })
      // Paused, stopped or superseded meanwhile: nothing was added. If it is resumed, it is planned from its beginning.
      if (count === null) this.#progress.delete(runId)
      else this.#note(page)
    }
    for (const { run } of pages) this.#suspects.delete(run.runId)
    failpoint('plan.batch')
  }

  #note({ run, targets, isLast }: Page): void {
    const { runId, campaignId } = run
    const before = this.#progress.get(runId)
    const accounts = new Map(before?.accounts)
    for (const { accountId, partition } of targets) accounts.set(accountId, partition)
    const count = (before?.targets ?? 0) + targets.length
    if (!isLast) {
      this.#progress.set(runId, { last: targets.at(-1) ?? null, targets: count, accounts })
      return
    }
    this.#progress.delete(runId)
    this.#deps.onEvent({ name: 'run_started', runId, campaignId, targets: count })
    this.#deps.hint([...accounts].map(([id, partition]) => ({ id, partition })))
  }
}

function roundOf({ run, targets, isLast }: Page, spread: Spread, nowMs: number): PlannedRound {
  const { runId, ownerId, contentId, kind = 'send' } = run
  const sends = targets.map((target) => {
    const { accountId, partition, peer, topic, contentId: ownId = null, messageId, payload = null } = target
    const change = messageId === undefined ? {} : { messageId, payload }
    const place = { accountId, partition, peer, topic, part: messageId ?? 0 }
    return { ...place, contentId: ownId, dueAtMs: dueAtMs(run, target, spread, nowMs), ...change }
  })
  return { runId, ownerId, contentId, kind, sends, isLast }
}

/** Small runs share a transaction, and with it the order of ids. */
function inBatches(pages: readonly Page[], suspects: ReadonlySet<number>): Page[][] {
  const batches: Page[][] = []
  let shared: Page[] = []
  let rows = 0
  for (const page of pages) {
    if (suspects.has(page.run.runId)) {
      batches.push([page])
      continue
    }
    if (shared.length === 0 || rows + page.targets.length > batchRows) {
      shared = []
      rows = 0
      batches.push(shared)
    }
    shared.push(page)
    rows += page.targets.length
  }
  return batches
}

function entryOf(progress: ReadonlyMap<number, Progress>, runId: number): [number, Progress][] {
  const known = progress.get(runId)
  return known === undefined ? [] : [[runId, known]]
}
