import { describe, expect, it } from 'vitest'
import { everyDay, unbound } from '../../src/scheduler/timetable.ts'
import type { Timetable } from '../../src/scheduler/timetable.ts'
import {
  admin,
  campaignOf,
  minuteMs,
  newCampaign,
  openScheduler,
  startMs,
  startScheduling,
} from '../support/scheduling.ts'

const everyMs = 4_000
const hourMs = 60 * minuteMs
const limits = { intervalMinMs: 1 }

describe('a clock that was an hour ahead for twenty seconds and is back', () => {
  it('keeps no campaign waiting: the next round begins within its interval', async () => {
    const { campaign, run, rounds, backAtMs } = await startAhead()

    await run(0, 2 * everyMs)

    const [last] = await rounds(campaign)
    expect(last?.plannedAtMs).toBeLessThanOrEqual(backAtMs + 2 * everyMs)
    expect(last?.plannedAtMs).toBeGreaterThan(backAtMs)
  })

  it('nor one that was running when the engine is started again', async () => {
    const { campaign, store, rounds, clock, backAtMs } = await startAhead()
    const scheduler = openScheduler(store, clock)

    await scheduler.tick()
    clock.atMs += everyMs
    await scheduler.tick()

    expect((await rounds(campaign))[0]?.plannedAtMs).toBe(backAtMs + everyMs)
  })

  it('does not bind a start, nor does it take what was stopped then for a refusal', async () => {
    const { campaign, store, run, rounds, clock, backAtMs } = await startAhead()
    const id = { id: campaign.id, ownerId: admin }
    await store.stopCampaign({ ...id, reason: 'asked', nowMs: clock.nowMs() })

    const started = campaignOf(await store.startCampaign({ ...id, limits, nowMs: clock.nowMs() }))
    await run(0, everyMs)

    expect(started).toMatchObject({ nextAtMs: backAtMs, startedAtMs: backAtMs })
    expect((await rounds(campaign)).slice(0, 2).map(({ plannedAtMs }) => plannedAtMs - backAtMs)).toEqual([everyMs, 0])
  })

  it('does not bind a change of the interval, nor of anything else about when', async () => {
    const { campaign, store, clock, backAtMs } = await startAhead()
    const set = async (ms: number) =>
      campaignOf(
        await store.setWhen({
          id: campaign.id,
          ownerId: admin,
          everyMs: ms,
          timetable: null,
          limits,
          nowMs: clock.nowMs(),
        }),
      ).nextAtMs

    expect(await set(everyMs)).toBe(backAtMs + everyMs)
    expect(await set(5_000)).toBe(backAtMs + 5_000)
  })

  it('does not bind a round at once: its messages are due now', async () => {
    const { campaign, store, scheduler, rounds, db, clock, backAtMs } = await startAhead()
    await finishAll(db)

    await store.sendNow({ id: campaign.id, ownerId: admin, nowMs: clock.nowMs() })
    await scheduler.tick()

    const [last] = await rounds(campaign)
    expect(last?.plannedAtMs).toBe(backAtMs + 1)
    const first = db.prepare('select min(due_at_ms) from attempts where run_id = ?').pluck().get(last?.id)
    expect(first).toBeLessThanOrEqual(backAtMs + 1)
  })

  it('never gives two rounds one instant: where it was used, the next millisecond is', async () => {
    const { campaign, store, rounds, clock } = await startAhead()
    const used = (await rounds(campaign)).map(({ plannedAtMs }) => plannedAtMs)
    const id = { id: campaign.id, ownerId: admin }
    await store.stopCampaign({ ...id, reason: 'asked', nowMs: clock.nowMs() })
    clock.atMs = used[1] ?? 0

    expect(campaignOf(await store.startCampaign({ ...id, limits, nowMs: clock.nowMs() })).nextAtMs).toBe(clock.atMs + 1)
  })

  it('sends a round of the grid that meets an instant which was used then', async () => {
    const { campaign, run, rounds, backAtMs } = await startAhead()
    const used = (await rounds(campaign)).length

    await run(0, 0)
    await run(hourMs - everyMs, 2 * everyMs)

    const instants = (await rounds(campaign)).map(({ plannedAtMs }) => plannedAtMs - backAtMs - hourMs)
    expect(instants.slice(0, 3)).toEqual([everyMs, 1, -everyMs + 1])
    expect(instants).toHaveLength(used + 3)
  })

  it('runs what runs once, that was started then', async () => {
    const { campaign, store, scheduler, rounds, clock } = await startScheduled({ everyMs: null, limits })
    const id = { id: campaign.id, ownerId: admin }
    clock.atMs += hourMs
    await store.startCampaign({ ...id, limits, nowMs: clock.nowMs() })
    clock.atMs -= hourMs

    await openScheduler(store, clock).tick()
    await scheduler.tick()

    expect(await rounds(campaign)).toHaveLength(1)
  })

  it('repeats no instant of a calendar, and leaves none out', async () => {
    const timetable: Timetable = { ...unbound('UTC'), calendar: { times: [9 * 60, 18 * 60], days: everyDay } }
    const { campaign, store, scheduler, rounds, clock } = await startScheduled({ everyMs: null, timetable, limits })
    const id = { id: campaign.id, ownerId: admin }
    const nine = startMs - (startMs % (24 * hourMs)) + 33 * hourMs
    clock.atMs = nine - 5 * minuteMs
    await store.startCampaign({ ...id, limits, nowMs: clock.nowMs() })
    await scheduler.tick()

    clock.atMs = nine + 5_000
    await scheduler.tick()
    clock.atMs = nine - 5_000
    await scheduler.tick()
    const next = async () => (await store.campaign(id))?.nextAtMs
    expect(await next()).toBe(nine + 9 * hourMs)

    clock.atMs = nine + 33 * hourMs
    await scheduler.tick()
    clock.atMs = nine + hourMs
    await scheduler.tick()
    expect(await next()).toBe(nine + 9 * hourMs)
    expect((await rounds(campaign)).length).toBe(2)
  })

  it('moves nothing that waits as it should', async () => {
    const timetable: Timetable = { ...unbound('UTC'), beginsAtMs: startMs + 48 * hourMs }
    const { campaign, store, scheduler, clock } = await startScheduled({ everyMs, timetable, limits })
    const id = { id: campaign.id, ownerId: admin }
    await store.startCampaign({ ...id, limits, nowMs: clock.nowMs() })

    await scheduler.tick()
    clock.atMs -= 5_000
    await scheduler.tick()

    expect((await store.campaign(id))?.nextAtMs).toBe(startMs + 48 * hourMs)
  })
})

/** A draft, and a scheduler whose clock the test sets. */
async function startScheduled(given: Parameters<typeof newCampaign>[0]) {
  const clock = { atMs: startMs, nowMs: () => clock.atMs }
  const { store, db, scheduler } = await startScheduling({ deps: { clock } })
  const campaign = campaignOf(await store.createCampaign(newCampaign({ groups: 1, ...given })))
  const rounds = async ({ id }: { readonly id: number }) =>
    (await store.campaignReport({ id, ownerId: admin, runs: 100 }))?.runs ?? []
  /** A jump, and then a tick a second. */
  const run = async (jumpMs: number, ms: number) => {
    clock.atMs += jumpMs
    await scheduler.tick()
    for (const untilMs = clock.atMs + ms; clock.atMs < untilMs;) {
      clock.atMs += 1_000
      await scheduler.tick()
    }
  }
  return { store, db, scheduler, clock, campaign, rounds, run }
}

/** A campaign that ran with the clock right, and then with it ahead; it is back, and nothing has looked yet. */
async function startAhead() {
  const started = await startScheduled({ everyMs, limits })
  const { store, campaign, clock, run } = started
  await store.startCampaign({ id: campaign.id, ownerId: admin, limits, nowMs: clock.nowMs() })
  await run(0, 2 * everyMs)
  await run(hourMs, 20_000)
  clock.atMs -= hourMs
  return { ...started, backAtMs: clock.atMs }
}

async function finishAll(db: Awaited<ReturnType<typeof startScheduled>>['db']): Promise<void> {
  await Promise.resolve()
  db.exec(`update runs set state = 'finished', finished_at_ms = created_at_ms, chore = null`)
}
