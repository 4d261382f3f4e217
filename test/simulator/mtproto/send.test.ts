import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { channelFor, clientOf, inputFor, startChatting, updatesOf } from '../../support/chatting.ts'

describe('a message', () => {
  it('in a supergroup is answered with its id and itself, and read by its sender', async () => {
    const { telegram, aziz, group, azizClient } = await startGroup()

    const answer = await azizClient.invoke(
      new Api.messages.SendMessage({
        peer: inputFor(telegram, aziz, group.peer),
        message: 'salom',
        randomId: bigInt(7),
      }),
    )

    expect(answer).toMatchObject({ className: 'Updates', chats: [{ title: 'Taksi' }], users: [{ self: true }] })
    expect((answer as Api.Updates).updates).toMatchObject([
      { className: 'UpdateMessageID', id: 2, randomId: bigInt(7) },
      { className: 'UpdateReadChannelInbox', maxId: 2, stillUnreadCount: 0 },
      { className: 'UpdateNewChannelMessage', message: { id: 2, message: 'salom', out: true }, pts: 2, ptsCount: 1 },
    ])
  })

  it.each(['a person', 'a basic group', 'oneself'])('to %s is answered shortly', async (kind) => {
    const { telegram, world, aziz, malika, azizClient } = await startGroup()
    const basic = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })
    const to = kind === 'a person' ? malika.id : kind === 'oneself' ? aziz.id : basic.peer
    const peer = kind === 'oneself' ? new Api.InputPeerSelf() : inputFor(telegram, aziz, to)
    const pts = world.boxes.pts(aziz.id)

    const answer = await azizClient.invoke(
      new Api.messages.SendMessage({ peer, message: 'salom', randomId: bigInt(7) }),
    )

    expect(answer).toMatchObject({ className: 'UpdateShortSentMessage', out: true, pts: pts + 1, ptsCount: 1 })
    const { id } = answer as Api.UpdateShortSentMessage
    expect(world.messages.find(0, id)).toMatchObject({ text: 'salom', to, fromId: aziz.id })
  })

  it('keeps its formatting, and links that nobody marked', async () => {
    const { telegram, malika, group, aziz, azizClient, malikaClient } = await startGroup()
    const html = '<b>Narxi</b> <a href="https://olx.uz/1">shu yerda</a>, @aziz_k'

    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: html, parseMode: 'html' })

    const [seen] = await malikaClient.getMessages(inputFor(telegram, malika, group.peer), { limit: 1 })
    expect(seen?.message).toBe('Narxi shu yerda, @aziz_k')
    expect(seen?.entities).toMatchObject([
      { className: 'MessageEntityBold', offset: 0, length: 5 },
      { className: 'MessageEntityTextUrl', url: 'https://olx.uz/1' },
      { className: 'MessageEntityMention', offset: 17, length: 7 },
    ])
  })

  it('answers another one', async () => {
    const { telegram, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const first = await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: 'Kim bor?' })

    const peer = inputFor(telegram, malika, group.peer)
    const reply = await malikaClient.sendMessage(peer, { message: 'Men', replyTo: first.id })

    expect(reply.replyTo).toMatchObject({ replyToMsgId: first.id })
    const wrong = malikaClient.sendMessage(peer, { message: 'Men', replyTo: 99 })
    expect(await refusalOf(wrong)).toBe('REPLY_MESSAGE_ID_INVALID')
  })

  it('of a channel is a post without a sender', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startGroup()
    const channel = world.chats.create({ kind: 'channel', title: 'News', creatorId: aziz.id, memberIds: [malika.id] })

    await azizClient.sendMessage(inputFor(telegram, aziz, channel.peer), { message: 'bugun' })

    const [seen] = await malikaClient.getMessages(inputFor(telegram, malika, channel.peer), { limit: 1 })
    expect(seen).toMatchObject({ message: 'bugun', post: true, fromId: null, views: 1 })
    const peer = inputFor(telegram, malika, channel.peer)
    expect(await refusalOf(malikaClient.sendMessage(peer, { message: 'x' }))).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('stands in the name of a channel where its owner asks for that', async () => {
    const { telegram, world, aziz, group, azizClient } = await startGroup()
    const own = world.chats.create({ kind: 'channel', title: 'News', username: 'my_news', creatorId: aziz.id })
    const peer = inputFor(telegram, aziz, group.peer)
    const offered = await azizClient.invoke(new Api.channels.GetSendAs({ peer }))
    const send = (sendAs: Api.TypeInputPeer) =>
      azizClient.invoke(new Api.messages.SendMessage({ peer, message: 'x', randomId: bigInt(Date.now()), sendAs }))

    await send(inputFor(telegram, aziz, own.peer))

    expect(offered.peers.map(({ peer: { className } }) => className)).toEqual(['PeerUser', 'PeerChannel'])
    expect(world.messages.history(aziz.id, group.peer, { limit: 1 })).toMatchObject([{ fromId: own.peer }])
    expect(await refusalOf(send(peer))).toBe('SEND_AS_PEER_INVALID')
  })

  it('is seen at once by the other client, and by another session of the sender, not by the one that sent it', async () => {
    const { telegram, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const otherClient = await clientOf(telegram, aziz)
    const [own, other, malikas] = [azizClient, otherClient, malikaClient].map(updatesOf)
    const isSalom = ({ message }: Api.UpdateNewChannelMessage) => (message as Api.Message).message === 'salom'

    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: 'salom' })
    const seen = await malikas?.next(Api.UpdateNewChannelMessage, isSalom)
    await other?.next(Api.UpdateNewChannelMessage, isSalom)
    await malikaClient.sendMessage(inputFor(telegram, malika, group.peer), { message: 'va alaykum' })
    await own?.next(Api.UpdateNewChannelMessage)

    expect(seen).toMatchObject({ message: { out: false, fromId: { userId: bigInt(aziz.id) } } })
    const texts = own?.seen.map((update) => ('message' in update ? (update.message as Api.Message).message : ''))
    expect(texts).toEqual(['va alaykum'])
  })

  it('is pushed with people and chats that the receiver can use', async () => {
    const { telegram, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const { next } = updatesOf(malikaClient)
    await azizClient.sendMessage(inputFor(telegram, aziz, malika.id), { message: 'private' })
    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: 'public' })

    const [inPrivate, inGroup] = [await next(Api.UpdateNewMessage), await next(Api.UpdateNewChannelMessage)]

    expect(inPrivate).toMatchObject({ message: { peerId: { userId: bigInt(aziz.id) }, fromId: null } })
    // The client answers by id alone: it learned the access hashes from the pushes.
    await malikaClient.sendMessage((inPrivate.message as Api.Message).peerId, { message: 'and back' })
    await malikaClient.sendMessage((inGroup.message as Api.Message).peerId, { message: 'and back' })
  })
})

describe('sending much', () => {
  it('gives 50 messages that are sent together 50 ids, and the ledger 50 lines', async () => {
    const { telegram, world, aziz, group, azizClient } = await startGroup()
    const peer = inputFor(telegram, aziz, group.peer)
    const texts = Array.from({ length: 50 }, (_, index) => `text ${index}`)

    const sent = await Promise.all(texts.map((message) => azizClient.sendMessage(peer, { message })))

    expect(new Set(sent.map(({ id }) => id)).size).toBe(50)
    expect(sent.map(({ message }) => message)).toEqual(texts)
    expect(world.chats.get(group.peer).lastMessageId).toBe(51)
    const lines = telegram.files.db
      .prepare('select applied, answered, chat, account from ledger where applied = 1')
      .all()
    expect(lines).toEqual(texts.map(() => ({ applied: 1, answered: 1, chat: group.peer, account: aziz.id })))
  })
})

describe('a message that may not be sent', () => {
  it('is refused where the group lets nobody write, and where the writer is no member', async () => {
    const { telegram, world, aziz, malika, group, malikaClient } = await startGroup()
    const open = world.chats.create({ kind: 'supergroup', title: 'Open', username: 'open_group', creatorId: aziz.id })
    world.chats.update(group, { defaultBanned: ['sendMessages'] })
    const send = (peer: number) => malikaClient.sendMessage(inputFor(telegram, malika, peer), { message: 'x' })

    expect(await refusalOf(send(group.peer))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await refusalOf(send(open.peer))).toBe('CHAT_WRITE_FORBIDDEN')
  })

  it('waits for slow mode, and goes through when its time is over', async () => {
    const { telegram, world, clock, malika, group, malikaClient } = await startGroup()
    world.chats.update(group, { slowModeSeconds: 60 })
    const send = () => malikaClient.sendMessage(inputFor(telegram, malika, group.peer), { message: 'x' })
    const beganMs = clock.nowMs()
    await send()

    expect(await refusalOf(send())).toMatch(/^SLOWMODE_WAIT_([1-5]?\d|60)$/)
    const channel = channelFor(telegram, malika, group.peer)
    const { fullChat } = await malikaClient.invoke(new Api.channels.GetFullChannel({ channel }))
    expect(fullChat).toMatchObject({ slowmodeSeconds: 60 })
    const nextSendDate = (fullChat as Api.ChannelFull).slowmodeNextSendDate ?? 0
    expect(nextSendDate * 1000).toBeGreaterThan(beganMs + 58_000)

    clock.advance(60_000)
    await send()
  })

  it('is PEER_FLOOD for a limited account and FROZEN_METHOD_INVALID for a frozen one', async () => {
    const { telegram, world, malika, group, malikaClient } = await startGroup()
    const send = () => malikaClient.sendMessage(inputFor(telegram, malika, group.peer), { message: 'x' })

    world.users.update(malika, { status: 'limited' })
    expect(await refusalOf(send())).toBe('PEER_FLOOD')
    world.users.update(malika, { status: 'frozen' })
    expect(await refusalOf(send())).toBe('FROZEN_METHOD_INVALID')
  })

  it('is CHANNEL_PRIVATE after a ban', async () => {
    const { telegram, world, aziz, malika, group, malikaClient } = await startGroup()
    const peer = inputFor(telegram, malika, group.peer)
    world.membership.ban(group, aziz.id, malika.id, ['viewMessages'], null)

    expect(await refusalOf(malikaClient.sendMessage(peer, { message: 'x' }))).toBe('CHANNEL_PRIVATE')
    expect(await refusalOf(malikaClient.getMessages(peer, { limit: 1 }))).toBe('CHANNEL_PRIVATE')
  })

  it("is refused with another account's access hash", async () => {
    const { telegram, world, aziz, malika, group, malikaClient } = await startGroup()
    const other = world.users.create({ firstName: 'Other' })
    const send = (peer: Api.TypeInputPeer) => malikaClient.sendMessage(peer, { message: 'x' })

    expect(await refusalOf(send(inputFor(telegram, aziz, group.peer)))).toBe('CHANNEL_INVALID')
    expect(await refusalOf(send(inputFor(telegram, aziz, other.id)))).toBe('PEER_ID_INVALID')
    expect(world.messages.history(malika.id, group.peer, { limit: 1 })).toMatchObject([{ id: 1 }])
  })

  it('is refused when its formatting points outside of it, and when it has a date', async () => {
    const { telegram, malika, group, malikaClient } = await startGroup()
    const peer = inputFor(telegram, malika, group.peer)
    const formattingEntities = [new Api.MessageEntityBold({ offset: 0, length: 5 })]

    const outside = malikaClient.sendMessage(peer, { message: 'abc', formattingEntities })
    expect(await refusalOf(outside)).toBe('ENTITY_BOUNDS_INVALID')
    const later = malikaClient.sendMessage(peer, { message: 'abc', schedule: 2_000_000_000 })
    expect(await refusalOf(later)).toBe('SCHEDULE_DATE_INVALID')
  })

  it('leaves a line in the ledger that says so', async () => {
    const { telegram, world, malika, group, malikaClient } = await startGroup()
    world.chats.update(group, { defaultBanned: ['sendMessages'] })
    await refusalOf(malikaClient.sendMessage(inputFor(telegram, malika, group.peer), { message: 'x' }))

    const line = telegram.files.db.prepare('select chat, applied, error from ledger order by seq desc limit 1').get()
    expect(line).toEqual({ chat: group.peer, applied: 0, error: 'CHAT_WRITE_FORBIDDEN' })
  })
})

describe('what a bot sends', () => {
  it('is shown with its media and buttons', async () => {
    const { telegram, world, malika, malikaClient } = await startGroup()
    const bot = world.users.create({ firstName: 'Bot', bot: { token: '1:a', privacy: true, description: '' } })
    world.people.start(malika.id, bot.id)
    const [photoId, documentId] = [1, 2]
    const file = { mime: 'image/jpeg', sizeBytes: 10, width: 4, height: 3, ownerId: bot.id }
    world.store.saveFile({ id: photoId, kind: 'photo', name: 'a.jpg', ...file })
    world.store.saveFile({ id: documentId, kind: 'document', name: 'b.pdf', ...file })
    const send = (content: object) => world.messages.send({ fromId: bot.id, to: malika.id, ...content })
    const inline = [
      [
        { text: 'Yes', callback_data: 'yes' },
        { text: 'Site', url: 'https://example.com' },
      ],
    ]
    send({
      media: { type: 'file', kind: 'photo', fileId: photoId },
      text: 'caption',
      markup: { inline_keyboard: inline },
    })
    send({ media: { type: 'file', kind: 'document', fileId: documentId } })
    send({ media: { type: 'contact', phone: '998', firstName: 'A', lastName: '', userId: null } })
    send({ media: { type: 'location', latitude: 41.5, longitude: 69.25 } })
    const keyboard = [[{ text: 'My number', request_contact: true }, 'Plain']]
    send({ text: 'keyboard', markup: { keyboard, resize_keyboard: true } })
    send({ text: 'gone', markup: { remove_keyboard: true } })

    const seen = await malikaClient.getMessages(inputFor(telegram, malika, bot.id), {
      limit: 6,
      reverse: true,
      minId: 1,
    })

    expect(Array.from(seen, ({ media }) => media?.className)).toEqual([
      'MessageMediaPhoto',
      'MessageMediaDocument',
      'MessageMediaContact',
      'MessageMediaGeo',
      undefined,
      undefined,
    ])
    expect(seen[0]?.replyMarkup).toMatchObject({
      className: 'ReplyInlineMarkup',
      rows: [
        {
          buttons: [
            { text: 'Yes', data: Buffer.from('yes') },
            { text: 'Site', url: 'https://example.com' },
          ],
        },
      ],
    })
    expect(seen[1]?.document).toMatchObject({ mimeType: 'image/jpeg', attributes: [{ fileName: 'b.pdf' }] })
    expect(seen[4]?.replyMarkup).toMatchObject({
      resize: true,
      rows: [{ buttons: [{ className: 'KeyboardButtonRequestPhone' }, { text: 'Plain' }] }],
    })
    expect(seen[5]?.replyMarkup).toMatchObject({ className: 'ReplyKeyboardHide' })
  })
})

async function startGroup() {
  const chatting = await startChatting()
  const { world, aziz, malika } = chatting
  const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id, memberIds: [malika.id] })
  return { ...chatting, group }
}
