import { describe, expect, it } from 'vitest'
import { admin, campaignOf, groupAt, limits, newCampaign, startMs, startScheduling } from '../../support/scheduling.ts'

describe('creating a campaign', () => {
  it('makes a draft with its groups, and a repeat with the same uuid is that draft', async () => {
    const { store } = await startScheduling()
    const given = newCampaign({ misfire: 'ask' })

    const first = campaignOf(await store.createCampaign(given))
    const again = campaignOf(await store.createCampaign({ ...given, name: 'another' }))

    expect(first).toMatchObject({
      state: 'draft',
      name: 'salom',
      everyMs: 300_000,
      misfire: 'ask',
      targets: 3,
      accounts: 1,
      nextAtMs: null,
    })
    expect(again).toEqual(first)
    expect(await store.campaignReport({ id: first.id, ownerId: 1, runs: 5 })).toMatchObject({
      content: { text: 'salom', entities: [] },
      runs: [],
    })
  })

  it('starts it in the same step, once, whatever becomes of it and however often that is asked', async () => {
    const { store } = await startScheduling()
    const given = newCampaign({ isStarted: true })

    const first = campaignOf(await store.createCampaign(given))
    expect(first).toMatchObject({ state: 'running', startedAtMs: startMs, nextAtMs: startMs })
    await store.stopCampaign({ id: first.id, ownerId: 1, reason: 'asked', nowMs: startMs + 1 })
    const again = campaignOf(await store.createCampaign({ ...given, nowMs: startMs + 2 }))

    expect(again).toMatchObject({ id: first.id, state: 'stopped', startedAtMs: startMs })
    expect(await store.campaignByUuid(given)).toEqual(again)
  })

  it.each([
    ['no-access', `update users set state = 'banned' where id = 1`],
    ['no-account', `update accounts set state = 'paused'`],
  ])('makes none that could not start: %s', async (type, sql) => {
    const { store, db } = await startScheduling()
    db.exec(sql)

    expect(await store.createCampaign(newCampaign({ isStarted: true }))).toMatchObject({ problem: { type } })
    expect(db.prepare('select id from campaigns').all()).toEqual([])
  })

  it('leaves nothing behind when it is refused', async () => {
    const { store, db } = await startScheduling()
    db.exec(`
      update peers set may_post = 0, why_not = 'read only' where peer = ${groupAt(2)};
      insert into users (id, name, time_zone, role, state, created_at_ms) values (2, 'B', 'Asia/Tashkent', 'user', 'active', 1)`)
    const rows = () =>
      db.prepare('select (select count(*) from contents) as contents, count(*) as n from campaigns').get()
    const before = rows()
    const target = (index: number, accountId = 1) => ({ accountId, peer: groupAt(index), topic: 0 })
    const refusals = await Promise.all(
      [
        { content: { text: ' ', entities: [] } },
        { everyMs: 60_000 },
        { targets: [target(0, 99)] },
        { ownerId: 2 },
        { targets: [target(77)] },
        { targets: [target(0), target(2)] },
      ].map((given) => store.createCampaign(newCampaign(given))),
    )

    expect(refusals.map((answer) => ('problem' in answer ? answer.problem : undefined))).toEqual([
      { type: 'text', problem: { type: 'empty' } },
      expect.objectContaining({ type: 'interval', minMs: limits.intervalMinMs }),
      { type: 'not-your-account', accountId: 99 },
      { type: 'not-your-account', accountId: 1 },
      { type: 'unknown-group', accountId: 1, peer: groupAt(77) },
      { type: 'may-not-post', accountId: 1, peer: groupAt(2), why: 'read only' },
    ])
    expect(rows()).toEqual(before)
  })

  it('gives each account a queue of its own, so that accounts take turns', async () => {
    const { store, create } = await startScheduling({ accounts: 2, groups: 5 })
    const byAccount = [1, 1, 1, 2, 2].map((accountId, index) => ({ accountId, peer: groupAt(index), topic: 0 }))

    const { id } = await create({ targets: byAccount })
    await store.addTargets({
      id,
      ownerId: 1,
      targets: [...byAccount, { accountId: 2, peer: groupAt(0), topic: 7 }],
      nowMs: startMs,
    })

    const targets = await store.campaignTargets({ campaignId: id, after: null, limit: 10 })
    expect(targets.map(({ accountId, position, positions }) => [accountId, position, positions])).toEqual([
      [1, 0, 3],
      [2, 0, 3],
      [1, 1, 3],
      [2, 1, 3],
      [1, 2, 3],
      [2, 2, 3],
    ])
  })
})

describe('whose campaign it is', () => {
  it('is asked by every verb: another owner finds nothing, an admin finds all', async () => {
    const { store, db, create } = await startScheduling()
    db.exec(
      `insert into users (id, name, time_zone, role, state, created_at_ms) values (2, 'B', 'Asia/Tashkent', 'user', 'active', 1)`,
    )
    const { id } = await create()
    const another = { id, ownerId: 2, nowMs: startMs }
    const page = { before: null, limit: 10 }

    const answers = await Promise.all([
      store.startCampaign({ ...another, limits }),
      store.pauseCampaign({ ...another, reason: 'asked' }),
      store.resumeCampaign(another),
      store.stopCampaign({ ...another, reason: 'asked' }),
      store.addTargets({ ...another, targets: [], nowMs: startMs }),
      store.retryFailed({ ...another, after: null, limit: 10 }),
    ])

    expect(answers).toEqual(answers.map(() => ({ problem: { type: 'not-found' } })))
    expect(await store.campaign(another)).toBeUndefined()
    expect(await store.campaignReport({ ...another, runs: 1 })).toBeUndefined()
    expect(await store.campaigns({ ...page, ownerId: 2 })).toEqual([])
    expect(await store.campaign({ id, ownerId: admin })).toMatchObject({ id, ownerId: 1 })
    expect(await store.campaigns({ ...page, ownerId: admin })).toMatchObject([{ id }])
  })

  it('lists the newest first, page by page', async () => {
    const { store, create } = await startScheduling()
    const ids: number[] = []
    for (let index = 0; index < 5; index++) ids.unshift((await create()).id)

    const first = await store.campaigns({ ownerId: 1, before: null, limit: 3 })
    const second = await store.campaigns({ ownerId: 1, before: first.at(-1)?.id ?? 0, limit: 3 })

    expect([...first, ...second].map(({ id }) => id)).toEqual(ids)
  })
})

describe('starting a campaign', () => {
  it('is refused with no text, no group, no account and an interval below the minimum', async () => {
    const { store, db, create } = await startScheduling()
    const drafts = [
      await create({ content: null }),
      await create({ targets: [] }),
      await create(),
      await create({ everyMs: 60_000, limits: { intervalMinMs: 1 } }),
    ]
    const start = ({ id }: { id: number }) => store.startCampaign({ id, ownerId: 1, limits, nowMs: startMs })
    const problem = async (index: number) => {
      const answer = await start(drafts[index] ?? { id: 0 })
      return 'problem' in answer ? answer.problem.type : answer.campaign.state
    }

    expect([await problem(0), await problem(1), await problem(3)]).toEqual(['no-text', 'no-group', 'interval'])
    db.exec(`update accounts set state = 'needs-login'`)
    expect(await problem(2)).toBe('no-account')
    db.exec(`update accounts set state = 'limited'`)
    expect(await problem(2)).toBe('running')
  })

  it('begins a grid at its own instant, which no earlier round of it had', async () => {
    const { store, begin, tickAfter, report } = await startScheduling()
    const campaign = await begin()
    await tickAfter(0)
    await store.stopCampaign({ id: campaign.id, ownerId: 1, reason: 'asked', nowMs: startMs })

    await store.startCampaign({ id: campaign.id, ownerId: 1, limits, nowMs: startMs })
    await tickAfter(1)

    expect((await report(campaign)).runs.map(({ plannedAtMs }) => plannedAtMs)).toEqual([startMs + 1, startMs])
  })

  it('tells which word fits where the given one does not', async () => {
    const { store, begin } = await startScheduling()
    const { id } = await begin()

    const answers = await Promise.all([
      store.startCampaign({ id, ownerId: 1, limits, nowMs: startMs }),
      store.resumeCampaign({ id, ownerId: 1, nowMs: startMs }),
    ])

    expect(answers).toEqual([
      { problem: { type: 'wrong-state', state: 'running', word: 'start' } },
      { problem: { type: 'wrong-state', state: 'running', word: 'resume' } },
    ])
  })
})
