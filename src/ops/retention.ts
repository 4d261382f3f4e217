import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Service } from '../base/service.ts'
import type { EngineEvent } from '../delivery/events.ts'
import type { StorePort, Verbs } from '../store/store.ts'

export interface RetentionDeps {
  readonly store: Pick<StorePort<Verbs>, 'prune' | 'pruneRuns' | 'shrink' | 'optimize'>
  readonly clock: Clock
  readonly log: Logger
  /** RETENTION_DAYS. */
  readonly days: number
  /** What has a time of its own. */
  readonly others?: readonly AgingTable[]
  readonly onEvent: (event: EngineEvent) => void
}

/** A table of which old rows are deleted. */
export interface AgingTable {
  readonly table: string
  readonly days: number
  /** Rows of one commit, where a thousand would be too much at once. */
  readonly batch?: number
  /** @returns how many were deleted, at most `limit` */
  prune(beforeMs: number, limit: number): Promise<number>
}

const everyMs = 10 * 60_000
/** One commit each: a larger one would keep the claims of all shards waiting. */
const batchSize = 1_000
const shrinkPages = 256
const optimizeEveryMs = 24 * 3_600_000

/**
 * Deletes finished attempts that are older than their time, then the runs that have none left, then what else grows old, a batch at a
 * time, and gives the room back to the disk.
 */
export class Retention implements Service {
  readonly #deps: RetentionDeps
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #optimizedAtMs = Number.NEGATIVE_INFINITY
  #isStopped = false

  constructor(deps: RetentionDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    this.#timer = setInterval(() => void this.sweep(), everyMs)
    void this.sweep()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#round
  }

  /** One round, behind the one that runs. Never rejects: what is left is left for the next one. */
  sweep(): Promise<void> {
    this.#round = this.#round.then(() => this.#sweep())
    return this.#round
  }

  async #sweep(): Promise<void> {
    const { store, clock, days, log, others = [] } = this.#deps
    const batch = { beforeMs: clock.nowMs() - days * dayMs, limit: batchSize }
    try {
      await this.#prune('attempts', () => store.prune(batch))
      await this.#prune('runs', () => store.pruneRuns(batch))
      for (const { table, days: kept, batch: rows = batchSize, prune } of others) {
        await this.#prune(table, async () => {
          const changed = await prune(clock.nowMs() - kept * dayMs, rows)
          return { changed, isDone: changed < rows }
        })
      }
      for (let freed = 1; freed > 0 && !this.#isStopped;) freed = await store.shrink(shrinkPages)
      await this.#optimize()
    } catch (error) {
      log.error({ err: error }, 'old attempts could not be deleted: it is tried again in ten minutes')
    }
  }

  async #prune(
    table: string,
    next: () => Promise<{ readonly changed: number; readonly isDone: boolean }>,
  ): Promise<void> {
    let rows = 0
    try {
      for (let isDone = false; !isDone && !this.#isStopped;) {
        const swept = await next()
        rows += swept.changed
        isDone = swept.isDone
      }
    } finally {
      if (rows > 0) this.#deps.onEvent({ name: 'pruned', table, rows })
    }
  }

  async #optimize(): Promise<void> {
    const nowMs = this.#deps.clock.nowMs()
    if (this.#isStopped || nowMs - this.#optimizedAtMs < optimizeEveryMs) return
    await this.#deps.store.optimize()
    this.#optimizedAtMs = nowMs
  }
}

const dayMs = 24 * 3_600_000
