import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/scheduler/plan.ts'
import { groupAt, minuteMs, openScheduler, startMs, startScheduling } from '../support/scheduling.ts'

describe('a tick', () => {
  it('opens the round of a campaign that is due, and its attempts are due one after another', async () => {
    const { begin, tickAfter, lastRun, db, hinted, events } = await startScheduling()
    const campaign = await begin()

    await tickAfter(400)

    const run = await lastRun(campaign)
    expect(run).toMatchObject({ state: 'running', plannedAtMs: startMs, targets: 3, open: 3 })
    expect(db.prepare('select peer, due_at_ms - ? as late from attempts order by id').all(startMs + 400)).toEqual([
      { peer: groupAt(0), late: 0 },
      { peer: groupAt(1), late: 10_000 },
      { peer: groupAt(2), late: 20_000 },
    ])
    expect(hinted).toEqual([1])
    expect(events).toMatchObject([
      { name: 'enqueue', ownerId: 1, runId: run.id, count: 3 },
      { name: 'run_started', runId: run.id, campaignId: campaign.id, targets: 3 },
    ])
  })

  it('keeps to the grid however late it comes, and plans each instant once', async () => {
    const { begin, tickAfter, report, scheduler } = await startScheduling()
    const campaign = await begin()

    await tickAfter(700)
    await scheduler.tick()
    await tickAfter(5 * minuteMs)
    await tickAfter(5 * minuteMs)

    const { runs } = await report(campaign)
    expect(runs.map(({ plannedAtMs }) => plannedAtMs - startMs)).toEqual([10 * minuteMs, 5 * minuteMs, 0])
  })

  it('takes so many campaigns and no more, the longest due first', async () => {
    const { begin, tickAfter, report, clock } = await startScheduling({
      deps: { policy: { checkEveryMs: 1_000, dueMax: 2, jitterMaxMs: 0, gapMinMs: 10_000 } },
    })
    const campaigns: { id: number }[] = []
    for (let index = 0; index < 5; index++) {
      campaigns.push(await begin())
      clock.advance(1)
    }
    const planned = async () => (await Promise.all(campaigns.map(report))).map(({ runs }) => runs.length)

    await tickAfter(0)
    expect(await planned()).toEqual([1, 1, 0, 0, 0])
    await tickAfter(0)
    await tickAfter(0)
    expect(await planned()).toEqual([1, 1, 1, 1, 1])
  })

  it('is one at a time: called while it runs, it is the one that runs', async () => {
    const { scheduler, begin, lastRun } = await startScheduling()
    const campaign = await begin()

    const ticks = [scheduler.tick(), scheduler.tick()]
    await Promise.all(ticks)

    expect(ticks[0]).toBe(ticks[1])
    expect(await lastRun(campaign)).toMatchObject({ targets: 3 })
  })

  it('survives a store that fails: the next one goes on where it stood', async () => {
    const { store, clock, begin, lastRun } = await startScheduling()
    const campaign = await begin()
    let failures = 2
    const flaky = new Proxy(store, {
      get(target, name) {
        const isBroken = name === 'scheduleRounds' && failures-- > 0
        return isBroken ? () => Promise.reject(new Error('disk full')) : Reflect.get(target, name)
      },
    })
    const scheduler = openScheduler(flaky, clock)

    await scheduler.tick()
    expect(await lastRun(campaign)).toMatchObject({ state: 'planning', targets: 0 })
    await scheduler.tick()
    await scheduler.tick()

    expect(await lastRun(campaign)).toMatchObject({ state: 'running', targets: 3 })
  })

  it('does not let a run that cannot be planned keep the others back', async () => {
    const { store, clock, begin, lastRun } = await startScheduling()
    const [bad, good] = [await begin(), await begin()]
    const poisoned = new Proxy(store, {
      get(target, name) {
        const verb: unknown = Reflect.get(target, name)
        if (name !== 'campaignTargets') return verb
        return async (page: { campaignId: number }) => {
          const targets = await store.campaignTargets({ ...page, after: null, limit: 1_000 })
          return page.campaignId === bad.id ? targets.map((target) => ({ ...target, accountId: 404 })) : targets
        }
      },
    })
    const scheduler = openScheduler(poisoned, clock)

    await scheduler.tick()
    await scheduler.tick()

    expect(await lastRun(good)).toMatchObject({ state: 'running', targets: 3 })
    expect(await lastRun(bad)).toMatchObject({ state: 'planning', targets: 0 })
  })

  it('comes at once when the scheduler starts', async () => {
    const { scheduler, begin, lastRun } = await startScheduling({
      deps: { policy: { checkEveryMs: 3_600_000, dueMax: 500, jitterMaxMs: 0, gapMinMs: 0 } },
    })
    const campaign = await begin()

    await scheduler.start()
    await scheduler.stop()

    expect(await lastRun(campaign)).toMatchObject({ state: 'running', targets: 3 })
  })

  it('rejects never, also when the store is gone, and ends when it is stopped', async () => {
    const { scheduler, begin, terminate } = await startScheduling()
    await begin()
    await scheduler.start()
    await terminate()

    await expect(scheduler.tick()).resolves.toBeUndefined()
    await scheduler.stop()
    await scheduler.stop()
  })
})

describe('a large run', () => {
  it('is planned in batches, in the order in which it will be sent', async () => {
    const { create, start, tickAfter, lastRun, db, events, store } = await startScheduling({
      accounts: 3,
      groups: 2_500,
    })
    const targets = Array.from({ length: 2_500 }, (_, index) => ({
      accountId: 1 + Math.floor(index / 1_000),
      peer: groupAt(index),
      topic: 0,
    }))
    const campaign = await start(await create({ targets, everyMs: 24 * 60 * minuteMs }))

    await tickAfter(0)

    expect(await lastRun(campaign)).toMatchObject({ state: 'running', targets: 2_500 })
    const counts = events.flatMap((event) => (event.name === 'enqueue' ? [event.count] : []))
    expect(counts).toEqual([1_000, 1_000, 500])
    const dues = db.prepare<[], number>('select due_at_ms from attempts order by id').pluck().all()
    expect(dues).toEqual(dues.toSorted((a, b) => a - b))
    const first = db.prepare<[], number>('select account_id from attempts order by id limit 6').pluck().all()
    expect(first).toEqual([1, 2, 3, 1, 2, 3])
    expect((await store.heads([1, 2, 3])).map(({ dueAtMs }) => dueAtMs)).toEqual([startMs, startMs, startMs])
  })

  it('does not keep a small one back, also when there are many of them', async () => {
    const groups = 2_500
    const { create, start, clock, store, lastRun, db } = await startScheduling({ accounts: 2, groups })
    const large: { id: number }[] = []
    for (let index = 0; index < 20; index++) large.push(await start(await create({ groups })))
    const small = await start(await create({ targets: [{ accountId: 2, peer: groupAt(0), topic: 0 }] }))
    const begun: number[] = []
    const watched = new Proxy(store, {
      get(target, name) {
        if (name !== 'scheduleRounds') return Reflect.get(target, name) as unknown
        return async (args: Parameters<typeof store.scheduleRounds>[0]) => {
          const added = await store.scheduleRounds(args)
          begun.push(...args.rounds.flatMap(({ runId, isLast }) => (isLast ? [runId] : [])))
          return added
        }
      },
    })

    await openScheduler(watched, clock).tick()
    await openScheduler(store, clock).tick()

    expect(begun[0]).toBe((await lastRun(small)).id)
    const runs = await Promise.all(large.map(lastRun))
    expect(runs).toEqual(runs.map((run) => ({ ...run, state: 'running', targets: groups })))
    expect(db.prepare('select count(*) from attempts').pluck().get()).toBe(20 * groups + 1)
  })
})

describe('a plan of a feature', () => {
  it('shares the bound of a tick with the others', async () => {
    const asked: number[] = []
    const plan = (due: number): Plan => ({
      name: `due ${due}`,
      due(_, limit) {
        asked.push(limit)
        const rounds = Array.from({ length: Math.min(due, limit) }, (__, campaignId) => ({
          campaignId,
          nextAtMs: startMs,
          everyMs: null,
          misfire: 'skip' as const,
        }))
        return Promise.resolve(rounds)
      },
      advance: () => Promise.resolve([]),
      planning: () => Promise.resolve([]),
      targets: () => Promise.resolve([]),
      ended: () => Promise.resolve(),
    })
    const { scheduler } = await startScheduling({ deps: { plans: [plan(300), plan(600), plan(1)] } })

    await scheduler.tick()

    expect(asked).toEqual([500, 200])
  })
})
