import type { Clock } from '../base/clock.ts'
import type { Failpoint } from '../base/failpoint.ts'
import type { Logger } from '../base/log.ts'
import type { Service } from '../base/service.ts'
import type { EngineEvent } from '../delivery/events.ts'
import type { StorePort, Verbs } from '../store/store.ts'
import { Chores } from './chores.ts'
import type { Spread } from './due-time.ts'
import { stepOf } from './misfire.ts'
import type { DueRound, Plan, RoundStep } from './plan.ts'
import { Planner } from './planner.ts'
import type { Timetable } from './timetable.ts'
import { ZoneWarmer } from './zone-warmer.ts'
import { hoursStepOf } from './watch.ts'
import type { Hint } from './planner.ts'

export interface SchedulerDeps {
  readonly store: Pick<StorePort<Verbs>, 'scheduleRounds' | 'runChores' | 'endChore' | 'setHeld' | 'cancelPending'>
  readonly plans: readonly Plan[]
  readonly clock: Clock
  readonly log: Logger
  readonly failpoint: Failpoint
  /** The shards of these accounts may have something to do. Only saves them a poll. */
  readonly hint: Hint
  readonly onEvent: (event: EngineEvent) => void
  readonly policy: SchedulerPolicy
}

export interface SchedulerPolicy extends Spread {
  /** SCHEDULER_CHECK_INTERVAL_MS. */
  readonly checkEveryMs: number
  /** MAX_DUE_PER_TICK. */
  readonly dueMax: number
}

/** Runs of one commit, and commits of one tick. At 22:00 they may be many. */
const [watchedMax, watchBatchesMax] = [500, 20]

export const schedulerPolicy: SchedulerPolicy = {
  checkEveryMs: 1_000,
  dueMax: 500,
  jitterMaxMs: 15_000,
  gapMinMs: 10_000,
}

/**
 * Turns plans into attempts on their time. There is one, on the main thread, behind the process lock; all it knows stands in the
 * database, so a tick may fail or die anywhere and the next one goes on.
 */
export class Scheduler implements Service {
  readonly #deps: SchedulerDeps
  readonly #planners: readonly Planner[]
  readonly #chores: Chores
  readonly #warmer = new ZoneWarmer()
  #timer: NodeJS.Timeout | undefined
  #ticking: Promise<void> | undefined
  #lastAtMs = Infinity
  #mustReplan = false

  constructor(deps: SchedulerDeps) {
    this.#deps = deps
    this.#planners = deps.plans.map((plan) => {
      const { jitterMaxMs = deps.policy.jitterMaxMs } = plan
      return new Planner({ ...deps, plan, spread: { ...deps.policy, jitterMaxMs }, warmer: this.#warmer })
    })
    this.#chores = new Chores(deps)
  }

  /** The first tick comes at once: a crash may have left a run half planned. */
  start(): Promise<void> {
    this.#timer ??= setInterval(() => void this.tick(), this.#deps.policy.checkEveryMs)
    void this.tick().then(() => this.#step('load time zones', () => this.#warmZones()))
    return Promise.resolve()
  }

  /** Resolves when the tick that runs has ended; what it left undone stands in the store. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#ticking
  }

  /** One look at what is due. Called while one runs, it is that one: two side by side would plan the same runs. Never rejects. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = undefined
    })
    return this.#ticking
  }

  async #tick(): Promise<void> {
    const nowMs = this.#deps.clock.nowMs()
    // At the first tick too: the clock may have been ahead when the engine was last up.
    if (nowMs < this.#lastAtMs) this.#mustReplan = true
    this.#lastAtMs = nowMs
    if (this.#mustReplan) await this.#step('plan anew after the clock went back', () => this.#replan(nowMs))
    await this.#step('move on what is due', () => this.#advance(nowMs))
    // Before planning: a round that opens in quiet hours waits with that too.
    await this.#step('keep quiet hours', () => this.#keepHours(nowMs))
    // Before planning: what a round supersedes should leave the index of due rows before its own attempts come in.
    await this.#step('sweep runs', () => this.#chores.sweep(nowMs))
    for (const planner of this.#planners) await this.#step('plan runs', () => planner.plan(nowMs))
  }

  /** Asked for again by the next tick if the store refuses. */
  async #replan(nowMs: number): Promise<void> {
    for (const plan of this.#deps.plans) await plan.replan?.(nowMs)
    this.#mustReplan = false
  }

  async #advance(nowMs: number): Promise<void> {
    let left = this.#deps.policy.dueMax
    for (const plan of this.#deps.plans) {
      if (left === 0) return
      const due = await plan.due(nowMs, left)
      left -= due.length
      if (due.length === 0) continue
      await this.#warmer.warm(due.map(zoneOf), nowMs)
      const steps = due.map((round) => stepFor(round, nowMs))
      for (const halted of await plan.advance(steps, nowMs)) this.#deps.onEvent({ name: 'campaign_paused', ...halted })
    }
  }

  async #keepHours(nowMs: number): Promise<void> {
    for (const { hours } of this.#deps.plans) {
      if (hours === undefined) continue
      // What is left of them sends nothing either, and is looked at by the next tick.
      for (let batches = 0; batches < watchBatchesMax; batches++) {
        const due = await hours.due(nowMs, watchedMax)
        if (due.length > 0) {
          await this.#warmer.warm(due.map(zoneOf), nowMs)
          const steps = due.map((run) => hoursStepOf(run, nowMs))
          await hours.keep(steps, nowMs)
        }
        if (due.length < watchedMax) break
      }
    }
  }

  /** So that the round of a zone, at eight in the morning say, need not wait for it. Zone by zone: a tick takes its own between them. */
  async #warmZones(): Promise<void> {
    for (const plan of this.#deps.plans) {
      for (const zone of (await plan.zones?.()) ?? []) {
        if (this.#timer === undefined) return
        await this.#warmer.warm([zone], this.#deps.clock.nowMs())
      }
    }
  }

  /** An edge: a store that refuses (its disk is full, its thread ended) must not end the scheduler, nor keep the other steps from theirs. */
  async #step(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#deps.log.error({ err: error }, `the scheduler could not ${what}: it tries again at its next tick`)
    }
  }
}

function zoneOf({ timetable }: { readonly timetable?: Timetable | null }): string | undefined {
  return timetable?.zone
}

function stepFor(round: DueRound, nowMs: number): RoundStep {
  return { ...stepOf(round, nowMs), campaignId: round.campaignId, fromAtMs: round.nextAtMs }
}
