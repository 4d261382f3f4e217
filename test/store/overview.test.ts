import { describe, expect, it } from 'vitest'
import type { Database } from '../../src/base/sqlite.ts'
import { listAttempts } from '../../src/store/attempt-list.ts'
import type { ListedState } from '../../src/store/attempt-list.ts'
import { readOverview } from '../../src/store/overview.ts'
import { minuteMs, startMs, startScheduling } from '../support/scheduling.ts'

describe('what the overview counts as held', () => {
  it('is the rest of a paused run from the commit of the pause on, whether or not its rows were looked at', async () => {
    const { store, waiting, listed, tickAfter, told } = await running(5)
    expect(waiting()).toEqual({ pending: 5, held: 0, 'in-flight': 0 })

    await store.pauseCampaign(told)
    const atOnce = [waiting(), listed('pending'), listed('held')]
    await tickAfter(1_000)

    expect(atOnce).toEqual([{ pending: 0, held: 5, 'in-flight': 0 }, 0, 5])
    expect([waiting(), listed('pending'), listed('held')]).toEqual(atOnce)
  })

  it('waits again from the commit of the resume on', async () => {
    const { store, waiting, listed, tickAfter, told } = await running(5)
    await store.pauseCampaign(told)
    await tickAfter(1_000)

    await store.resumeCampaign({ ...told, nowMs: startMs + 2_000 })

    expect([waiting(), listed('pending'), listed('held')]).toEqual([{ pending: 5, held: 0, 'in-flight': 0 }, 5, 0])
  })

  it('is what a stopped run has left, until that is cancelled', async () => {
    const { store, waiting, listed, overview, tickAfter, told } = await running(5)

    await store.stopCampaign(told)
    const atOnce = [waiting(), listed('held'), overview().runs.stopped, overview().messages.targets]
    await tickAfter(1_000)

    expect(atOnce).toEqual([{ pending: 0, held: 5, 'in-flight': 0 }, 5, 1, 5])
    expect([waiting(), listed('held'), overview().runs.stopped]).toEqual([
      { pending: 0, held: 0, 'in-flight': 0 },
      0,
      1,
    ])
    expect(overview().messages).toMatchObject({ targets: 5, cancelled: 5 })
  })

  it('has nothing in it that is on the wire, and no work of an account', async () => {
    const { store, waiting, listed, claimDue, told } = await running(5)
    await claimDue()
    const work = { kind: 'dialogs', accountId: 1, ownerId: 1, partition: 1, payload: '{}', peer: null }
    await store.request({ ...work, idempotencyKey: 'a', dueAtMs: startMs, rank: 0 })
    expect(waiting()).toEqual({ pending: 5, held: 0, 'in-flight': 1 })

    await store.pauseCampaign(told)

    expect(waiting()).toEqual({ pending: 1, held: 4, 'in-flight': 1 })
    expect([listed('pending'), listed('held'), listed('in-flight')]).toEqual([1, 4, 1])
  })
})

describe('the overview', () => {
  it('reads only what is open or ended within a day, whatever is kept', async () => {
    const { db } = await running(1)
    const statements: string[] = []
    const watched = new Proxy(db, {
      get: (target, name) =>
        name === 'prepare' ? (sql: string) => (statements.push(sql), target.prepare(sql)) : Reflect.get(target, name),
    })

    readOverview(watched, startMs)

    const steps = statements.flatMap((sql) => stepsOf(db, sql))
    expect(steps.length).toBeGreaterThan(8)
    expect(steps.filter((step) => /SCAN (a|attempts|r|runs)\b/.test(step) && !smallIndex.test(step))).toEqual([])
  })
})

/** Partial: they hold what is open, and work that is no message. */
const smallIndex = /USING (COVERING )?INDEX (attempts_in_flight|attempts_one_per_key|runs_unfinished|runs_with_chore)$/

function stepsOf(db: Database, sql: string): string[] {
  return db
    .prepare<[], { detail: string }>(`explain query plan ${sql.replaceAll('?', '1')}`)
    .all()
    .map(({ detail }) => detail)
}

/** A campaign with one round, which is planned. */
async function running(groups: number) {
  const started = await startScheduling({ groups })
  const { db, clock } = started
  const campaign = await started.begin({ groups, everyMs: 60 * minuteMs })
  await started.grant()
  await started.tickAfter(0)
  const overview = () => readOverview(db, clock.nowMs())
  return {
    ...started,
    overview,
    told: { id: campaign.id, ownerId: 1, reason: 'asked', nowMs: startMs },
    waiting() {
      const { pending, held, 'in-flight': inFlight } = overview().attempts
      return { pending, held, 'in-flight': inFlight }
    },
    listed: (state: ListedState) =>
      listAttempts(db, { state, kind: 'all', accountId: null, campaignId: null }, 100).length,
  }
}
