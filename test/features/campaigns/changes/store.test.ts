import { describe, expect, it } from 'vitest'
import {
  admin,
  campaignOf,
  groupAt,
  limits,
  minuteMs,
  newCampaign,
  startMs,
  startScheduling,
} from '../../../support/scheduling.ts'

const content = (text: string) => ({ text, entities: [] })
const target = (index: number, own?: string | null) => ({
  accountId: 1,
  peer: groupAt(index),
  topic: 0,
  ...(own === undefined ? {} : { content: own === null ? null : content(own) }),
})

async function setup() {
  const scheduling = await startScheduling({ groups: 6 })
  const { store, db, clock } = scheduling
  const said = (runId: number) =>
    db
      .prepare<[number], { peer: number; body: string }>(
        'select a.peer, c.body from attempts a join contents c on c.id = a.content_id where a.run_id = ? order by a.id',
      )
      .all(runId)
      .map(({ peer, body }) => [peer, (JSON.parse(body) as { text: string }).text])
  const edit = async (id: number, change: Parameters<typeof store.editCampaign>[0]['change']) =>
    campaignOf(await store.editCampaign({ id, ownerId: 1, change, limits, nowMs: clock.nowMs() }))
  return { ...scheduling, said, edit }
}

describe('editing a campaign that runs', () => {
  it('leaves the round that goes on as it is: the next one has the new text and the new groups', async () => {
    const { begin, tickAfter, lastRun, said, edit, store } = await setup()
    const campaign = await begin({ targets: [target(0), target(1, 'own'), target(2, 'gone')] })
    await tickAfter(0)
    const first = await lastRun(campaign)

    await edit(campaign.id, { content: content('new'), targets: [target(1), target(3), target(4, 'fourth')] })

    expect(said(first.id)).toEqual([
      [groupAt(0), 'salom'],
      [groupAt(1), 'own'],
      [groupAt(2), 'gone'],
    ])
    await tickAfter(5 * minuteMs)
    const second = await lastRun(campaign)
    expect(second.id).not.toBe(first.id)
    expect(said(second.id)).toEqual([
      [groupAt(1), 'own'],
      [groupAt(3), 'new'],
      [groupAt(4), 'fourth'],
    ])
    expect(said(first.id)).toHaveLength(3)
    expect(await store.pastTexts({ id: campaign.id, ownerId: 1, limit: 9 })).toMatchObject([
      { content: content('salom'), untilMs: startMs },
    ])
  })

  it('begins the next round an interval after the last one began, and not before now', async () => {
    const { begin, tickAfter, edit, clock } = await setup()
    const campaign = await begin({ everyMs: 60 * minuteMs })
    await tickAfter(0)
    await tickAfter(10 * minuteMs)

    expect(await edit(campaign.id, { everyMs: 30 * minuteMs })).toMatchObject({ nextAtMs: startMs + 30 * minuteMs })
    expect(await edit(campaign.id, { everyMs: 24 * 60 * minuteMs })).toMatchObject({
      nextAtMs: startMs + 24 * 60 * minuteMs,
    })
    expect(await edit(campaign.id, { everyMs: 5 * minuteMs })).toMatchObject({ nextAtMs: clock.nowMs() })
  })

  it('finishes with its round when it is to run once from now on', async () => {
    const { begin, tickAfter, edit, grant, sendDue, report } = await setup()
    const campaign = await begin({ targets: [target(0)] })
    await tickAfter(0)
    await grant()

    expect(await edit(campaign.id, { everyMs: null })).toMatchObject({ state: 'running', nextAtMs: null })
    await sendDue()
    await tickAfter(1_000)

    expect((await report(campaign)).campaign.state).toBe('finished')
  })

  it('keeps the instant of a first round that is still to come', async () => {
    const { begin, edit } = await setup()
    const campaign = await begin()

    expect(await edit(campaign.id, { everyMs: 30 * minuteMs })).toMatchObject({ nextAtMs: startMs })
  })

  it('changes nothing at all where any of it is refused', async () => {
    const { begin, store, report, clock } = await setup()
    const campaign = await begin()
    const before = await report(campaign)
    const of = { id: campaign.id, ownerId: 1, limits, nowMs: clock.nowMs() }
    const changes = [
      { content: content(' ') },
      { name: ' ' },
      { name: 'x'.repeat(65) },
      { everyMs: 1 },
      { targets: [] },
      { targets: [target(77)] },
      { targets: [{ ...target(0), accountId: 9 }] },
      { targets: [target(0, ' ')] },
    ]
    const answers = await Promise.all(
      changes.map((change) =>
        store.editCampaign({ ...of, change: { name: 'y', content: content('z'), everyMs: 10 * minuteMs, ...change } }),
      ),
    )

    expect(answers.map((answer) => ('problem' in answer ? answer.problem.type : answer))).toEqual([
      'text',
      'name',
      'name',
      'interval',
      'no-group',
      'unknown-group',
      'not-your-account',
      'text',
    ])
    expect(await report(campaign)).toEqual(before)
  })
})

describe('a text of a group’s own', () => {
  it('is planned for that group alone, and taken back', async () => {
    const { begin, tickAfter, lastRun, said, store, clock } = await setup()
    const campaign = await begin({ targets: [target(0), target(1)] })
    const of = { id: campaign.id, ownerId: 1, accountId: 1, peer: groupAt(1), topic: 0, nowMs: clock.nowMs() }

    campaignOf(await store.setOwnText({ ...of, content: content('for you') }))
    await tickAfter(0)
    const first = await lastRun(campaign)
    campaignOf(await store.setOwnText({ ...of, content: null }))
    await tickAfter(5 * minuteMs)

    const texts = (own: string) => [
      [groupAt(0), 'salom'],
      [groupAt(1), own],
    ]
    expect(said(first.id)).toEqual(texts('for you'))
    expect(said((await lastRun(campaign)).id)).toEqual(texts('salom'))
    expect(await store.campaignGroup(of)).toMatchObject({
      title: 'Group 1',
      contentId: null,
      content: content('salom'),
    })
  })

  it('is known as such when it is due, so that a refusal of it stops nobody else', async () => {
    const { begin, tickAfter, store } = await setup()
    await begin({ targets: [target(0), target(1, 'own')] })
    await tickAfter(0)

    const due = await store.window(1, 1, 10)

    expect(due.map(({ peer, isOwnText }) => [peer, isOwnText])).toEqual([
      [groupAt(0), 0],
      [groupAt(1), 1],
    ])
  })

  it('is refused for a group that the campaign does not write to', async () => {
    const { begin, store } = await setup()
    const { id } = await begin({ targets: [target(0)] })
    const of = { id, ownerId: 1, accountId: 1, peer: groupAt(1), topic: 0, nowMs: startMs }

    expect(await store.setOwnText({ ...of, content: content('x') })).toMatchObject({
      problem: { type: 'not-a-target' },
    })
    expect(await store.setOwnText({ ...of, peer: groupAt(0), content: content('') })).toMatchObject({
      problem: { type: 'text' },
    })
  })
})

describe('archiving', () => {
  it('takes a campaign out of the lists, and a start or a retry brings it back', async () => {
    const { create, start, store, clock } = await setup()
    const { id } = await create()
    const nowMs = clock.nowMs()
    const listed = async (isArchived?: boolean) => {
      const page = { ownerId: 1, before: null, limit: 9, ...(isArchived === undefined ? {} : { isArchived }) }
      return (await store.campaigns(page)).map((campaign) => campaign.id)
    }

    expect(campaignOf(await store.archiveCampaign({ id, ownerId: 1, isArchived: true, nowMs })).archivedAtMs).toBe(
      nowMs,
    )
    // The first instant stays.
    expect(
      campaignOf(await store.archiveCampaign({ id, ownerId: 1, isArchived: true, nowMs: nowMs + 5 })).archivedAtMs,
    ).toBe(nowMs)
    expect([await listed(), await listed(true)]).toEqual([[], [id]])
    expect(await start({ id })).toMatchObject({ state: 'running', archivedAtMs: null })
    expect([await listed(), await listed(true)]).toEqual([[id], []])
  })

  it('is refused for one that still sends, and changes nothing', async () => {
    const { begin, store, db } = await setup()
    const { id } = await begin()
    const archive = () => store.archiveCampaign({ id, ownerId: 1, isArchived: true, nowMs: 9 })

    expect(await archive()).toEqual({ problem: { type: 'wrong-state', state: 'running', word: 'archive' } })
    await store.pauseCampaign({ id, ownerId: 1, reason: 'asked', nowMs: 9 })
    expect(await archive()).toEqual({ problem: { type: 'wrong-state', state: 'paused', word: 'archive' } })
    expect(() => db.exec('update campaigns set archived_at_ms = 1')).toThrow(/CHECK/)
  })
})

describe('a clone', () => {
  it('is a draft with the same texts, groups and times, and a repeat is the same one', async () => {
    const { begin, store, db } = await setup()
    const first = await begin({ targets: [target(0), target(1, 'own')], name: 'Taxi' })
    const clone = (uuid: string, id = first.id, name: string | null = null) =>
      store.cloneCampaign({ id, ownerId: 1, uuid, name, nowMs: startMs + 7 })

    const second = campaignOf(await clone('b'))

    const { id, uuid, state, startedAtMs, nextAtMs, createdAtMs, ...same } = second
    expect(same).toEqual({ ...same, everyMs: first.everyMs, contentId: first.contentId, targets: 2, name: 'Taxi (2)' })
    expect([state, startedAtMs, nextAtMs, createdAtMs]).toEqual(['draft', null, null, startMs + 7])
    expect(campaignOf(await clone('b'))).toEqual(second)
    expect(campaignOf(await clone('c', id)).name).toBe('Taxi (3)')
    expect(campaignOf(await clone('d', id, 'Bus')).name).toBe('Bus')
    const targetsOf = (campaignId: number) =>
      db
        .prepare('select position, account_id, peer, topic, content_id from campaign_targets where campaign_id = ?')
        .all(campaignId)
    expect(targetsOf(id)).toEqual(targetsOf(first.id))
    expect(uuid).toBe('b')
  })

  it('of a long name has a name that fits', async () => {
    const { store, create } = await setup()
    const { id } = await create({ name: '👩‍👩‍👧‍👦'.repeat(5) + 'abcdefgh' })

    const { name } = campaignOf(await store.cloneCampaign({ id, ownerId: 1, uuid: 'b', name: null, nowMs: 1 }))

    expect(name).toMatch(/^(👩‍👩‍👧‍👦)+[a-h]* \(2\)$/u)
    expect(name.length).toBeLessThanOrEqual(64)
  })
})

describe('somebody else’s campaign', () => {
  it('answers as one that is not there', async () => {
    const { begin, store, db } = await setup()
    db.exec(
      `insert into users (id, name, time_zone, role, state, created_at_ms) values (2, 'B', 'Asia/Tashkent', 'user', 'active', 1)`,
    )
    const { id } = await begin({ targets: [target(0, 'own')] })
    const of = { id, ownerId: 2, nowMs: 1 }
    const group = { accountId: 1, peer: groupAt(0), topic: 0 }
    const notFound = { problem: { type: 'not-found' } }

    expect(
      await Promise.all([
        store.renameCampaign({ ...of, name: 'x' }),
        store.archiveCampaign({ ...of, isArchived: false }),
        store.cloneCampaign({ ...of, uuid: 'u', name: null }),
        store.editCampaign({ ...of, change: { name: 'x' }, limits }),
        store.setOwnText({ ...of, ...group, content: null }),
        store.campaignGroups({ ...of, after: null, limit: 9 }),
        store.campaignGroup({ ...of, ...group }),
        store.pastTexts({ ...of, limit: 9 }),
      ]),
    ).toEqual([notFound, notFound, notFound, notFound, notFound, [], undefined, []])
    expect(await store.campaignGroups({ ...of, ownerId: admin, after: null, limit: 9 })).toHaveLength(1)
    expect(newCampaign().ownerId).toBe(1)
  })
})
