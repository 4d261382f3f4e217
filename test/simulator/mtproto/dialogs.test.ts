import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { inputFor, startChatting } from '../../support/chatting.ts'

describe('the list of dialogs', () => {
  it('of 2,000 groups comes completely and once each, the newest first', async () => {
    const { world, clock, aziz, malika, azizClient } = await startChatting()
    for (let index = 0; index < 2000; index++) {
      // Twenty in a second: a page must be able to begin between two of them.
      if (index % 20 === 0) clock.advance(1000)
      const kind = index % 10 === 9 ? 'basic' : 'supergroup'
      world.chats.create({ kind, title: `Group ${index}`, creatorId: malika.id, memberIds: [aziz.id] })
    }

    const dialogs = await dialogsOf(azizClient)

    const dates = dialogs.map(({ date }) => date)
    expect(new Set(dialogs.map(({ title }) => title)).size).toBe(2000)
    expect(dialogs).toHaveLength(2000)
    expect(dates).toEqual(dates.toSorted((one, other) => other - one))
  })

  it('holds people, bots, groups and channels, each with its newest message', async () => {
    const { world, aziz, malika, azizClient } = await startChatting()
    const common = { creatorId: malika.id, memberIds: [aziz.id] }
    const chats = (['basic', 'supergroup', 'channel'] as const).map((kind) =>
      world.chats.create({ kind, title: kind, ...common }),
    )
    for (const { peer } of chats) world.messages.send({ fromId: malika.id, to: peer, text: 'chat' })
    const bot = world.users.create({ firstName: 'Bot', bot: { token: '1:a', privacy: true, description: '' } })
    world.people.start(aziz.id, bot.id)
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'private' })

    const dialogs = await dialogsOf(azizClient)

    const lines = dialogs.map(({ title, isUser, isGroup, isChannel, message, unreadCount }) => {
      const kind = isUser ? 'user' : isGroup && isChannel ? 'supergroup' : isGroup ? 'group' : 'channel'
      return [title, kind, message?.message, unreadCount]
    })
    expect(lines.sort((one, other) => (String(one) < String(other) ? -1 : 1))).toEqual([
      ['Bot', 'user', '/start', 0],
      ['Malika', 'user', 'private', 1],
      ['basic', 'group', 'chat', 2],
      ['channel', 'channel', 'chat', 2],
      ['supergroup', 'supergroup', 'chat', 2],
    ])
  })

  it('goes on where it stopped when a message moves a group to the top meanwhile', async () => {
    const { world, clock, aziz, malika, azizClient } = await startChatting()
    const groups = Array.from({ length: 30 }, (_, index) => {
      clock.advance(1000)
      return world.chats.create({ kind: 'supergroup', title: `${index}`, creatorId: malika.id, memberIds: [aziz.id] })
    })
    const page = (after?: { offsetDate: number; offsetId: number; offsetPeer: Api.TypeInputPeer }) =>
      azizClient.invoke(
        new Api.messages.GetDialogs({
          ...(after ?? { offsetDate: 0, offsetId: 0, offsetPeer: new Api.InputPeerEmpty() }),
          limit: 10,
          hash: 0 as never,
        }),
      ) as Promise<Api.messages.DialogsSlice>
    const first = await page()
    const last = first.messages.at(-1) as Api.MessageService
    const peer = last.peerId as Api.PeerChannel
    const entity = first.chats.find(({ id }) => id.equals(peer.channelId)) as Api.Channel
    const offsetPeer = new Api.InputPeerChannel({ channelId: entity.id, accessHash: entity.accessHash as never })
    world.messages.send({ fromId: malika.id, to: groups[20]?.peer ?? 0, text: 'up' })

    const second = await page({ offsetDate: last.date, offsetId: last.id, offsetPeer })

    const titles = [...first.chats, ...second.chats].map((chat) => Number((chat as Api.Channel).title))
    expect(first.count).toBe(30)
    expect(titles.toSorted((one, other) => other - one)).toEqual(Array.from({ length: 20 }, (_, index) => 29 - index))
  })

  it('puts pinned ones first, and knows them apart', async () => {
    const { telegram, world, clock, aziz, malika, azizClient } = await startChatting()
    const [old, ...others] = Array.from({ length: 5 }, (_, index) => {
      clock.advance(1000)
      return world.chats.create({ kind: 'supergroup', title: `${index}`, creatorId: malika.id, memberIds: [aziz.id] })
    })
    const peer = new Api.InputDialogPeer({ peer: inputFor(telegram, aziz, old?.peer ?? 0) })
    await azizClient.invoke(new Api.messages.ToggleDialogPin({ pinned: true, peer }))

    const titles = (await dialogsOf(azizClient)).map(({ title }) => title)
    const unpinned = (await dialogsOf(azizClient, { ignorePinned: true })).map(({ title }) => title)
    const pinned = await azizClient.invoke(new Api.messages.GetPinnedDialogs({ folderId: 0 }))

    expect(titles).toEqual(['0', '4', '3', '2', '1'])
    expect(unpinned).toHaveLength(others.length)
    expect(pinned.dialogs).toMatchObject([{ pinned: true }])
  })

  it('counts what is unread until it is read', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const group = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: malika.id, memberIds: [aziz.id] })
    const texts = ['one', 'two', 'three']
    const ids = texts.map((text) => world.messages.send({ fromId: malika.id, to: group.peer, text }).id)
    for (const text of texts) world.messages.send({ fromId: malika.id, to: aziz.id, text })
    const unread = async () =>
      Object.fromEntries((await dialogsOf(azizClient)).map(({ title, unreadCount }) => [title, unreadCount]))

    const before = await unread()
    await azizClient.markAsRead(inputFor(telegram, aziz, group.peer), ids[1])
    await azizClient.markAsRead(inputFor(telegram, aziz, malika.id))

    expect(before).toEqual({ G: 4, Malika: 3 })
    expect(await unread()).toEqual({ G: 1, Malika: 0 })
  })

  it('tells a sender how far the other has read', async () => {
    const { telegram, aziz, malika, azizClient, malikaClient } = await startChatting()
    const to = inputFor(telegram, aziz, malika.id)
    const first = await azizClient.sendMessage(to, { message: 'one' })
    await azizClient.sendMessage(to, { message: 'two' })
    await malikaClient.markAsRead(inputFor(telegram, malika, aziz.id), first.id)

    const peer = new Api.InputDialogPeer({ peer: to })
    const { dialogs, state } = await azizClient.invoke(new Api.messages.GetPeerDialogs({ peers: [peer] }))

    expect(dialogs).toMatchObject([{ readOutboxMaxId: first.id, unreadCount: 0 }])
    expect(state.pts).toBe(3)
  })

  it('leaves out groups that somebody left or was put out of', async () => {
    const { world, aziz, malika, azizClient } = await startChatting()
    const [left, banned, kept] = ['left', 'banned', 'kept'].map((title) =>
      world.chats.create({ kind: 'supergroup', title, creatorId: malika.id, memberIds: [aziz.id] }),
    )
    if (left === undefined || banned === undefined) throw new Error('not made')
    world.membership.leave(left, aziz.id)
    world.membership.ban(banned, malika.id, aziz.id, ['viewMessages'], null)

    const dialogs = await dialogsOf(azizClient)

    expect(dialogs.map(({ title }) => title)).toEqual([kept?.title])
  })
})

/** As a plain array: the client's own list carries a total that differs from call to call. */
async function dialogsOf(client: TelegramClient, wish: { ignorePinned?: boolean } = {}) {
  return [...(await client.getDialogs(wish))]
}
