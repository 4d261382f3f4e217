import { describe, expect, it } from 'vitest'
import type { NewTarget } from '../../src/features/campaigns/verbs.ts'
import { startRounds } from '../support/rounds.ts'

const limits = { intervalMinMs: 1_000 }

describe('one slow group among twenty', () => {
  it('delays neither the other nineteen nor the next round', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, telegram, report } = await startRounds({ groups: 20 })
    const [slow, ...others] = chats
    if (slow !== undefined) telegram.world.chats.update(slow, { slowModeSeconds: 3_600 })
    const campaign = await begin({ targets: groups(), everyMs: 60_000 })

    const seen: number[] = []
    for (let round = 1; round <= 4; round++) {
      await tickAfter(round === 1 ? 0 : 60_000)
      await until(() => others.every(({ peer }) => textsIn(peer).length === round))
      await until(async () => (await report(campaign)).runs[0]?.sent === (round === 1 ? 20 : 19))
      seen.push(textsIn(slow?.peer ?? 0).length)
    }

    expect(seen).toEqual([1, 1, 1, 1])
    expect((await report(campaign)).runs).toMatchObject([
      { sent: 19, open: 1, state: 'running' },
      { sent: 19, cancelled: 1, reason: 'superseded' },
      { sent: 19, cancelled: 1, reason: 'superseded' },
      { sent: 20, state: 'finished' },
    ])
    // When the hour is over, the slow one gets the round that is then.
    await tickAfter(3_600_000)
    await until(() => textsIn(slow?.peer ?? 0).length === 2)
  })
})

describe.each(['pauseCampaign', 'stopCampaign'] as const)('%s in the middle of a round', (verb) => {
  it('lets at most one further message of each account through, and the account goes on with what else it has', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, store, clock, report, accounts } = await startRounds({
      accounts: 3,
      groups: 60,
    })
    const campaign = await begin({ targets: groups() })
    /** Of each account: groups are given to them in turn. */
    const sentBy = () =>
      accounts.map(
        (_, turn) =>
          chats.filter(({ peer }, index) => index % accounts.length === turn && textsIn(peer).includes('salom')).length,
      )
    await tickAfter(0)
    await until(() => sentBy().every((count) => count >= 2))

    await store[verb]({ id: campaign.id, ownerId: 1, reason: 'asked', nowMs: clock.nowMs() })
    const before = sentBy()
    const another = await begin({
      targets: groups().slice(0, 9),
      content: { text: 'another', entities: [] },
      everyMs: null,
    })
    await tickAfter(0)
    await until(async () => (await report(another)).runs[0]?.state === 'finished')

    const further = sentBy().map((count, turn) => count - (before[turn] ?? 0))
    expect(Math.max(...further)).toBeLessThanOrEqual(1)
    expect((await report(another)).runs).toMatchObject([{ sent: 9 }])
    // Otherwise there was nothing left to stop.
    expect(Math.max(...before)).toBeLessThan(19)
  })
})

describe('a campaign that is paused', () => {
  it('sends the rest when it is resumed, each group once', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, store, clock, report } = await startRounds({
      accounts: 2,
      groups: 30,
    })
    const campaign = await begin({ targets: groups(), everyMs: null })
    await tickAfter(0)
    await until(() => chats.some(({ peer }) => textsIn(peer).length > 0))
    const told = { id: campaign.id, ownerId: 1, nowMs: clock.nowMs() }
    await store.pauseCampaign({ ...told, reason: 'asked' })
    await tickAfter(1_000)

    await store.resumeCampaign(told)
    await tickAfter(1_000)
    await until(async () => (await report(campaign)).runs[0]?.state === 'finished')

    expect((await report(campaign)).runs).toMatchObject([{ sent: 30, cancelled: 0, failed: 0 }])
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual(chats.map(() => ['salom']))
  })
})

describe('retrying what failed', () => {
  it('sends to the groups that refused, and to no other a second time', async () => {
    const { begin, groups, tickAfter, chats, textsIn, until, store, clock, report, telegram, shard } =
      await startRounds({
        groups: 6,
      })
    const closed = chats.slice(0, 2)
    for (const chat of closed) telegram.world.chats.update(chat, { defaultBanned: ['sendMessages'] })
    const campaign = await begin({ targets: groups(), everyMs: null })
    await tickAfter(0)
    await until(async () => (await report(campaign)).runs[0]?.state === 'finished')
    for (const chat of closed) telegram.world.chats.update(chat, { defaultBanned: [] })

    const retry = { id: campaign.id, ownerId: 1, after: null, limit: 1_000, nowMs: clock.nowMs() }
    const answer = await store.retryFailed(retry)
    if ('accounts' in answer) await shard.hint(answer.accounts.map(({ id }) => id))
    await until(async () => (await report(campaign)).runs[0]?.state === 'finished')

    expect(answer).toMatchObject({ revived: 2, after: null })
    expect((await report(campaign)).runs).toMatchObject([{ sent: 6, failed: 0 }])
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual(chats.map(() => ['salom']))
  })
})

describe('an owner with 100 000 due', () => {
  it('does not delay one with 10, though a shard makes one call at a time', { timeout: 240_000 }, async () => {
    const { begin, tickAfter, chats, textsIn, until, store, db, accounts, report, events } = await startRounds({
      accounts: 6,
      groups: 20,
      policy: { callsMax: 1 },
    })
    const small = accounts.at(-1)?.id ?? 0
    db.exec(`
      insert into users (id, name, time_zone, role, state, created_at_ms) values (2, 'B', 'Asia/Tashkent', 'user', 'active', 1);
      update accounts set owner_id = 2 where id = ${small}`)
    const bulk = accounts.slice(0, 5).flatMap(({ id }, index) => manyTopics(id, chats[index]?.peer ?? 0, 20_000))
    const large = await begin({ targets: bulk, everyMs: 24 * 3_600_000, limits })
    for (let tick = 0; tick < 3; tick++) await tickAfter(0)
    // Of its round's 11 minutes all are due by then.
    await tickAfter(15 * 60_000)
    const ofLarge = async () => (await report(large)).runs[0]
    await until(async () => ((await ofLarge())?.open ?? 0) < 100_000)
    const few = chats.slice(10).map(({ peer }) => ({ accountId: small, peer, topic: 0 }))
    const mine = await begin({ ownerId: 2, targets: few, everyMs: null })
    await tickAfter(1_000)
    await until(async () => (await report(mine)).runs[0]?.state === 'finished')

    expect(chats.slice(10).map(({ peer }) => textsIn(peer))).toEqual(few.map(() => ['salom']))
    expect(await ofLarge()).toMatchObject({ state: 'running', targets: 100_000 })
    // At one pace for all, its account has as many turns as each of the other's five, from its first to its last.
    const turns = events.flatMap((event) => (event.name === 'dequeue' ? [event.accountId] : []))
    const between = turns.slice(turns.indexOf(small), turns.lastIndexOf(small) + 1)
    const turnsOf = (id: number) => between.filter((turn) => turn === id).length
    expect(turnsOf(small)).toBe(10)
    expect(Math.max(...accounts.map(({ id }) => turnsOf(id)))).toBeLessThanOrEqual(12)
    await store.stopCampaign({ id: large.id, ownerId: 1, reason: 'asked', nowMs: Date.now() })
  })
})

const manyTopics = (accountId: number, peer: number, count: number): NewTarget[] =>
  Array.from({ length: count }, (_, index) => ({ accountId, peer, topic: index + 1 }))
