import type { AccessChore, AccessVerbs } from '../../access/verbs.ts'
import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { Service } from '../../base/service.ts'
import type { EngineEvent } from '../../delivery/events.ts'
import type { StorePort } from '../../store/store.ts'
import { accessEnded } from './bot/deps.ts'
import type { CampaignsOfPeople } from './bot/deps.ts'
import type { StatisticsVerbs } from './verbs.ts'

export interface AccessSweepDeps {
  readonly store: StorePort<
    AccessVerbs & Pick<CampaignsOfPeople, 'pauseOwned' | 'stopOwned'> & Pick<StatisticsVerbs, 'countFigures'>
  >
  readonly clock: Clock
  readonly log: Logger
  readonly onEvent: (event: EngineEvent) => void
}

/** A person's last second is counted by the guard, not by this; it only decides when their campaigns rest. */
const everyMs = 1_000
/** One commit each: a larger one would keep the claims of all shards waiting. */
const [peopleBatch, campaignsBatch] = [50, 20]
/** What was settled since then, the statistics count by themselves. */
const countEveryMs = 30_000
/** In one look; what is left is done in the next. */
const batchesMax = 20

/**
 * Ends the access of those whose days are over: they are told, and all they run is paused; what a banned person runs is stopped. What is
 * owed stands in the person's row until it is done, and a step that is repeated changes nothing, so that it may end anywhere.
 */
export class AccessSweep implements Service {
  readonly #deps: AccessSweepDeps
  #timer: NodeJS.Timeout | undefined
  #look: Promise<void> = Promise.resolve()
  #isWaiting = false
  #countedAtMs = Number.NEGATIVE_INFINITY

  constructor(deps: AccessSweepDeps) {
    this.#deps = deps
  }

  /** Resolved after a first look, so that nobody's campaign goes on because the engine was away when their access ended. */
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
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#look = this.#look.then(async () => {
      this.#isWaiting = false
      await this.sweep()
    })
  }

  async sweep(): Promise<void> {
    const { store, clock, log, onEvent } = this.#deps
    try {
      const nowMs = clock.nowMs()
      await this.#count(nowMs)
      for (let batches = 0; batches < batchesMax; batches++) {
        const ended = await store.endAccess({ nowMs, limit: peopleBatch })
        for (const { id, accessUntilMs: untilMs } of ended) {
          onEvent({ name: 'access_changed', userId: id, change: 'ended', untilMs })
        }
        const warned = await store.warnOfEnd({ nowMs, limit: peopleBatch })
        const chores = await store.accessChores(peopleBatch)
        for (const chore of chores) await this.#do(chore)
        if (Math.max(ended.length, warned.length, chores.length) < peopleBatch) return
      }
    } catch (error) {
      log.error({ err: error }, 'accesses that have ended could not be looked at: it is tried again in a second')
    }
  }

  async #count(nowMs: number): Promise<void> {
    if (nowMs - this.#countedAtMs < countEveryMs) return
    for (let batches = 0; batches < batchesMax; batches++) {
      if (await this.#deps.store.countFigures(nowMs)) continue
      this.#countedAtMs = nowMs
      return
    }
  }

  async #do(owed: AccessChore): Promise<void> {
    const { store, clock, onEvent } = this.#deps
    const ownerId = owed.userId
    for (let after: number | null = 0; after !== null;) {
      const page = { ownerId, after, limit: campaignsBatch, nowMs: clock.nowMs() }
      const done: Awaited<ReturnType<typeof store.pauseOwned>> =
        owed.chore === 'pause'
          ? await store.pauseOwned({ ...page, reason: accessEnded })
          : await store.stopOwned({ ...page, reason: 'banned' })
      for (const { id: campaignId, state } of done.changed) {
        if (owed.chore === 'pause') onEvent({ name: 'campaign_paused', campaignId, reason: accessEnded })
        else onEvent({ name: 'campaign_told', campaignId, ownerId, word: 'stop', state })
      }
      after = done.after
    }
    await store.endAccessChore(owed)
  }
}
