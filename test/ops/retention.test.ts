import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../src/delivery/events.ts'
import { Retention } from '../../src/ops/retention.ts'
import type { AgingTable } from '../../src/ops/retention.ts'
import { minuteMs, startScheduling } from '../support/scheduling.ts'

const dayMs = 24 * 60 * minuteMs

describe('retention', () => {
  it('deletes attempts and runs that ended longer ago than their days, and nothing else', async () => {
    const { retention, rounds, tickAfter, events, db, clock } = await setup({ days: 30 })
    await rounds(3)

    clock.advance(29 * dayMs)
    await retention.sweep()
    expect(db.prepare('select count(*) from attempts').pluck().get()).toBe(9)
    clock.advance(dayMs + 1)
    await tickAfter(0)
    await retention.sweep()

    expect(events).toEqual([
      { name: 'pruned', table: 'attempts', rows: 9 },
      { name: 'pruned', table: 'runs', rows: 3 },
    ])
    expect(db.prepare('select state from attempts').pluck().all()).toEqual(['pending', 'pending', 'pending'])
    expect(db.prepare('select state from runs').pluck().all()).toEqual(['running'])
  })

  it('deletes what has a time of its own, batch by batch, for as long as a batch is full', async () => {
    const left = [1000, 1000, 7]
    const asked: number[] = []
    const prune = async (beforeMs: number, limit: number) => {
      asked.push(beforeMs)
      return Math.min(limit, left.shift() ?? 0)
    }
    const { retention, events, clock } = await setup({ days: 30, others: [{ table: 'audit', days: 365, prune }] })

    await retention.sweep()

    expect(asked).toEqual(Array.from({ length: 3 }, () => clock.nowMs() - 365 * dayMs))
    expect(events).toEqual([{ name: 'pruned', table: 'audit', rows: 2007 }])
  })

  it('keeps what is uncertain, and its run, until its owner decides', async () => {
    const { retention, rounds, db, clock } = await setup({ days: 30 })
    await rounds(1)
    db.exec(`update attempts set state = 'uncertain' where id = (select min(id) from attempts)`)

    clock.advance(40 * dayMs)
    await retention.sweep()

    expect(db.prepare('select state from attempts').pluck().all()).toEqual(['uncertain'])
    expect(db.prepare('select count(*) from runs').pluck().get()).toBe(1)
  })

  it('gives the room back to the disk, and goes on with more than one batch', async () => {
    const { retention, begin, grant, tickAfter, sendDue, db, clock, lastRun } = await setup({ days: 30, groups: 4_000 })
    const campaign = await begin({ groups: 4_000, everyMs: null })
    await grant()
    await tickAfter(0)
    await tickAfter(dayMs)
    await sendDue()
    expect(await lastRun(campaign)).toMatchObject({ state: 'finished', sent: 4_000 })
    const pages = () => Number(db.pragma('page_count', { simple: true }))
    const before = pages()

    clock.advance(31 * dayMs)
    await retention.sweep()

    expect(db.prepare('select count(*) from attempts').pluck().get()).toBe(0)
    expect(pages()).toBeLessThan(before * 0.9)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('survives a store that fails, and may be stopped twice', async () => {
    const { retention, terminate } = await setup({ days: 30 })
    await retention.start()
    await terminate()

    await expect(retention.sweep()).resolves.toBeUndefined()
    await retention.stop()
    await retention.stop()
  })
})

async function setup({ days, groups = 3, others = [] }: { days: number; groups?: number; others?: AgingTable[] }) {
  const started = await startScheduling({ groups })
  const events: EngineEvent[] = []
  const onEvent = (event: EngineEvent) => void events.push(event)
  const log = pino({ level: 'silent' })
  const retention = new Retention({ store: started.store, clock: started.clock, log, days, others, onEvent })
  /** So many rounds of a campaign that sends all of its groups. */
  const rounds = async (count: number) => {
    await started.begin()
    await started.grant()
    for (let round = 0; round < count; round++) {
      await started.tickAfter(round === 0 ? 0 : 4 * minuteMs)
      started.clock.advance(minuteMs)
      await started.sendDue()
    }
    await started.scheduler.tick()
  }
  return { ...started, events, retention, rounds }
}
