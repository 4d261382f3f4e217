import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import type { EngineEvent } from '../../../src/delivery/events.ts'
import { NewsDesk } from '../../../src/features/notices/news-desk.ts'
import type { NewsPace } from '../../../src/features/notices/verbs.ts'
import { openLocalTestStore } from '../../support/store.ts'

const startMs = Date.UTC(2026, 10, 21)
const dayMs = 24 * 3_600_000
const [alfa, beta, gamma] = [-1_000_000_000_001, -1_000_000_000_002, -1_000_000_000_003]

/** A campaign of three groups; `round` is one that is over, in which these refused. */
async function setup() {
  const { store, db } = openLocalTestStore()
  const clock = new ShiftableClock({ nowMs: () => startMs })
  const group = { kind: 'supergroup', username: null, accessHash: '1', isForum: false, whyNot: null } as const
  const titles = { [alfa]: 'Alfa', [beta]: 'Beta', [gamma]: 'Gamma' }
  const peers = [alfa, beta, gamma].map((peer) => ({ ...group, peer, title: titles[peer] ?? '', migratedTo: null }))
  await store.savePeers({ accountId: 1, peers, nowMs: 1 })
  db.exec('update users set access_until_ms = 9e15')
  const desk = new NewsDesk({ store, clock, log: pino({ level: 'silent' }), hint: () => undefined })
  const make = async (uuid: string) => {
    const answer = await store.createCampaign({
      uuid,
      ownerId: 1,
      name: uuid,
      content: { text: 'Salom', entities: [] },
      everyMs: 60_000,
      targets: peers.map(({ peer }) => ({ accountId: 1, peer, topic: 0 })),
      isStarted: true,
      limits: { intervalMinMs: 1_000 },
      nowMs: 1,
    })
    if ('problem' in answer) throw new Error(answer.problem.type)
    return answer.campaign.id
  }
  const round = async (campaignId: number, refused: readonly number[], to = [alfa, beta, gamma]) => {
    const plannedAtMs = clock.nowMs()
    const opened = { campaignId, campaignUuid: `c${campaignId}`, ownerId: 1, contentId: 900001, plannedAtMs }
    const run = await store.openRun(opened, plannedAtMs)
    const sends = to.map((peer) => ({ accountId: 1, partition: 1, peer, topic: 0, part: 0, dueAtMs: 5 }))
    await store.schedule({ runId: run.id, ownerId: 1, contentId: 900001, sends })
    const settle = db.prepare(
      'update attempts set state = ?, reason = ?, settled_at_ms = 9, message_id = 1 where run_id = ? and peer = ?',
    )
    for (const peer of to) {
      if (refused.includes(peer)) settle.run('failed-terminal', 'CHAT_WRITE_FORBIDDEN', run.id, peer)
      else settle.run('sent', null, run.id, peer)
    }
    db.prepare(`update runs set state = 'finished', finished_at_ms = 1 where id = ?`).run(run.id)
    const figures = { sent: to.length - refused.length, failed: refused.length, cancelled: 0, uncertain: 0 }
    const event: EngineEvent = { name: 'run_finished', runId: run.id, campaignId, ...figures }
    desk.note(event)
    clock.advance(60_000)
    await desk.tick()
    return run.id
  }
  const told = () =>
    db
      .prepare<[], { detail: string }>(`select detail from notices where kind = 'campaigns.failing' order by id`)
      .all()
      .map(({ detail }) => JSON.parse(detail) as { campaignId: number; runId: number })
  const after = async (ms: number) => {
    clock.advance(ms)
    await desk.tick()
  }
  const wish = (pace: NewsPace) => store.saveNewsPace({ userId: 1, pace, nowMs: clock.nowMs() })
  const groups = () => db.prepare<[], number>('select peer from campaign_targets').pluck().all()
  return { store, db, make, round, told, after, wish, groups }
}

const rounds = async (round: () => Promise<number>, count: number) => {
  let last = 0
  for (let each = 0; each < count; each++) last = await round()
  return last
}

describe('groups that keep failing', () => {
  it('are told after three rounds in a row, with why, and not after two', async () => {
    const { store, make, round, told, after, wish } = await setup()
    await wish('now')
    const id = await make('c1')

    await rounds(() => round(id, [alfa, beta]), 2)
    await after(60_000)
    expect(told()).toEqual([])
    const runId = await round(id, [beta])
    await after(60_000)

    expect(told()).toEqual([{ campaignId: id, runId }])
    const of = { campaignId: id, ownerId: 1, runId }
    expect(await store.failingGroups({ ...of, limit: 10 })).toEqual({
      runId,
      name: 'c1',
      count: 1,
      groups: [{ accountId: 1, peer: beta, topic: 0, title: 'Beta', reason: 'CHAT_WRITE_FORBIDDEN' }],
    })
    expect(await store.failingGroups({ ...of, ownerId: 2, limit: 10 })).toBeUndefined()
    expect(await store.dropFailing({ ...of, ownerId: 2, nowMs: 1 })).toEqual({
      problem: { type: 'not-found' },
      dropped: 0,
    })
  })

  it('are told once a day for each campaign, also to those who hear at once', async () => {
    const { make, round, told, after, wish } = await setup()
    await wish('now')
    const [one, two] = [await make('c1'), await make('c2')]

    await rounds(() => round(one, [beta]), 6)
    await rounds(() => round(two, [beta]), 3)
    await after(60_000)
    expect(told().map(({ campaignId }) => campaignId)).toEqual([one, two])

    await rounds(() => round(one, [beta]), 2)
    await after(dayMs)
    expect(told().map(({ campaignId }) => campaignId)).toEqual([one, two, one])
  })

  it('come with the rest of the day for those who hear once a day, and never for those who do not want to', async () => {
    const { make, round, told, after, wish } = await setup()
    const id = await make('c1')
    // Told the first time there is something: from here on once a day.
    await round(id, [])
    await after(60_000)
    await rounds(() => round(id, [beta]), 3)
    await after(3_600_000)
    expect(told()).toEqual([])
    await after(dayMs)
    expect(told()).toHaveLength(1)

    await wish('off')
    await rounds(() => round(id, [beta]), 3)
    await after(2 * dayMs)
    expect(told()).toHaveLength(1)
  })

  it('are not told when one took its message before, or is out of the campaign', async () => {
    const { store, db, make, round, told, after } = await setup()
    const id = await make('c1')
    await round(id, [])
    await after(60_000)
    const runId = await rounds(() => round(id, [beta, gamma]), 3)
    db.prepare('delete from campaign_targets where peer = ?').run(gamma)
    await round(id, [], [alfa, beta])

    await after(2 * dayMs)

    expect(told()).toEqual([])
    expect(await store.failingGroups({ campaignId: id, ownerId: 1, runId, limit: 10 })).toBeUndefined()
  })

  it('are dropped once, and never the last of them', async () => {
    const { store, make, round, groups } = await setup()
    const id = await make('c1')
    const runId = await rounds(() => round(id, [alfa, beta]), 3)
    const of = { campaignId: id, ownerId: 1, runId, nowMs: 1 }

    expect(await store.dropFailing(of)).toMatchObject({ dropped: 2, campaign: { targets: 1 } })
    expect(await store.dropFailing(of)).toMatchObject({ dropped: 0, campaign: { targets: 1 } })
    const last = await rounds(() => round(id, [gamma], [gamma]), 3)
    expect(await store.dropFailing({ ...of, runId: last })).toEqual({ problem: { type: 'no-group' }, dropped: 0 })
    expect(groups()).toEqual([gamma])
  })
})
