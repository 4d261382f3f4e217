import { describe, expect, it } from 'vitest'
import { markPeer } from '../../../src/delivery/peer.ts'
import { keepFile } from './library.ts'
import { startWithPhoto } from './runs-with-files.ts'

describe('a run with a photo', () => {
  it('moves it to the account once, and sends it to every group by reference', async () => {
    const { run, photo, methods, messages } = await startWithPhoto({ groups: 4 })

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
    const { run, photo, methods } = await startWithPhoto({ groups: 2 })
    await run({ text: 'bir', entities: [], media: [photo] })

    await run({ text: 'ikki', entities: [], media: [photo] })

    expect([methods('messages.uploadMedia'), methods('messages.sendMedia')]).toEqual([1, 4])
  })

  it('moves it to each of its accounts, because a reference is one account’s', async () => {
    const { run, photo, methods } = await startWithPhoto({ accounts: 2, groups: 4 })

    const { sent } = await run({ text: 'salom', entities: [], media: [photo] })

    expect([sent, methods('messages.uploadMedia')]).toEqual([4, 2])
  })

  it('goes on with a fresh reference from what it has sent, when Telegram calls the old one expired', async () => {
    const { run, photo, methods, telegram, db } = await startWithPhoto({ groups: 3 })
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
    const { run, photo, methods, telegram, db, accounts } = await startWithPhoto({ groups: 1 })
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
    const { run, store, methods } = await startWithPhoto({ groups: 5 })
    const broken = await keepFile(store, { data: Buffer.from('no picture') })

    const { state, reason, sent, failed } = await run({ text: '', entities: [], media: [broken] })

    expect({ state, reason, sent }).toEqual({ state: 'stopped', reason: 'IMAGE_PROCESS_FAILED', sent: 0 })
    expect(failed).toBe(1)
    expect(methods('messages.sendMedia')).toBe(0)
  })

  it('fails in the groups alone that take no photos', async () => {
    const { run, photo, telegram, chats } = await startWithPhoto({ groups: 3 })
    const [first] = chats
    if (first !== undefined) telegram.world.chats.update(first, { defaultBanned: ['sendPhotos'] })

    const { state, sent, failed } = await run({ text: '', entities: [], media: [photo] })

    expect({ state, sent, failed }).toEqual({ state: 'finished', sent: 2, failed: 1 })
  })
})

describe('what an account sends meanwhile', () => {
  it('does not wait for a file that is on its way', async () => {
    const { store, run, begun, add, methods, texts } = await startWithPhoto({ groups: 2 })
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
    const { run, store, add, messages } = await startWithPhoto({ groups: 2 })
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
    const { run, telegram, owner, accounts, db, messages } = await startWithPhoto({ groups: 2 })
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
    const { run, telegram, owner, accounts, db } = await startWithPhoto({ accounts: 2, groups: 6 })
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
