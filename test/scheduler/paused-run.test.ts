import { describe, expect, it } from 'vitest'
import { groupAt, startMs, startScheduling } from '../support/scheduling.ts'

describe('a large run that is paused', () => {
  it('holds its 60 000 attempts in two ticks, and lets them go in two more', { timeout: 240_000 }, async () => {
    const { store, begin, tickAfter, lastRun, report, db } = await startScheduling({ groups: 1 })
    const targets = Array.from({ length: 60_000 }, (_, index) => ({ accountId: 1, peer: groupAt(0), topic: index + 1 }))
    const campaign = await begin({ targets, everyMs: null })
    await tickAfter(0)
    await tickAfter(0)
    expect(await lastRun(campaign)).toMatchObject({ state: 'running', targets: 60_000 })
    const told = { id: campaign.id, ownerId: 1, reason: 'asked', nowMs: startMs }
    const held = () => db.prepare('select count(*) from attempts where is_held = 1').pluck().get()

    await store.pauseCampaign(told)
    await tickAfter(1_000)
    expect(held()).toBe(50_000)
    await tickAfter(1_000)
    expect(held()).toBe(60_000)
    await store.resumeCampaign(told)
    await tickAfter(1_000)
    await tickAfter(1_000)

    expect(held()).toBe(0)
    expect((await report(campaign)).runs).toMatchObject([{ state: 'running', chore: null }])
  })

  it('in the middle of its planning loses nothing: the rest is planned after it', async () => {
    let pause = () => {}
    // Called after the first batch: the word is in the store's queue before the second.
    const failpoint = () => pause()
    const { store, db, clock, begin, tickAfter, lastRun } = await startScheduling({
      groups: 2_500,
      deps: { failpoint },
    })
    const campaign = await begin({ groups: 2_500 })
    pause = () => {
      void store.pauseCampaign({ id: campaign.id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() })
      pause = () => {}
    }
    await tickAfter(0)
    const before = await lastRun(campaign)

    await tickAfter(1_000)
    await store.resumeCampaign({ id: campaign.id, ownerId: 1, nowMs: clock.nowMs() })
    await tickAfter(1_000)

    expect(before).toMatchObject({ state: 'paused', targets: 1_000 })
    expect(await lastRun(campaign)).toMatchObject({ state: 'running', targets: 2_500, open: 2_500 })
    expect(db.prepare('select count(*) from attempts where is_held = 1').pluck().get()).toBe(0)
  })

  it('and resumed between two batches of its planning has no gap', async () => {
    const words: (() => Promise<unknown>)[] = []
    const failpoint = () => void words.shift()?.()
    const { store, clock, begin, tickAfter, lastRun } = await startScheduling({ groups: 3_500, deps: { failpoint } })
    const { id } = await begin({ groups: 3_500 })
    const told = { id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() }
    // The first after the first batch, so that the second one is refused; the other before a third could come.
    words.push(
      () => store.pauseCampaign(told),
      () => store.resumeCampaign(told),
    )

    await tickAfter(0)
    await tickAfter(1_000)

    expect(words).toEqual([])
    expect(await lastRun({ id })).toMatchObject({ state: 'running', targets: 3_500, open: 3_500 })
  })
})
