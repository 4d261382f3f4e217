import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { messageLink } from '../../../src/features/campaigns/round/link.ts'
import { groupInWords } from '../../../src/features/campaigns/round/words.ts'
import type { UndoWhat } from '../../../src/features/campaigns/undo/verbs.ts'
import type { KeepLatest } from '../../../src/store/store.ts'
import type { EngineOptions } from '../../support/engine.ts'
import { startRounds } from '../../support/rounds.ts'

const roundMs = 60_000

describe('undoing a round whose messages a later one has edited in place', () => {
  it.each([['delete'], ['edit']] as const)('leaves them alone, and names the later round: %s', async (what) => {
    const { next, say, outlook, undo, groupsOf, chats, textsIn } = await setup({ groups: 2 }, 'edit')
    const first = await next()
    await say('Edit v2')
    const second = await next()

    const replaced = [{ runId: second, count: 2, isGone: false }]
    expect(await outlook(first, what)).toMatchObject({ count: 0, replaced, problem: { type: 'replaced', replaced } })
    expect(await undo(first, what)).toEqual({ problem: { type: 'replaced', replaced } })
    expect(await groupsOf(first)).toMatchObject([{ takenBy: { runId: second } }, { takenBy: { runId: second } }])
    expect(await groupsOf(second)).toMatchObject([{ takenBy: null }, { takenBy: null }])
    expect(await outlook(second, what)).toMatchObject({ count: 2, replaced: [], problem: null })
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual([['Edit v2'], ['Edit v2']])
  })

  it('takes the others back, where the later round did not come', async () => {
    const { next, say, outlook, undo, ended, add, chats, textsIn } = await setup({ groups: 2 }, 'edit')
    const [closed, open] = chats.map(({ peer }) => peer)
    const first = await next()
    await say('Edit v2')
    add({ method: 'messages.editMessage', chat: closed ?? 0, error: 'CHAT_WRITE_FORBIDDEN', code: 403 })
    add({ method: 'messages.sendMessage', chat: closed ?? 0, error: 'CHAT_WRITE_FORBIDDEN', code: 403 })
    const second = await next()

    expect(await outlook(first, 'delete')).toMatchObject({
      count: 1,
      replaced: [{ runId: second, count: 1, isGone: false }],
    })
    await undo(first, 'delete')
    expect(await ended(first)).toMatchObject({ targets: 1, done: 1 })
    expect([closed, open].map((peer) => textsIn(peer ?? 0))).toEqual([[], ['Edit v2']])
  })

  it('knows it also when the campaign keeps its older messages again', async () => {
    const { next, say, outlook, keep } = await setup({ groups: 2 }, 'edit')
    const first = await next()
    await say('Edit v2')
    const second = await next()
    await keep('off')

    expect(await outlook(first, 'delete')).toMatchObject({
      count: 0,
      replaced: [{ runId: second, count: 2, isGone: false }],
    })
  })
})

describe('undoing a round whose messages a later one has replaced', () => {
  it.each([['delete'], ['edit']] as const)('finds nothing of it, and names the later round: %s', async (what) => {
    const { next, outlook, undo, groupsOf, chats, textsIn, allSettled } = await setup({ groups: 2 }, 'delete')
    const first = await next()
    const second = await next()
    await allSettled()
    const third = await next()
    await allSettled()

    const replaced = [{ runId: second, count: 2, isGone: true }]
    expect(await outlook(first, what)).toMatchObject({ count: 0, replaced, problem: { type: 'replaced', replaced } })
    expect(await undo(first, what)).toEqual({ problem: { type: 'replaced', replaced } })
    const groups = await groupsOf(first)
    expect(groups.map(({ takenBy }) => takenBy)).toEqual([...Array(2)].map(() => ({ runId: second, isGone: true })))
    expect(groups.map((group) => messageLink(group))).toEqual([undefined, undefined])
    expect(groupInWords(groups[0] ?? fail(), 'finished', 0)).toBe(`replaced by round ${second}`)
    expect(await outlook(third, what)).toMatchObject({ count: 2, replaced: [], problem: null })
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual([['salom'], ['salom']])
  })

  it('takes back what the later round could not take away', async () => {
    const { next, outlook, undo, ended, add, allSettled, chats, textsIn } = await setup({ groups: 2 }, 'delete')
    const [kept] = chats
    const first = await next()
    const method = 'channels.deleteMessages'
    add({ method, chat: kept?.peer ?? 0, times: 1, error: 'MESSAGE_DELETE_FORBIDDEN', code: 403 })
    const second = await next()
    await allSettled()

    const replaced = [{ runId: second, count: 1, isGone: true }]
    expect(await outlook(first, 'delete')).toMatchObject({ count: 1, replaced, problem: null })
    await undo(first, 'delete')
    expect(await ended(first)).toMatchObject({ targets: 1, done: 1 })
    expect(textsIn(kept?.peer ?? 0)).toEqual(['salom'])
  })
})

async function setup(options: EngineOptions, keepLatest: KeepLatest) {
  const rounds = await startRounds(options)
  const { begin, groups, tickAfter, report, until, store, clock, db } = rounds
  const campaign = await begin({ targets: groups(), everyMs: roundMs, keepLatest })
  let count = 0
  /** Another round, to its end. @returns its number */
  const next = async () => {
    count += 1
    await tickAfter(count === 1 ? 0 : roundMs)
    await until(async () => {
      const { runs } = await report(campaign)
      return runs.length === count && runs[0]?.state === 'finished'
    })
    return (await report(campaign)).runs[0]?.id ?? 0
  }
  const change = async (changed: { content?: { text: string; entities: [] }; keepLatest?: KeepLatest }) => {
    const nowMs = clock.nowMs()
    const of = { id: campaign.id, ownerId: null, limits: { intervalMinMs: 1 }, nowMs }
    const answer = await store.editCampaign({ ...of, change: changed })
    if ('problem' in answer) throw new Error(answer.problem.type)
  }
  const of = (runId: number, what: UndoWhat) => ({ runId, ownerId: null, what, nowMs: clock.nowMs() })
  return {
    ...rounds,
    campaign,
    next,
    allSettled: () =>
      until(() => db.prepare(`select 1 from attempts where state in ('pending', 'in-flight')`).get() === undefined),
    say: (text: string) => change({ content: { text, entities: [] } }),
    keep: (wanted: KeepLatest) => change({ keepLatest: wanted }),
    outlook: (runId: number, what: UndoWhat) => store.undoOutlook(of(runId, what)),
    groupsOf: (runId: number) =>
      store.roundGroups({ runId, ownerId: null, filter: 'all', skip: 0, limit: 10, nowMs: clock.nowMs() }),
    async undo(runId: number, what: UndoWhat) {
      const content = what === 'edit' ? { text: 'another', entities: [] } : null
      return store.undoRound({ ...of(runId, what), content, uuid: randomUUID() })
    },
    /** The last undo of a round, to its end. */
    async ended(runId: number) {
      const read = async () => (await store.undosOf({ runId, ownerId: null }))[0]
      await tickAfter(0)
      await until(async () => (await read())?.state === 'finished')
      return read()
    },
  }
}

function fail(): never {
  throw new Error('no group')
}
