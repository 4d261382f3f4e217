import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import type { Undo, UndoAnswer, UndoWhat } from '../../../src/features/campaigns/undo/verbs.ts'
import type { Content } from '../../../src/delivery/message.ts'
import { markPeer } from '../../../src/delivery/peer.ts'
import type { EngineOptions } from '../../support/engine.ts'
import { startRounds } from '../../support/rounds.ts'
import { keepFile } from '../media/library.ts'

const hourMs = 3_600_000
const content = (text: string): Content => ({ text, entities: [] })

describe('undoing a round', () => {
  it('takes every message back, and nothing else, with a figure for each', async () => {
    const { send, undo, ended, chats, textsIn, telegram, owner } = await setup({ accounts: 2, groups: 12 })
    for (const { peer } of chats) telegram.world.messages.send({ fromId: owner.id, to: peer, text: 'of another' })
    const run = await send()

    const { id } = await undo(run.id, 'delete')
    const result = await ended(id)

    expect(result).toMatchObject({ state: 'finished', targets: 12, done: 12, failed: 0, open: 0 })
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual(chats.map(() => ['of another']))
  })

  it('gives every message another text, and counts none of that as sent', async () => {
    const { send, undo, ended, chats, textsIn, db } = await setup({ groups: 6 })
    const run = await send()
    const sent = () => db.prepare('select coalesce(sum(sent), 0) from sent_by_quarter').pluck().get()
    const before = sent()

    const { id } = await undo(run.id, 'edit', content('to‘rt joy qoldi'))

    expect(await ended(id)).toMatchObject({ what: 'edit', state: 'finished', done: 6 })
    expect(chats.map(({ peer }) => textsIn(peer))).toEqual(chats.map(() => ['to‘rt joy qoldi']))
    expect([before, sent()]).toEqual([6, 6])
  })

  it('covers every part of an album, and edits the caption that its first one has', async () => {
    const { store, send, undo, ended, chats, telegram, owner, problem } = await setup({ groups: 2 })
    const media = [await keepFile(store), await keepFile(store, { kind: 'video' })]
    const run = await send({ content: { text: 'izoh', entities: [], media } })
    const texts = () =>
      chats.map(({ peer }) => {
        const history = telegram.world.messages.history(owner.id, peer, { limit: 10 }).toReversed()
        return history.filter(({ action }) => action === null).map(({ text }) => text)
      })
    expect(texts()).toEqual([
      ['izoh', ''],
      ['izoh', ''],
    ])

    expect(await problem(run.id, 'edit', content('x'.repeat(1025)))).toMatchObject({
      type: 'text',
      problem: { type: 'caption-too-long' },
    })
    const edit = await undo(run.id, 'edit', content('ikki joy'))
    expect(await ended(edit.id)).toMatchObject({ state: 'finished', targets: 2, done: 2 })
    expect(texts()).toEqual([
      ['ikki joy', ''],
      ['ikki joy', ''],
    ])
    const taken = await undo(run.id, 'delete')
    expect(await ended(taken.id)).toMatchObject({ state: 'finished', targets: 2, done: 2, failed: 0 })
    expect(texts()).toEqual([[], []])
  })

  it('says of each message why it could not be taken back, and goes on with the others', async () => {
    const { send, undo, ended, chats, textsIn, telegram, owner, accounts, db } = await setup({ groups: 4 })
    const [closed, gone] = chats
    const run = await send()
    if (closed === undefined || gone === undefined) throw new Error('no groups')
    telegram.world.membership.kick(closed, owner.id, accounts[0]?.userId ?? 0)
    telegram.world.messages.delete(owner.id, gone.peer, [telegram.world.chats.get(gone.peer).topMessageId])

    const { id } = await undo(run.id, 'delete')

    expect(await ended(id)).toMatchObject({ state: 'finished', done: 3, failed: 1 })
    expect(db.prepare(`select peer, reason from attempts where kind = 'delete' and state <> 'sent'`).all()).toEqual([
      { peer: closed.peer, reason: 'CHANNEL_PRIVATE' },
    ])
    expect(textsIn(closed.peer)).toEqual(['salom'])
  })

  it('edits no post that was passed on, and has only the room of a caption below files', async () => {
    const { send, problem, outlook, db } = await setup({ groups: 1 })
    const run = await send()
    const say = (said: Partial<Content>) =>
      db.prepare('update contents set body = ? where id = ?').run(JSON.stringify({ text: '', ...said }), run.contentId)

    say({ media: [{ kind: 'photo', fileId: 1 }] })
    expect(await problem(run.id, 'edit', content('x'.repeat(1025)))).toEqual({
      type: 'text',
      problem: { type: 'caption-too-long', length: 1025, max: 1024 },
    })
    say({ forward: { from: markPeer('channel', 1_234), title: 'Yangiliklar', messageIds: [2] } })
    expect(await problem(run.id, 'edit', content('x'))).toEqual({ type: 'forwarded' })
    expect(await outlook(run.id, 'edit')).toMatchObject({ count: 1, problem: { type: 'forwarded' } })
    expect(await outlook(run.id, 'delete')).toMatchObject({ count: 1, problem: null })
  })

  it('asks Telegram for none that are too old to be edited, and says how many there are', async () => {
    const { send, undo, ended, tickAfter, outlook, ledger, problem } = await setup({ groups: 3 })
    const run = await send()
    await tickAfter(48 * hourMs)

    expect(await outlook(run.id, 'edit')).toMatchObject({ count: 0, tooOld: 3 })
    expect(await problem(run.id, 'edit', content('x'))).toEqual({ type: 'too-old', count: 3 })
    expect(ledger('messages.editMessage')).toEqual([])
    // An account's own messages can be deleted for ever.
    expect(await outlook(run.id, 'delete')).toMatchObject({ count: 3, tooOld: 0 })
    expect(await ended((await undo(run.id, 'delete')).id)).toMatchObject({ done: 3 })
  })

  it('is refused while the round is sending, while another undo is under way, and when nothing is left', async () => {
    const { send, begin, groups, tickAfter, report, undo, ended, problem, store } = await setup({ groups: 3 })
    const run = await send()
    expect(await problem(run.id, 'edit')).toEqual({ type: 'no-text' })
    expect(await problem(run.id, 'edit', content(' '))).toMatchObject({ type: 'text' })
    const first = await undo(run.id, 'delete', null, { isTicked: false })
    expect(await problem(run.id, 'delete')).toEqual({ type: 'under-way', undoId: first.id })
    await tickAfter(0)
    await ended(first.id)
    expect(await problem(run.id, 'delete')).toEqual({ type: 'nothing-sent' })
    expect(await problem(999_999, 'delete')).toEqual({ type: 'not-found' })
    expect(await store.undo({ id: first.id, ownerId: 2 })).toBeUndefined()

    const other = await begin({ targets: groups(), everyMs: 24 * hourMs })
    await store.pauseCampaign({ id: other.id, ownerId: null, reason: 'asked', nowMs: 1 })
    await store.resumeCampaign({ id: other.id, ownerId: null, missed: 'run', nowMs: Date.now() })
    const { id } = (await report(other)).runs[0] ?? { id: 0 }
    expect(await problem(id, 'delete')).toMatchObject({ type: 'is-running', campaignId: other.id })
  })

  it('is one undo for one uuid', async () => {
    const { send, store, clock } = await setup({ groups: 1 })
    const { id: runId } = await send()
    const args = {
      runId,
      ownerId: null,
      what: 'delete',
      content: null,
      uuid: randomUUID(),
      nowMs: clock.nowMs(),
    } as const

    const [first, again] = [await store.undoRound(args), await store.undoRound(args)]

    expect(undoIn(first).id).toBe(undoIn(again).id)
  })

  it('can be stopped: what is not taken back stays', async () => {
    const { send, undo, ended, store, chats, textsIn, tickAfter } = await setup({ groups: 40 })
    const run = await send()
    const { id } = await undo(run.id, 'delete', null, { isTicked: false })
    await tickAfter(0)

    expect(await store.stopUndo({ id, ownerId: 2 })).toBe(false)
    expect(await store.stopUndo({ id, ownerId: 1 })).toBe(true)
    await tickAfter(0)
    const result = await ended(id, 'stopped')

    const standing = chats.filter(({ peer }) => textsIn(peer).length > 0).length
    expect(result).toMatchObject({ state: 'stopped', reason: 'asked', open: 0 })
    expect(standing).toBe(result.cancelled)
    expect(result.done + result.cancelled).toBe(40)
  })

  it('keeps the pace of the account, and lets its messages go meanwhile', async () => {
    const { send, undo, begin, groups, chats, until, textsIn, ledger, tickAfter, store, db } = await setup({
      groups: 5,
      policy: { gapMinMs: 300 },
    })
    const run = await send()
    const { id } = await undo(run.id, 'delete')
    await begin({ targets: groups(), everyMs: null, content: content('ikkinchi') })
    await tickAfter(0)
    await until(async () => (await store.undo({ id, ownerId: null }))?.state === 'finished')
    await until(() => chats.every(({ peer }) => textsIn(peer).includes('ikkinchi')))

    const times = ledger('channels.deleteMessages').map(({ atMs }) => atMs)
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    expect(gaps).toHaveLength(4)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(290)
    // In one queue the messages, which came later, would have gone after the last of the undo.
    const settled = (kind: string) =>
      db
        .prepare<[string, number], number>(
          'select settled_at_ms from attempts where kind = ? and run_id > ? order by settled_at_ms',
        )
        .pluck()
        .all(kind, run.id)
    expect(settled('send')[1]).toBeLessThan(settled('delete').at(-1) ?? 0)
  })
})

/** A shard of real accounts, and a campaign's round that has been sent. */
async function setup(options: EngineOptions) {
  const rounds = await startRounds(options)
  const { store, clock, begin, groups, tickAfter, report, until, telegram } = rounds
  const reader = new LedgerReader(telegram.files.db, telegram.files.commit)

  const send = async (said: { readonly content?: Content } = {}) => {
    const campaign = await begin({ targets: groups(), everyMs: null, ...said })
    await tickAfter(0)
    await until(async () => (await report(campaign)).runs[0]?.state === 'finished')
    const [run] = (await report(campaign)).runs
    if (run === undefined) throw new Error('no run')
    return run
  }
  const ask = (runId: number, what: UndoWhat, said: Content | null = null) =>
    store.undoRound({ runId, ownerId: null, what, content: said, uuid: randomUUID(), nowMs: clock.nowMs() })
  const undo = async (runId: number, what: UndoWhat, said: Content | null = null, { isTicked = true } = {}) => {
    const found = undoIn(await ask(runId, what, said))
    if (isTicked) await tickAfter(0)
    return found
  }
  const problem = async (runId: number, what: UndoWhat, said: Content | null = null) => {
    const answer = await ask(runId, what, said)
    return 'problem' in answer ? answer.problem : undefined
  }
  const ended = async (id: number, state = 'finished'): Promise<Undo> => {
    const read = () => store.undo({ id, ownerId: null })
    await until(async () => {
      const found = await read()
      return found?.state === state && found.finishedAtMs !== null
    })
    const found = await read()
    if (found === undefined) throw new Error('no undo')
    return found
  }
  const outlook = (runId: number, what: UndoWhat) =>
    store.undoOutlook({ runId, ownerId: null, what, nowMs: clock.nowMs() })
  const ledger = (method: string) => reader.page({}).lines.filter((line) => line.method === method)
  return { ...rounds, send, undo, problem, ended, outlook, ledger }
}

function undoIn(answer: UndoAnswer): Undo {
  if ('problem' in answer) throw new Error(`no undo, but ${JSON.stringify(answer.problem)}`)
  return answer.undo
}
