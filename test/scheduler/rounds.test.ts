import { describe, expect, it } from 'vitest'
import { jitterMs } from '../../src/scheduler/due-time.ts'
import { schedulerPolicy } from '../../src/scheduler/scheduler.ts'
import { minuteMs, openScheduler, startMs, startScheduling } from '../support/scheduling.ts'

describe('the next round', () => {
  it('takes the place of what is left of the last one, and has all of its groups', async () => {
    const { begin, tickAfter, sendDue, report, grant, states, events } = await startScheduling()
    const campaign = await begin()
    await grant()
    await tickAfter(0)
    await sendDue()

    await tickAfter(5 * minuteMs)
    await tickAfter(0)

    const { runs } = await report(campaign)
    expect(runs).toMatchObject([
      { state: 'running', targets: 3, open: 3 },
      { state: 'stopped', reason: 'superseded', sent: 1, cancelled: 2, open: 0 },
    ])
    expect(states(runs[1] ?? { id: 0 })).toEqual(['sent', 'cancelled', 'cancelled'])
    expect(events).toContainEqual({ name: 'cancelled', runId: runs[1]?.id, count: 2, reason: 'superseded' })
    expect(events.at(-1)).toMatchObject({ name: 'run_stopped', runId: runs[1]?.id, reason: 'superseded' })
  })

  it('cancels also what was on the wire when it began and came back', async () => {
    const { begin, tickAfter, claimDue, settle, report, grant, clock } = await startScheduling()
    const campaign = await begin()
    await grant()
    await tickAfter(0)
    const [slow] = await claimDue()
    await tickAfter(5 * minuteMs)

    await settle([
      {
        id: slow?.id ?? 0,
        accountId: 1,
        runId: slow?.runId ?? 0,
        epoch: 1,
        event: 'postpone',
        dueAtMs: clock.nowMs(),
        reason: 'SLOWMODE_WAIT_%d',
      },
    ])
    expect(await claimDue()).toHaveLength(1)
    await tickAfter(1_000)

    expect((await report(campaign)).runs[1]).toMatchObject({ cancelled: 3, open: 0, finishedAtMs: clock.nowMs() })
  })

  it('leaves no attempt of a run that was being planned when it began', async () => {
    const { store, begin, tickAfter, report, clock } = await startScheduling({ groups: 2_000 })
    const campaign = await begin({ groups: 2_000 })
    let calls = 0
    const dying = new Proxy(store, {
      get: (target, name) =>
        name === 'scheduleRounds' && ++calls > 1 ? () => Promise.reject(new Error('gone')) : Reflect.get(target, name),
    })
    await openScheduler(dying, clock).tick()

    await tickAfter(5 * minuteMs)
    await tickAfter(0)

    expect((await report(campaign)).runs).toMatchObject([
      { state: 'running', targets: 2_000, open: 2_000 },
      { state: 'stopped', targets: 1_000, cancelled: 1_000 },
    ])
  })
})

describe('a step that was decided a moment ago', () => {
  it('changes nothing when the campaign has moved on, or was told something meanwhile', async () => {
    const { store, begin, report, clock } = await startScheduling()
    const [moved, paused] = [await begin(), await begin()]
    const steps = [moved, paused].map(({ id }) => ({
      type: 'run' as const,
      campaignId: id,
      fromAtMs: startMs,
      plannedAtMs: startMs,
      nextAtMs: startMs + 5 * minuteMs,
    }))
    await store.pauseCampaign({ id: paused.id, ownerId: 1, reason: 'asked', nowMs: startMs })
    await store.advanceCampaigns({ steps, nowMs: clock.nowMs() })

    const late = steps.map((step) => ({ ...step, plannedAtMs: startMs + 1, nextAtMs: startMs + 2 }))
    await store.advanceCampaigns({ steps: late, nowMs: clock.nowMs() })

    expect(await report(moved)).toMatchObject({
      campaign: { nextAtMs: startMs + 5 * minuteMs },
      runs: [{ plannedAtMs: startMs }],
    })
    expect(await report(paused)).toMatchObject({ campaign: { nextAtMs: startMs }, runs: [] })
  })
})

describe('after a downtime', () => {
  const downMs = 60 * minuteMs + 7_000

  it('a round is run once for all that were missed', async () => {
    const { begin, tickAfter, report } = await startScheduling()
    const campaign = await begin()

    await tickAfter(downMs)
    await tickAfter(1_000)

    const { runs, campaign: now } = await report(campaign)
    expect(runs.map(({ plannedAtMs }) => plannedAtMs - startMs)).toEqual([60 * minuteMs])
    expect(now.nextAtMs).toBe(startMs + 65 * minuteMs)
  })

  it('a round is left out if its owner wants that', async () => {
    const { begin, tickAfter, report } = await startScheduling()
    const campaign = await begin({ misfire: 'skip' })
    const once = await begin({ misfire: 'skip', everyMs: null })

    await tickAfter(downMs)

    expect(await report(campaign)).toMatchObject({ runs: [], campaign: { nextAtMs: startMs + 65 * minuteMs } })
    expect(await report(once)).toMatchObject({ runs: [], campaign: { state: 'finished' } })
  })

  it.each([
    ['run', [60 * minuteMs]],
    ['skip', []],
  ] as const)('an owner who wants to be asked is asked, and answers %s', async (missed, planned) => {
    const { begin, tickAfter, report, store, clock, events } = await startScheduling()
    const campaign = await begin({ misfire: 'ask' })
    await tickAfter(downMs)
    await tickAfter(1_000)
    expect(await report(campaign)).toMatchObject({ runs: [], campaign: { state: 'paused', reason: 'missed' } })
    expect(events).toEqual([{ name: 'campaign_paused', campaignId: campaign.id, reason: 'missed' }])

    await store.resumeCampaign({ id: campaign.id, ownerId: 1, missed, nowMs: clock.nowMs() })
    await tickAfter(1_000)

    const { runs, campaign: now } = await report(campaign)
    expect(runs.map(({ plannedAtMs }) => plannedAtMs - startMs)).toEqual(planned)
    expect(now).toMatchObject({ state: 'running', reason: null, nextAtMs: startMs + 65 * minuteMs })
  })
})

describe('an owner whose access ends', () => {
  it('has their campaigns paused at the next round, and goes on where they were once there are days again', async () => {
    const { begin, tickAfter, report, store, clock, events, db, lastRun } = await startScheduling()
    const until = (ms: number) => db.prepare('update users set access_until_ms = ?').run(ms)
    until(startMs + 7 * minuteMs)
    const campaign = await begin()
    await tickAfter(0)
    await tickAfter(10 * minuteMs)
    await tickAfter(1_000)

    expect(await report(campaign)).toMatchObject({ campaign: { state: 'paused', reason: 'access-ended' } })
    expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'access-ended', plannedAtMs: startMs })
    expect(events.filter(({ name }) => name === 'campaign_paused')).toEqual([
      { name: 'campaign_paused', campaignId: campaign.id, reason: 'access-ended' },
    ])

    const resume = () => store.resumeCampaign({ id: campaign.id, ownerId: 1, nowMs: clock.nowMs() })
    expect(await resume()).toEqual({ problem: { type: 'no-access', ownerId: 1 } })
    until(clock.nowMs() + 60 * minuteMs)
    await resume()
    await tickAfter(1_000)
    expect(await lastRun(campaign)).toMatchObject({ state: 'running', plannedAtMs: startMs + 10 * minuteMs })
  })

  it('cannot start one', async () => {
    const { create, store, clock, db } = await startScheduling()
    const campaign = await create()
    const start = () => {
      const nowMs = clock.nowMs()
      return store.startCampaign({ id: campaign.id, ownerId: 1, limits: { intervalMinMs: 1 }, nowMs })
    }

    for (const change of [`state = 'banned'`, `state = 'pending'`, `state = 'active', access_until_ms = ${startMs}`]) {
      db.exec(`update users set ${change}`)
      expect(await start()).toEqual({ problem: { type: 'no-access', ownerId: 1 } })
    }
    db.exec(`update users set access_until_ms = ${startMs + 1}`)
    expect(await start()).toMatchObject({ campaign: { state: 'running' } })
  })
})

describe('a round that a person asks for', () => {
  it('begins at once, where those of the plan have the jitter of their campaign', async () => {
    const policy = { ...schedulerPolicy, jitterMaxMs: 15_000 }
    const { store, begin, tickAfter, sendDue, grant, db, clock, report } = await startScheduling({ deps: { policy } })
    const campaign = await begin({ uuid: 'c', groups: 1 })
    await grant()
    const dueAfter = () =>
      db
        .prepare<[], number>(
          'select a.due_at_ms - r.created_at_ms from attempts a join runs r on r.id = a.run_id order by a.id',
        )
        .pluck()
        .all()
    await tickAfter(0)
    await tickAfter(15_000)
    await sendDue()
    await tickAfter(0)

    await store.sendNow({ id: campaign.id, ownerId: 1, nowMs: clock.nowMs() })
    await tickAfter(0)
    await tickAfter(5 * minuteMs)
    await tickAfter(0)

    const jitter = jitterMs('c', 15_000)
    expect(jitter).toBeGreaterThan(1_000)
    const [first, asked, next] = dueAfter()
    expect([first, asked]).toEqual([jitter, 1])
    // The next of the plan, opened 15 seconds after its instant.
    expect(next).toBe(jitter)
    expect((await report(campaign)).campaign.roundsDone).toBe(2)
  })
})
