import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { ShiftableClock } from '../../src/base/clock.ts'
import type { Clock } from '../../src/base/clock.ts'
import { noFailpoint } from '../../src/base/failpoint.ts'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { campaignPlan } from '../../src/features/campaigns/plan.ts'
import type { Campaign, CampaignAnswer, NewCampaign } from '../../src/features/campaigns/verbs.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import { Scheduler, schedulerPolicy } from '../../src/scheduler/scheduler.ts'
import type { SchedulerDeps } from '../../src/scheduler/scheduler.ts'
import type { Run, Settlement, StorePort } from '../../src/store/store.ts'
import { startStoreHere, startTestStore } from './store.ts'
import type { TestStore, TestStoreOptions } from './store.ts'

export const startMs = 1_800_000_000_000
export const minuteMs = 60_000
export const limits = { intervalMinMs: 5 * minuteMs }
export const admin = null

/** The id of a supergroup, by number. */
export const groupAt = (index: number) => -1_000_000_000_001 - index

export interface SchedulingOptions extends TestStoreOptions {
  readonly groups?: number
  readonly deps?: Partial<SchedulerDeps>
  /** For a test of what the scheduler's own thread does: otherwise both are on it. */
  readonly hasStoreThread?: boolean
}

/** The real store with accounts that know groups, and a scheduler whose time only the test moves. */
export async function startScheduling(options: SchedulingOptions = {}) {
  const started = options.hasStoreThread === true ? await startTestStore(options) : startStoreHere(options)
  const clock = new ShiftableClock({ nowMs: () => startMs })
  addGroups(started, options.accounts ?? 1, options.groups ?? 3)
  const hinted: number[] = []
  const events: EngineEvent[] = []
  const scheduler = openScheduler(started.store, clock, {
    hint: (accounts) => void hinted.push(...accounts.map(({ id }) => id)),
    onEvent: (event) => void events.push(event),
    ...options.deps,
  })
  return { ...started, clock, scheduler, hinted, events, ...steps(started, clock, scheduler) }
}

export function openScheduler(
  store: StorePort<AllVerbs>,
  clock: Clock,
  { policy, ...deps }: Partial<SchedulerDeps> = {},
): Scheduler {
  return new Scheduler({
    store,
    plans: [campaignPlan(store)],
    clock,
    log: pino({ level: 'silent' }),
    failpoint: noFailpoint,
    hint: () => {},
    onEvent: () => {},
    ...deps,
    policy: { ...schedulerPolicy, jitterMaxMs: 0, ...policy },
  })
}

/** A campaign of the seeded owner to these groups by account 1, unless the test says otherwise. */
export function newCampaign(given: Partial<NewCampaign> & { groups?: number } = {}): NewCampaign {
  const { groups = 3, ...rest } = given
  return {
    uuid: randomUUID(),
    ownerId: 1,
    name: null,
    content: { text: 'salom', entities: [] },
    everyMs: 5 * minuteMs,
    targets: Array.from({ length: groups }, (_, index) => ({ accountId: 1, peer: groupAt(index), topic: 0 })),
    limits,
    nowMs: startMs,
    ...rest,
  }
}

/** The campaign of an answer. A problem fails the test. */
export function campaignOf(answer: CampaignAnswer): Campaign {
  if ('problem' in answer) throw new Error(`no campaign, but ${JSON.stringify(answer.problem)}`)
  return answer.campaign
}

function steps({ store, db }: Pick<TestStore, 'store' | 'db'>, clock: ShiftableClock, scheduler: Scheduler) {
  const create = async (given: Parameters<typeof newCampaign>[0] = {}) =>
    campaignOf(await store.createCampaign(newCampaign({ nowMs: clock.nowMs(), ...given })))
  const start = async ({ id }: { readonly id: number }) =>
    campaignOf(await store.startCampaign({ id, ownerId: admin, limits: anyLimits, nowMs: clock.nowMs() }))
  const begin = async (given: Parameters<typeof newCampaign>[0] = {}) => start(await create(given))
  const tickAfter = async (ms: number) => {
    clock.advance(ms)
    await scheduler.tick()
  }
  const report = async ({ id }: { readonly id: number }) => {
    const found = await store.campaignReport({ id, ownerId: admin, runs: 100 })
    if (found === undefined) throw new Error(`no campaign ${id}`)
    return found
  }
  const lastRun = async (campaign: { readonly id: number }) => {
    const [run] = (await report(campaign)).runs
    if (run === undefined) throw new Error('the campaign has no run')
    return run
  }
  /** What a shard would have due of an account by now, claimed. */
  const claimDue = async (accountId = 1, epoch = 1) => {
    const nowMs = clock.nowMs()
    const due = (await store.window(accountId, 1, 10_000)).filter(({ dueAtMs }) => dueAtMs <= nowMs)
    const claims = due.map(({ id }) => ({ id, accountId, epoch, nextAtMs: nowMs }))
    const claimed = new Set(await store.claim({ claims, nowMs }))
    return due.filter(({ id }) => claimed.has(id))
  }
  const settle = (settlements: readonly Settlement[]) => store.settle({ settlements, nowMs: clock.nowMs() })
  const sendDue = async (accountId = 1, epoch = 1) => {
    const claimed = await claimDue(accountId, epoch)
    await settle(
      claimed.map(
        ({ id, runId }) => ({ id, accountId, runId, epoch, event: 'confirm', messageId: id, result: null }) as const,
      ),
    )
    return claimed.map(({ peer }) => Number(peer))
  }
  const grant = (accountIds: readonly number[] = [1]) => {
    const rows = db.prepare<[], { id: number; partition: number }>('select id, partition from accounts').all()
    const partitions = [...new Set(rows.filter(({ id }) => accountIds.includes(id)).map(({ partition }) => partition))]
    return store.acquire({ partitions, owner: 'local', cause: 'boot', nowMs: clock.nowMs() })
  }
  const states = (run: Pick<Run, 'id'>) =>
    db
      .prepare<[number], string>('select state from attempts where run_id = ? order by due_at_ms, id')
      .pluck()
      .all(run.id)
  return { create, start, begin, tickAfter, report, lastRun, claimDue, settle, sendDue, grant, states }
}

/** For starts of campaigns that a test made shorter than people may. */
const anyLimits = { intervalMinMs: 1 }

function addGroups({ db }: Pick<TestStore, 'db'>, accounts: number, groups: number): void {
  const add = db.prepare(`
    insert into peers (account_id, peer, kind, title, may_post, is_forum, seen_at_ms)
    values (?, ?, 'supergroup', ?, 1, 0, 1)`)
  db.transaction(() => {
    for (let accountId = 1; accountId <= accounts; accountId++) {
      for (let index = 0; index < groups; index++) add.run(accountId, groupAt(index), `Group ${index}`)
    }
  }).immediate()
}
