import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import type { EngineEvent } from '../../../src/delivery/events.ts'
import { NewsDesk } from '../../../src/features/notices/news-desk.ts'
import { StopMarker } from '../../../src/ops/stop-marker.ts'
import { openLocalTestStore } from '../../support/store.ts'

const startMs = Date.UTC(2026, 10, 21)
const [minuteMs, dayMs] = [60_000, 24 * 3_600_000]

function setup(accounts = 1) {
  const { store, db } = openLocalTestStore({ accounts })
  const clock = new ShiftableClock({ nowMs: () => startMs })
  let hints = 0
  const desk = new NewsDesk({ store, clock, log: pino({ level: 'silent' }), hint: () => void hints++ })
  const told = () =>
    db
      .prepare<[], { userId: number; kind: string; detail: string }>(
        `select user_id as userId, kind, detail from notices where kind like 'news.%' order by id`,
      )
      .all()
      .map(({ userId, kind, detail }) => ({ userId, kind, ...(JSON.parse(detail) as { count: number }) }))
  const after = async (ms: number) => {
    clock.advance(ms)
    await desk.tick()
  }
  return { store, db, clock, desk, told, after, hints: () => hints }
}

const lost = (accountId: number, state = 'needs-login'): EngineEvent => ({
  name: 'account_changed',
  accountId,
  state,
  reason: 'AUTH_KEY_UNREGISTERED',
  untilMs: null,
})

const finished = (campaignId: number, sent: number): EngineEvent => ({
  name: 'run_finished',
  runId: 1,
  campaignId,
  sent,
  failed: 1,
  cancelled: 0,
  uncertain: 0,
})

describe('an account that needs its owner', () => {
  it('is told at once and with a count, however many fail together', async () => {
    const { db, desk, told, after, hints } = setup(1000)
    db.exec(`update accounts set state = 'needs-login'`)
    for (let id = 1; id <= 1000; id++) desk.note(lost(id))

    await after(0)
    expect(told()).toEqual([])
    await after(15_000)
    expect(told()).toMatchObject([{ userId: 1, kind: 'news.login', count: 1000 }])
    expect(hints()).toBe(1)
    expect(JSON.stringify(told()).length).toBeLessThan(2_000)
  })

  it('is not told again within ten minutes, nor when it works again', async () => {
    const { db, desk, told, after } = setup(2)
    db.exec(`update accounts set state = 'needs-login'`)
    desk.note(lost(1))
    await after(0)
    await after(15_000)
    desk.note(lost(2))
    await after(minuteMs)
    expect(told()).toHaveLength(1)
    await after(9 * minuteMs)
    expect(told()).toHaveLength(2)

    desk.note(lost(1))
    await after(0)
    db.exec(`update accounts set state = 'active'`)
    await after(11 * minuteMs)
    expect(told()).toHaveLength(2)
  })

  it('is told also to somebody who wants to hear nothing else', async () => {
    const { store, db, desk, told, after } = setup()
    db.exec(`update accounts set state = 'limited'`)
    await store.saveNewsPace({ userId: 1, pace: 'off', nowMs: startMs })
    desk.note(lost(1, 'limited'))
    await after(0)
    await after(2 * dayMs)
    expect(told()).toEqual([])

    db.exec(`update accounts set state = 'stopped'`)
    desk.note(lost(1, 'stopped'))
    await after(0)
    await after(15_000)
    expect(told()).toMatchObject([{ kind: 'news.login' }])
  })
})

describe('what was sent', () => {
  const addCampaigns = (db: ReturnType<typeof setup>['db']) =>
    db.exec(`insert into campaigns (id, uuid, owner_id, name, state, misfire, created_at_ms)
      values (1, 'a', 1, 'One', 'draft', 'skip', 1), (2, 'b', 1, 'Two', 'draft', 'skip', 1)`)

  it('is told once a day, with its figures added up', async () => {
    const { db, desk, told, after } = setup()
    addCampaigns(db)
    desk.note(finished(1, 10))
    await after(0)
    await after(15_000)
    expect(told()).toMatchObject([{ count: 1, total: { rounds: 1, sent: 10, failed: 1 } }])

    for (let round = 0; round < 100; round++) {
      desk.note(finished(1, 10))
      desk.note(finished(2, 1))
      await after(minuteMs)
    }
    expect(told()).toHaveLength(1)
    await after(dayMs)
    expect(told()[1]).toMatchObject({ count: 2, total: { rounds: 200, sent: 1100, failed: 200 } })
  })

  it('is told at once to whoever wants that, also what waited already', async () => {
    const { store, db, desk, told, after, clock } = setup()
    addCampaigns(db)
    desk.note(finished(1, 10))
    await after(0)
    await after(15_000)
    desk.note(finished(2, 5))
    await after(minuteMs)
    expect(told()).toHaveLength(1)

    await store.saveNewsPace({ userId: 1, pace: 'now', nowMs: clock.nowMs() })
    await after(15_000)
    expect(told()).toMatchObject([{}, { count: 1, total: { sent: 5 } }])
  })
})

describe('admins', () => {
  it('are told of alerts, and that the last stop was not planned, but not of one that was', async () => {
    const { store, db, desk, told, after, clock } = setup()
    db.exec(`update users set role = 'admin' where id = 1`)
    const open = () => new StopMarker({ store, clock, onUnplanned: (alert) => desk.alert(alert) })
    const planned = open()
    await planned.start()
    await planned.stop()
    await open().start()
    await after(0)
    await after(minuteMs)
    expect(told()).toEqual([])

    await open().start()
    desk.note({ name: 'error_alert', audience: 'page', row: 'AUTH_KEY_DUPLICATED', accountId: 1, action: 'look' })
    desk.note({ name: 'error_alert', audience: 'owner', row: 'X', accountId: 1, action: 'nothing for admins' })
    await after(0)
    await after(15_000)
    expect(told()).toMatchObject([{ kind: 'news.service', count: 2 }])
    expect(JSON.stringify(told())).toContain('unplanned-stop')
  })
})
