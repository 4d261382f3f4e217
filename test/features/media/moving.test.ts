import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import { encodeContent } from '../../../src/delivery/message.ts'
import type { Content } from '../../../src/delivery/message.ts'
import { markPeer } from '../../../src/delivery/peer.ts'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import { startEngine } from '../../support/engine.ts'
import type { EngineOptions } from '../../support/engine.ts'
import { keepFile } from './library.ts'

describe('a run with a photo', () => {
  it('moves it to the account once, and sends it to every group by reference', async () => {
    const { run, photo, methods, messages } = await setup({ groups: 4 })

    const { sent } = await run({ text: 'salom', entities: [], media: [photo] })

    expect(sent).toBe(4)
    expect(methods('upload.saveFilePart')).toBe(1)
    expect(methods('messages.uploadMedia')).toBe(1)
    expect(methods('messages.sendMedia')).toBe(4)
    const seen = messages().flat()
    expect(seen).toHaveLength(4)
    for (const message of seen) expect(message).toMatchObject({ text: 'salom', media: { kind: 'photo', fileId: 1 } })
  })

  it('does not move it again for the next run', async () => {
    const { run, photo, methods } = await setup({ groups: 2 })
    await run({ text: 'bir', entities: [], media: [photo] })

    await run({ text: 'ikki', entities: [], media: [photo] })

    expect([methods('messages.uploadMedia'), methods('messages.sendMedia')]).toEqual([1, 4])
  })

  it('moves it to each of its accounts, because a reference is one account’s', async () => {
    const { run, photo, methods } = await setup({ accounts: 2, groups: 4 })

    const { sent } = await run({ text: 'salom', entities: [], media: [photo] })

    expect([sent, methods('messages.uploadMedia')]).toEqual([4, 2])
  })

  it('goes on with a fresh reference from what it has sent, when Telegram calls the old one expired', async () => {
    const { run, photo, methods, telegram, db } = await setup({ groups: 3 })
    await run({ text: 'bir', entities: [], media: [photo] })
    telegram.world.files.references.expire()
    telegram.clock.advance(10)
    db.prepare('update account_files set saved_at_ms = 1').run()

    const { sent, failed } = await run({ text: 'ikki', entities: [], media: [photo] })

    expect({ sent, failed }).toEqual({ sent: 3, failed: 0 })
    expect(methods('messages.uploadMedia')).toBe(1)
    expect(methods('channels.getMessages')).toBe(1)
  })

  it('uploads it again when the message that it was seen in is gone', async () => {
    const { run, photo, methods, telegram, db, accounts } = await setup({ groups: 1 })
    await run({ text: 'bir', entities: [], media: [photo] })
    const seen = db
      .prepare<[], { peer: number; id: number }>('select seen_peer as peer, seen_message_id as id from account_files')
      .get()
    telegram.world.messages.delete(accounts[0]?.userId ?? 0, seen?.peer ?? 0, [seen?.id ?? 0])
    telegram.world.files.references.expire()
    telegram.clock.advance(10)
    db.prepare('update account_files set saved_at_ms = 1').run()

    const { sent } = await run({ text: 'ikki', entities: [], media: [photo] })

    expect([sent, methods('messages.uploadMedia')]).toEqual([1, 2])
  })

  it('stops when Telegram does not take the file at all, without asking each group', async () => {
    const { run, store, methods } = await setup({ groups: 5 })
    const broken = await keepFile(store, { data: Buffer.from('no picture') })

    const { state, reason, sent, failed } = await run({ text: '', entities: [], media: [broken] })

    expect({ state, reason, sent }).toEqual({ state: 'stopped', reason: 'IMAGE_PROCESS_FAILED', sent: 0 })
    expect(failed).toBe(1)
    expect(methods('messages.sendMedia')).toBe(0)
  })

  it('fails in the groups alone that take no photos', async () => {
    const { run, photo, telegram, chats } = await setup({ groups: 3 })
    const [first] = chats
    if (first !== undefined) telegram.world.chats.update(first, { defaultBanned: ['sendPhotos'] })

    const { state, sent, failed } = await run({ text: '', entities: [], media: [photo] })

    expect({ state, sent, failed }).toEqual({ state: 'finished', sent: 2, failed: 1 })
  })
})

describe('a reference that Telegram refuses soon after it was got', () => {
  it('lets the round wait for another one, instead of failing in its groups', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, methods, add, db, run } = await setup({ groups: 6, clock })
    await run({ text: 'bir', entities: [], media: [photo] })
    add({ method: 'messages.sendMedia', error: 'FILE_REFERENCE_EXPIRED', times: 3 })

    const before = methods('messages.sendMedia')
    const over = await hurried(await begun({ text: 'ikki', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ state: 'finished', sent: 6, failed: 0 })
    expect(methods('messages.sendMedia') - before).toBe(9)
    // The first refusal believes the message in which the file stands, the next one does not.
    expect(methods('messages.uploadMedia')).toBeGreaterThan(1)
    expect(db.prepare('select count(*) from attempts where tries > 1').pluck().get()).toBe(0)
  })

  it('is got anew five times for a message, which then fails, with longer and longer pauses', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, methods, add, db, run } = await setup({ groups: 1, clock })
    await run({ text: 'bir', entities: [], media: [photo] })
    const before = methods('messages.sendMedia')
    add({ method: 'messages.sendMedia', error: 'FILE_REFERENCE_EXPIRED' })

    const fromMs = clock.nowMs()
    const over = await hurried(await begun({ text: 'ikki', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ sent: 0, failed: 1 })
    expect(methods('messages.sendMedia') - before).toBe(6)
    expect(clock.nowMs() - fromMs).toBeGreaterThan(5_000 + 10_000 + 20_000 + 40_000)
    const failed = `select reason from attempts where kind = 'send' and state = 'failed-terminal'`
    expect(db.prepare(failed).pluck().all()).toEqual(['FILE_REFERENCE_EXPIRED'])
  })

  it('is not fresh for longer because a clock was set back', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, add, db, run } = await setup({ groups: 1, clock })
    await run({ text: 'bir', entities: [], media: [photo] })
    db.prepare('update account_files set saved_at_ms = ?').run(clock.nowMs() + 3_600_000)
    add({ method: 'messages.sendMedia', error: 'FILE_REFERENCE_EXPIRED', times: 2 })

    const fromMs = clock.nowMs()
    const over = await hurried(await begun({ text: 'ikki', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ sent: 1, failed: 0 })
    expect(clock.nowMs() - fromMs).toBeLessThan(60_000)
  })
})

describe('an upload that keeps failing', () => {
  it('ends the round with a reason of its own, and the next round tries again', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, rules, add, db, run } = await setup({ groups: 5, clock, policy: { triesMax: 3 } })
    const rule = add({ method: 'upload.saveFilePart', error: 'INTERNAL_UPLOAD', code: 500 })

    const over = await hurried(await begun({ text: 'bir', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ state: 'finished', sent: 0, failed: 5 })
    const reasons = `select distinct reason from attempts where kind = 'send'`
    expect(db.prepare(reasons).pluck().all()).toEqual(['UPLOAD_FAILED'])
    expect(db.prepare(`select count(*) from attempts where kind = 'upload'`).pluck().get()).toBe(1)

    rules.remove(rule.id)
    expect(await run({ text: 'ikki', entities: [], media: [photo] })).toMatchObject({ sent: 5, failed: 0 })
  })
})

describe('what an account sends meanwhile', () => {
  it('does not wait for a file that is on its way', async () => {
    const { store, run, begun, add, methods, texts } = await setup({ groups: 2 })
    const video = await keepFile(store, { kind: 'video', data: Buffer.alloc(2 * 1024 * 1024, 'k') })
    add({ method: 'upload.saveFilePart', delayMs: 300 })

    const slow = await begun({ text: 'video', entities: [], media: [video] })
    const quick = await run({ text: 'matn', entities: [] })
    const before = methods('messages.sendMedia')
    const { sent } = await slow.finished()

    expect([quick.sent, before, sent]).toEqual([2, 0, 2])
    expect(texts()).toEqual([
      ['matn', 'video'],
      ['matn', 'video'],
    ])
  })
})

describe('an album and a forward', () => {
  it('go to every group with one part’s random id each, so that a repeat of the run’s tries makes no second one', async () => {
    const { run, store, add, messages } = await setup({ groups: 2 })
    const media = [await keepFile(store), await keepFile(store, { kind: 'video' })]
    add({ method: 'messages.sendMultiMedia', drop: 'reset', when: 'after', times: 2 })

    const { sent } = await run({ text: 'izoh', entities: [], media })

    expect(sent).toBe(2)
    expect(messages().map((found) => found.map(({ text }) => text))).toEqual([
      ['izoh', ''],
      ['izoh', ''],
    ])
  })

  it.each([true, false])('passes on a post of a channel if the account is in it: %s', async (isKnown) => {
    const { run, telegram, owner, accounts, db, messages } = await setup({ groups: 2 })
    const [account] = accounts
    const { peer } = telegram.world.chats.create({
      kind: 'channel',
      title: 'Kanal',
      creatorId: owner.id,
      memberIds: [account?.userId ?? 0],
    })
    const { id } = telegram.world.messages.send({ fromId: owner.id, to: peer, text: 'post' })
    const from = markPeer('channel', -peer - 1_000_000_000_000)
    const content = { text: '', entities: [], forward: { from, title: 'Kanal', messageIds: [id] } }

    if (isKnown)
      db.prepare(
        `insert into peers (account_id, peer, kind, title, access_hash, may_post, why_not, is_forum, seen_at_ms)
       values (?, ?, 'channel', 'Kanal', ?, 0, 'admins-only', 0, 1)`,
      ).run(account?.id, peer, String(telegram.world.users.accessHash(account?.userId ?? 0, peer)))
    const { state, reason, sent } = await run(content)

    expect([state, reason, sent]).toEqual(['finished', null, isKnown ? 2 : 0])
    const found = messages().flat()
    expect(found).toHaveLength(sent)
    for (const message of found) expect(message).toMatchObject({ text: 'post', forward: { fromId: peer } })
  })

  it('fail only for the account that does not know the channel', async () => {
    const { run, telegram, owner, accounts, db } = await setup({ accounts: 2, groups: 6 })
    const [knows, lacks] = accounts
    const channel = { kind: 'channel', title: 'Kanal', creatorId: owner.id, memberIds: [knows?.userId ?? 0] } as const
    const { peer } = telegram.world.chats.create(channel)
    const { id } = telegram.world.messages.send({ fromId: owner.id, to: peer, text: 'post' })
    db.prepare(
      `insert into peers (account_id, peer, kind, title, access_hash, may_post, why_not, is_forum, seen_at_ms)
       values (?, ?, 'channel', 'Kanal', ?, 0, 'admins-only', 0, 1)`,
    ).run(knows?.id, peer, String(telegram.world.users.accessHash(knows?.userId ?? 0, peer)))
    const from = markPeer('channel', -peer - 1_000_000_000_000)

    const over = await run({ text: '', entities: [], forward: { from, title: 'Kanal', messageIds: [id] } })

    expect(over).toMatchObject({ state: 'finished', reason: null, sent: 3, failed: 3 })
    const failed = `select distinct account_id as accountId, reason from attempts where state = 'failed-terminal'`
    expect(db.prepare(failed).all()).toEqual([{ accountId: lacks?.id, reason: 'FORWARD_SOURCE_UNKNOWN' }])
  })
})

/** A shard with groups, and a photo in the library. */
async function setup(options: EngineOptions) {
  const engine = await startEngine(options)
  const { store, db, telegram, chats, owner, hintAll, accounts } = engine
  const photo = await keepFile(store)
  await engine.begin()
  let rounds = 0
  const attempts = () =>
    db.prepare('select kind, state, reason, tries, due_at_ms as dueAtMs from attempts order by id').all()

  const begun = async (content: Content) => {
    rounds += 1
    const contentId = 910_000 + rounds
    db.prepare('insert into contents (id, owner_id, body, created_at_ms) values (?, 1, ?, 1)').run(
      contentId,
      encodeContent(content),
    )
    const run = await store.openRun(
      { campaignId: rounds, campaignUuid: `c-${rounds}`, ownerId: 1, contentId, plannedAtMs: 500 },
      Date.now(),
    )
    const sends = chats.flatMap(({ peer }, index) => {
      const account = accounts[index % accounts.length]
      if (account === undefined) return []
      return [{ accountId: account.id, partition: account.partition, peer, topic: 0, part: 0, dueAtMs: Date.now() }]
    })
    await store.schedule({ runId: run.id, ownerId: 1, contentId, sends })
    await store.beginRun(run.id, Date.now())
    await hintAll()
    const finished = async () => {
      const deadline = Date.now() + 60_000
      for (;;) {
        const found = await store.run(run.id)
        const isOver = found?.state === 'finished' || found?.state === 'stopped'
        if (found !== undefined && isOver) return found
        if (Date.now() > deadline) throw new Error(`not over: ${JSON.stringify([found, attempts()])}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    return { id: run.id, finished }
  }
  /** The run with everything that it waits for skipped: as soon as nothing is on the wire and nothing due, the clock goes on. */
  const hurried = async ({ id, finished }: Awaited<ReturnType<typeof begun>>, clock: ShiftableClock) => {
    const next = db.prepare<[], { dueAtMs: number | null; busy: number }>(`
      select min(iif(state = 'pending', due_at_ms, null)) as dueAtMs, count(iif(state = 'in-flight', 1, null)) as busy
      from attempts where state in ('pending', 'in-flight')`)
    const deadline = Date.now() + 60_000
    while ((await store.run(id))?.state === 'running' && Date.now() < deadline) {
      const { dueAtMs, busy } = next.get() ?? { dueAtMs: null, busy: 0 }
      if (dueAtMs !== null && busy === 0 && dueAtMs > clock.nowMs()) {
        clock.advance(dueAtMs - clock.nowMs())
        await hintAll()
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return finished()
  }
  const run = async (content: Content) => (await begun(content)).finished()
  const messages = () =>
    chats.map(({ peer }) =>
      telegram.world.messages
        .history(owner.id, peer, { limit: 50, order: 'oldest first' })
        .filter(({ action }) => action === null),
    )
  const texts = () => messages().map((found) => found.map(({ text }) => text).toSorted())
  const judge = new LedgerReader(telegram.files.db, telegram.files.commit)
  const methods = (name: string) => judge.page({}, { limit: 1000 }).lines.filter(({ method }) => method === name).length
  return { ...engine, photo, run, begun, hurried, messages, texts, methods }
}
