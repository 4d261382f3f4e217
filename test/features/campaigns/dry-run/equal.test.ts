import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../src/base/random.ts'
import { dryRun } from '../../../../src/features/campaigns/dry-run/dry-run.ts'
import type { NewTarget } from '../../../../src/features/campaigns/verbs.ts'
import { schedulerPolicy } from '../../../../src/scheduler/scheduler.ts'
import { admin, groupAt, limits, minuteMs, startScheduling } from '../../../support/scheduling.ts'

const spread = { jitterMaxMs: 15_000, gapMinMs: 10_000, capMax: 30 }
const rounds = 3

async function setup(accounts: number, groups: number) {
  const scheduling = await startScheduling({
    accounts,
    groups,
    deps: { policy: { ...schedulerPolicy, ...spread } },
  })
  const { store, db, clock } = scheduling
  /** What the real planner has written for a round, in the order of its ids. */
  const written = (runId: number) =>
    db
      .prepare<[number], { accountId: number; peer: number; topic: number; body: string; dueAtMs: number }>(
        `select a.account_id as accountId, a.peer, a.topic, c.body, a.due_at_ms as dueAtMs from attempts a
        join contents c on c.id = a.content_id where a.run_id = ? order by a.id`,
      )
      .all(runId)
      .map(({ body, ...row }) => ({ ...row, text: (JSON.parse(body) as { text: string }).text }))
  const dry = async (id: number) => {
    const nowMs = clock.nowMs()
    const facts = await store.dryFacts({ id, ownerId: 1, limits, nowMs })
    if (facts?.content == null) throw new Error('the campaign has no text')
    const { campaign, content, beginsAtMs, startedAtMs } = facts
    const found = await store.dryGroups({ id, ownerId: 1, after: null, limit: 100_000 })
    const { uuid, everyMs } = campaign
    return dryRun({ uuid, content, everyMs, beginsAtMs, startedAtMs, nowMs, groups: found }, spread, rounds)
  }
  const runs = async (id: number) => {
    const report = await store.campaignReport({ id, ownerId: admin, runs: 9 })
    return [...(report?.runs ?? [])].reverse()
  }
  return { ...scheduling, written, dry, runs }
}

const plain = (made: Awaited<ReturnType<typeof dryRun>>) =>
  made.map(({ plannedAtMs, messages }) => ({
    plannedAtMs,
    messages: messages.map(({ accountId, peer, topic, content, dueAtMs }) => ({
      accountId,
      peer,
      topic,
      text: content.text,
      dueAtMs,
    })),
  }))

describe('a dry run', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'says what the real planner then writes: who, where, what and when, round after round (seed %i)',
    async (seed) => {
      const random = seededRandom(seed)
      const below = (max: number) => Math.floor(random.next() * max)
      const [accounts, groups] = [1 + below(3), 4 + below(40)]
      const { create, start, dry, written, runs, tickAfter, db } = await setup(accounts, groups)
      db.exec(`update accounts set cap_per_minute = 1 + (id * 7) % 40`)
      const targets: NewTarget[] = Array.from({ length: groups }, (_, index) => ({
        accountId: 1 + below(accounts),
        peer: groupAt(index),
        topic: below(4) === 0 ? below(9) : 0,
        content: below(5) === 0 ? { text: `own ${index}`, entities: [] } : null,
      }))
      // Some of these intervals are too short for a round, so that its turns begin elsewhere each time.
      const everyMs = below(4) === 0 ? null : (5 + below(20)) * minuteMs
      const campaign = await create({ targets, everyMs })
      const ofDraft = await dry(campaign.id)
      await start(campaign)
      expect(await dry(campaign.id)).toEqual(ofDraft)

      await tickAfter(0)
      for (let round = 1; round < rounds; round++) await tickAfter(everyMs ?? 0)

      const real = (await runs(campaign.id)).map(({ id, plannedAtMs }) => ({ plannedAtMs, messages: written(id) }))
      expect(real).toHaveLength(everyMs === null ? 1 : rounds)
      expect(plain(ofDraft)).toEqual(real)
      expect(ofDraft[0]?.messages).toHaveLength(groups)
    },
  )

  it('of a campaign with more groups than a batch is the whole of it, and ends', async () => {
    const { create, dry } = await setup(1, 1)
    const targets = Array.from({ length: 60_000 }, (_, index) => ({ accountId: 1, peer: groupAt(0), topic: index + 1 }))
    const { id } = await create({ targets, everyMs: null })

    const [round] = await dry(id)

    expect(round?.messages).toHaveLength(60_000)
    expect(new Set(round?.messages.map(({ dueAtMs }) => dueAtMs)).size).toBe(60_000)
  })

  it('of one that runs goes on from its next instant; of one that has nothing more to come says nothing', async () => {
    const { begin, dry, tickAfter } = await setup(1, 3)
    const every = await begin({ everyMs: 5 * minuteMs })
    const once = await begin({ everyMs: null })
    await tickAfter(1_000)

    const [next] = await dry(every.id)

    expect(next?.plannedAtMs).toBe((every.nextAtMs ?? 0) + 5 * minuteMs)
    expect(await dry(once.id)).toEqual([])
  })

  it('writes nothing', async () => {
    const { create, dry, db } = await setup(1, 3)
    const { id } = await create()
    const size = () => db.prepare('select (select count(*) from attempts) as a, (select count(*) from runs) as r').get()

    await dry(id)

    expect(size()).toEqual({ a: 0, r: 0 })
  })

  it('says where the account may not write, which account cannot, and what the next round cuts off', async () => {
    const { create, dry, db } = await setup(2, 40)
    db.exec(`
      update peers set may_post = 0, why_not = 'admins-only' where account_id = 1 and peer = ${groupAt(1)};
      update accounts set state = 'needs-login' where id = 2`)
    const targets = Array.from({ length: 40 }, (_, index) => ({
      accountId: index === 3 ? 2 : 1,
      peer: groupAt(index),
      topic: 0,
    }))
    db.exec(`update peers set may_post = 1, why_not = null`)
    const { id } = await create({ targets, everyMs: 5 * minuteMs })
    db.exec(`update peers set may_post = 0, why_not = 'admins-only' where account_id = 1 and peer = ${groupAt(1)}`)

    const [round] = await dry(id)

    const refusals = new Map(round?.messages.map(({ peer, refusal }) => [peer, refusal]))
    expect(refusals.get(groupAt(0))).toBeNull()
    expect(refusals.get(groupAt(1))).toEqual({ type: 'may-not-post', why: 'admins-only' })
    expect(refusals.get(groupAt(3))).toEqual({ type: 'account', state: 'needs-login' })
    // Six a minute: of 39 there is time for 30 within five minutes.
    expect(refusals.get(groupAt(39))).toEqual({ type: 'superseded' })
  })

  it('of somebody else’s campaign is as of none', async () => {
    const { create, store } = await setup(1, 3)
    const { id } = await create()

    expect(await store.dryFacts({ id, ownerId: 2, limits, nowMs: 1 })).toBeUndefined()
    expect(await store.dryGroups({ id, ownerId: 2, after: null, limit: 9 })).toEqual([])
    const targets = [{ accountId: 1, peer: groupAt(0), topic: 0 }]
    expect(await store.dryGroupsOf({ ownerId: 2, targets })).toEqual([])
    expect(await store.dryGroupsOf({ ownerId: 1, targets })).toHaveLength(1)
  })
})
