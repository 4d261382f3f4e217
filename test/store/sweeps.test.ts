import { describe, expect, it } from 'vitest'
import { startTestStore } from '../support/store.ts'

describe('cancelling a run', () => {
  it('goes in batches, and calls uncertain what Telegram may have', async () => {
    const { store, db, runId } = await setup(5)
    db.exec('update attempts set maybe_sent = 1 where peer = -1')
    const batch = { runId, limit: 3, reason: 'superseded', nowMs: now }

    const first = await store.cancelPending({ ...batch, after: null })
    const second = await store.cancelPending({ ...batch, after: first.after })

    expect(first).toMatchObject({ changed: 3, after: { peer: -3, topic: 0, part: 0 } })
    expect(second).toMatchObject({ changed: 2, after: null, accounts: [{ id: 1, partition: 1 }] })
    expect(await store.run(runId)).toMatchObject({ state: 'finished', cancelled: 4, uncertain: 1 })
  })
})

describe('holding a paused run', () => {
  it('takes its attempts out of what is due, and gives them back', async () => {
    const { store, runId } = await setup(2)

    await store.setHeld({ ...whole, runId, isHeld: 1 })
    expect(await store.heads([1])).toEqual([])
    await store.setHeld({ ...whole, runId, isHeld: 0 })

    expect(await store.heads([1])).toHaveLength(1)
  })
})

describe('retrying what failed', () => {
  it('puts only the failed attempts back, with fresh tries, and the run runs again', async () => {
    const { store, db, runId } = await setup(2)
    const ids = (await store.window(1, 1, 10)).map(({ id }) => id)
    await store.claim({ claims: ids.map((id) => ({ id, accountId: 1, epoch: 1, nextAtMs: now })), nowMs: now })
    const [sent = 0, failed = 0] = ids
    await store.settle({
      nowMs: now,
      settlements: [
        { id: sent, accountId: 1, runId, epoch: 1, event: 'confirm', messageId: 1, result: null },
        { id: failed, accountId: 1, runId, epoch: 1, event: 'bury', reason: 'CHAT_WRITE_FORBIDDEN' },
      ],
    })

    expect(await store.revive({ ...whole, runId, nowMs: now + 5 })).toMatchObject({ changed: 1, after: null })

    expect(await store.run(runId)).toMatchObject({ state: 'running', sent: 1, failed: 0 })
    expect(db.prepare(`select tries, due_at_ms as due from attempts where state = 'pending'`).get()).toEqual({
      tries: 0,
      due: now + 5,
    })
  })
})

describe('pruning', () => {
  it('deletes what finished long ago, never what is open or uncertain', async () => {
    const { store, db } = await setup(4)
    const states = ['sent', 'cancelled', 'uncertain']
    for (const [index, state] of states.entries()) {
      db.prepare('update attempts set state = ?, settled_at_ms = 5 where peer = ?').run(state, -1 - index)
    }

    expect(await store.prune({ beforeMs: 6, limit: 100 })).toMatchObject({ changed: 2 })

    expect(db.prepare('select state from attempts order by id').pluck().all()).toEqual(['uncertain', 'pending'])
  })

  it('finds its rows by index', async () => {
    const { db } = await setup(1)

    const plan = db
      .prepare(
        `explain query plan select id from attempts where settled_at_ms < 5 and state in ('sent', 'failed-terminal', 'cancelled')
         order by settled_at_ms limit 100`,
      )
      .all()

    expect(JSON.stringify(plan)).toContain('USING INDEX attempts_finished')
  })
})

const now = 1_000_000
const whole = { after: null, limit: 10 }

async function setup(targets: number) {
  const started = await startTestStore()
  const { store } = started
  await store.acquire({ partitions: [1], owner: 'local', cause: 'boot', nowMs: now })
  const run = await store.openRun(
    { campaignId: 5, campaignUuid: 'c-5', ownerId: 1, contentId: 900001, plannedAtMs: 500 },
    now,
  )
  const sends = Array.from({ length: targets }, (_, index) => ({
    accountId: 1,
    partition: 1,
    peer: -1 - index,
    topic: 0,
    part: 0,
    dueAtMs: now,
  }))
  await store.schedule({ runId: run.id, ownerId: 1, contentId: 900001, sends })
  await store.beginRun(run.id, now)
  return { ...started, runId: run.id }
}
