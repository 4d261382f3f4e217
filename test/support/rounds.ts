import { ShiftableClock } from '../../src/base/clock.ts'
import { schedulerPolicy } from '../../src/scheduler/scheduler.ts'
import { undoPlan } from '../../src/features/campaigns/undo/plan.ts'
import { campaignPlan } from '../../src/features/campaigns/plan.ts'
import { startEngine } from './engine.ts'
import type { EngineOptions } from './engine.ts'
import { campaignOf, newCampaign, openScheduler } from './scheduling.ts'

const limits = { intervalMinMs: 1_000 }

/** A shard of real accounts with its scheduler, on real time that the test can move on, in Telegram too. */
export async function startRounds(options: EngineOptions) {
  const clock = new ShiftableClock()
  const engine = await startEngine({ ...options, clock })
  const { store, shard, telegram, accounts, chats } = engine
  await engine.begin()
  const scheduler = openScheduler(store, clock, {
    plans: [campaignPlan(store), undoPlan(store)],
    policy: { ...schedulerPolicy, jitterMaxMs: 0, gapMinMs: 0 },
    hint: (hinted) => void shard.hint(hinted.map(({ id }) => id)),
  })
  const tickAfter = async (ms: number) => {
    clock.advance(ms)
    telegram.clock.advance(ms)
    await scheduler.tick()
  }
  const begin = async (given: Parameters<typeof newCampaign>[0]) => {
    const nowMs = clock.nowMs()
    const { id } = campaignOf(await store.createCampaign(newCampaign({ nowMs, limits, ...given })))
    return campaignOf(await store.startCampaign({ id, ownerId: null, limits, nowMs }))
  }
  const report = async ({ id }: { readonly id: number }) => {
    const found = await store.campaignReport({ id, ownerId: null, runs: 10 })
    if (found === undefined) throw new Error(`no campaign ${id}`)
    return found
  }
  /** Every group, the accounts in turn. */
  const groups = () =>
    chats.map(({ peer }, index) => ({ accountId: accounts[index % accounts.length]?.id ?? 0, peer, topic: 0 }))
  return { ...engine, clock, scheduler, tickAfter, begin, report, groups, until }
}

/** Asks again and again, with time for what it waits for; bounded by the test's own deadline. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5))
}
