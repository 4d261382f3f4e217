import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../src/delivery/events.ts'
import { AccessSweep } from '../../../src/features/admin/access-sweep.ts'
import { startMs, startScheduling } from '../../support/scheduling.ts'

const dayMs = 24 * 3_600_000

async function setup() {
  const given = await startScheduling()
  const { store, db, clock } = given
  db.exec(`update users set access_until_ms = ${startMs + dayMs} where id = 1`)
  const events: EngineEvent[] = []
  const open = () =>
    new AccessSweep({ store, clock, log: pino({ level: 'silent' }), onEvent: (event) => void events.push(event) })
  const states = () =>
    db.prepare<[], { state: string; reason: string | null }>('select state, reason from campaigns order by id').all()
  return { ...given, events, open, states, sweep: () => open().sweep() }
}

describe('access that ends', () => {
  it('pauses all that the person runs, for that reason, and tells them once', async () => {
    const { begin, tickAfter, lastRun, clock, sweep, states, events, db, claimDue } = await setup()
    const campaigns = [await begin(), await begin()]
    await tickAfter(0)
    await sweep()
    expect(states().map(({ state }) => state)).toEqual(['running', 'running'])

    clock.advance(dayMs)
    await sweep()
    await sweep()

    expect(states()).toEqual([
      { state: 'paused', reason: 'access-ended' },
      { state: 'paused', reason: 'access-ended' },
    ])
    for (const campaign of campaigns) {
      expect(await lastRun(campaign)).toMatchObject({ state: 'paused', reason: 'access-ended' })
    }
    expect(await claimDue()).toEqual([])
    expect(db.prepare(`select kind from notices where kind = 'access.ended'`).all()).toHaveLength(1)
    expect(events.map(({ name }) => name)).toEqual(['access_changed', 'campaign_paused', 'campaign_paused'])
  })

  it('is made good by the next sweep, wherever the one before died', async () => {
    const { begin, store, clock, sweep, states } = await setup()
    for (let count = 0; count < 3; count++) await begin()
    clock.advance(dayMs)

    // As far as a sweep came that died between its steps.
    await store.endAccess({ nowMs: clock.nowMs(), limit: 10 })
    const page = { ownerId: 1, after: 0, limit: 1, nowMs: clock.nowMs() }
    await store.pauseOwned({ ...page, reason: 'access-ended' })
    expect(states().map(({ state }) => state)).toEqual(['paused', 'running', 'running'])

    await sweep()
    expect(states().map(({ state }) => state)).toEqual(['paused', 'paused', 'paused'])
    expect(await store.accessChores(10)).toEqual([])
  })

  it('resumes after a renewal what was paused for it, and nothing that its owner had paused', async () => {
    const { begin, store, clock, sweep, states } = await setup()
    const own = await begin()
    await begin()
    await store.pauseCampaign({ id: own.id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() })
    clock.advance(dayMs)
    await sweep()
    const args = { ownerId: 1, after: 0, limit: 10, nowMs: clock.nowMs(), reason: 'access-ended' }

    expect((await store.resumeOwned(args)).changed).toEqual([])
    await store.grantAccess({ id: 1, days: 30, name: null, actor: 'cli', nowMs: clock.nowMs() })
    expect((await store.resumeOwned(args)).changed).toHaveLength(1)
    expect(states()).toEqual([
      { state: 'paused', reason: 'asked' },
      { state: 'running', reason: null },
    ])
  })
})

describe('a ban', () => {
  it('stops what runs and what is paused', async () => {
    const { begin, store, clock, sweep, states } = await setup()
    const [one] = [await begin(), await begin()]
    await store.pauseCampaign({ id: one.id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() })

    await store.banPerson({ id: 1, mayBanAdmins: false, actor: 'cli', nowMs: clock.nowMs() })
    await sweep()

    expect(states()).toEqual([
      { state: 'stopped', reason: 'banned' },
      { state: 'stopped', reason: 'banned' },
    ])
  })
})

describe('the figures', () => {
  it('count each message once, whenever they are asked for and however often it was counted', async () => {
    const { begin, tickAfter, grant, sendDue, store, clock } = await setup()
    await grant()
    await begin()
    await tickAfter(0)
    await tickAfter(12_000)
    const sent = await sendDue()
    const now = () => store.statistics({ nowMs: clock.nowMs(), dayStartMs: clock.nowMs() - (clock.nowMs() % dayMs) })

    expect((await now()).today).toEqual({ sent: sent.length, failed: 0 })
    clock.advance(2 * 60_000)
    while (await store.countFigures(clock.nowMs()));
    await store.countFigures(clock.nowMs())
    expect(sent.length).toBeGreaterThan(0)
    expect(await now()).toMatchObject({
      today: { sent: sent.length, failed: 0 },
      week: { sent: sent.length },
      waiting: 3 - sent.length,
      runs: { running: 1, paused: 0 },
      people: { active: 1, pending: 0 },
      accounts: { active: 1 },
    })
  })
})
