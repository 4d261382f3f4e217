import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { bareId } from '../../../src/simulator/world/peer.ts'
import { refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, startChatting, updatesOf, userFor } from '../../support/chatting.ts'

describe('a basic group', () => {
  it('is made with people who are told of it at once', async () => {
    const { telegram, aziz, malika, azizClient, malikaClient } = await startChatting()
    const { next } = updatesOf(malikaClient)

    const answer = await azizClient.invoke(
      new Api.messages.CreateChat({ title: 'Oila', users: [userFor(telegram, aziz, malika.id)] }),
    )

    const { chats } = answer.updates as Api.Updates
    const made = await next(Api.UpdateNewMessage)
    expect(chats).toMatchObject([{ className: 'Chat', title: 'Oila', creator: true, participantsCount: 2 }])
    expect(made.message).toMatchObject({ action: { title: 'Oila', users: [bigInt(malika.id)] } })
    const reply = await malikaClient.sendMessage((made.message as Api.MessageService).peerId, { message: 'salom' })
    expect(reply).toMatchObject({ message: 'salom' })
  })

  it('takes people in, puts them out and lets them go', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const other = world.users.create({ firstName: 'Other' })
    const group = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })
    const chatId = bigInt(bareId(group.peer))
    const membersOf = async () =>
      Array.from(await azizClient.getParticipants(inputFor(telegram, aziz, group.peer), {}), (user) => user.firstName)

    await azizClient.invoke(
      new Api.messages.AddChatUser({ chatId, userId: userFor(telegram, aziz, other.id), fwdLimit: 0 }),
    )
    const three = await membersOf()
    const kick = (by: typeof azizClient, viewer: typeof aziz) =>
      by.invoke(new Api.messages.DeleteChatUser({ chatId, userId: userFor(telegram, viewer, other.id) }))
    expect(await refusalOf(kick(malikaClient, malika))).toBe('CHAT_ADMIN_REQUIRED')
    await kick(azizClient, aziz)
    await malikaClient.invoke(new Api.messages.DeleteChatUser({ chatId, userId: new Api.InputUserSelf() }))

    expect(three).toEqual(['Aziz', 'Malika', 'Other'])
    expect(await membersOf()).toEqual(['Aziz'])
    const actions = world.messages.history(aziz.id, group.peer, { limit: 5 }).map(({ action }) => action?.type)
    expect(actions).toEqual(['left', 'left', 'joined', 'created'])
  })

  it('has a profile for who is in it, and is unknown to others', async () => {
    const { world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const group = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id })
    const chatId = bigInt(bareId(group.peer))

    const { fullChat } = await azizClient.invoke(new Api.messages.GetFullChat({ chatId }))
    const seen = await refusalOf(malikaClient.invoke(new Api.messages.GetChats({ id: [chatId] })))

    expect(fullChat).toMatchObject({ className: 'ChatFull', exportedInvite: { permanent: true } })
    expect(seen).toBe('CHAT_ID_INVALID')
    expect(world.chats.member(group.peer, malika.id)).toBeUndefined()
    expect(await refusalOf(malikaClient.invoke(new Api.messages.GetFullChat({ chatId })))).toBe('CHAT_ID_INVALID')
  })
})

describe('a supergroup or channel', () => {
  it.each([
    ['a supergroup', { megagroup: true }, { megagroup: true, broadcast: false, forum: false }],
    ['a channel', { broadcast: true }, { megagroup: false, broadcast: true, forum: false }],
    ['a forum', { megagroup: true, forum: true }, { megagroup: true, broadcast: false, forum: true }],
  ])('is made as %s, and written to at once', async (_, wish, flags) => {
    const { azizClient } = await startChatting()

    const answer = await azizClient.invoke(new Api.channels.CreateChannel({ title: 'Yangi', about: 'Yangi', ...wish }))

    const { chats, updates } = answer as Api.Updates
    expect(chats).toMatchObject([{ title: 'Yangi', creator: true, ...flags }])
    expect(updates.map(({ className }) => className)).toEqual(['UpdateChannel', 'UpdateNewChannelMessage'])
    expect(await azizClient.sendMessage(chats[0] ?? '', { message: 'salom' })).toMatchObject({ id: 2 })
  })

  it('has a profile with what its admins and its members may know', async () => {
    const { telegram, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const profile = async (client: typeof azizClient, viewer: typeof aziz) =>
      (await client.invoke(new Api.channels.GetFullChannel({ channel: channelFor(telegram, viewer, group.peer) })))
        .fullChat

    expect(await profile(azizClient, aziz)).toMatchObject({ participantsCount: 2, adminsCount: 1, kickedCount: 0 })
    const seen = (await profile(malikaClient, malika)) as Api.ChannelFull
    expect(seen).toMatchObject({
      participantsCount: 2,
      about: 'Kim qayerga',
      linkedChatId: null,
      slowmodeSeconds: null,
    })
    expect([seen.adminsCount, seen.exportedInvite]).toEqual([null, null])
  })

  it('is told by id to who may see it, and refused with a wrong hash or after a ban', async () => {
    const { telegram, world, aziz, malika, group, malikaClient } = await startGroup()
    const get = (viewer: typeof aziz) =>
      malikaClient.invoke(new Api.channels.GetChannels({ id: [channelFor(telegram, viewer, group.peer)] }))

    expect(await get(malika)).toMatchObject({ chats: [{ className: 'Channel', title: 'Taksi', creator: false }] })
    expect(await refusalOf(get(aziz))).toBe('CHANNEL_INVALID')
    world.membership.ban(group, aziz.id, malika.id, ['viewMessages'], null)
    expect(await refusalOf(get(malika))).toBe('CHANNEL_PRIVATE')
  })

  it('changes its title and name where its creator asks for that', async () => {
    const { telegram, world, aziz, group, azizClient } = await startGroup()
    const channel = channelFor(telegram, aziz, group.peer)
    const rename = (username: string) => azizClient.invoke(new Api.channels.UpdateUsername({ channel, username }))

    await azizClient.invoke(new Api.channels.EditTitle({ channel, title: 'Taksi 24' }))
    await rename('taksi_24')

    expect(await azizClient.getEntity('taksi_24')).toMatchObject({ title: 'Taksi 24' })
    expect(await refusalOf(rename('aziz_k'))).toBe('USERNAME_OCCUPIED')
    expect(await refusalOf(rename('1'))).toBe('USERNAME_INVALID')
    expect(world.messages.history(aziz.id, group.peer, { limit: 1 })).toMatchObject([{ action: { title: 'Taksi 24' } }])
  })
})

describe('the people in a supergroup', () => {
  it('are listed in pages, the 450 of them', async () => {
    const { telegram, world, aziz, azizClient } = await startChatting()
    const memberIds = Array.from({ length: 449 }, (_, index) => world.users.create({ firstName: `Member ${index}` }).id)
    const group = world.chats.create({ kind: 'supergroup', title: 'Big', creatorId: aziz.id, memberIds })

    const users = await azizClient.getParticipants(inputFor(telegram, aziz, group.peer), {})

    expect(new Set(users.map(({ id }) => id.toString())).size).toBe(450)
  })

  it('are found as admins, bots, banned ones and by name', async () => {
    const { telegram, world, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const make = (firstName: string, bot: { token: string; privacy: boolean; description: string } | null = null) => {
      const user = world.users.create({ firstName, bot })
      world.chats.changeMember(group, user.id, { role: 'member' }, aziz.id)
      return user
    }
    make('Bot', { token: '1:a', privacy: true, description: '' })
    const [kicked, muted] = [make('Kicked'), make('Muted')]
    world.membership.ban(group, aziz.id, kicked.id, ['viewMessages'], null)
    world.membership.ban(group, aziz.id, muted.id, ['sendMessages'], null)
    const list = async (filter: Api.TypeChannelParticipantsFilter) => {
      const users = await azizClient.getParticipants(inputFor(telegram, aziz, group.peer), { filter })
      return Array.from(users, ({ firstName }) => firstName)
    }
    const raw = async (filter: Api.TypeChannelParticipantsFilter) => {
      const channel = channelFor(telegram, aziz, group.peer)
      const wish = { channel, filter, offset: 0, limit: 10, hash: bigInt.zero }
      const answer = await azizClient.invoke(new Api.channels.GetParticipants(wish))
      return (answer as Api.channels.ChannelParticipants).participants.map((participant) =>
        'peer' in participant ? [participant.className, (participant.peer as Api.PeerUser).userId.toJSNumber()] : [],
      )
    }

    expect(await list(new Api.ChannelParticipantsAdmins())).toEqual(['Aziz'])
    expect(await list(new Api.ChannelParticipantsBots())).toEqual(['Bot'])
    expect(await list(new Api.ChannelParticipantsSearch({ q: 'mal' }))).toEqual(['Malika'])
    expect(await raw(new Api.ChannelParticipantsKicked({ q: '' }))).toEqual([['ChannelParticipantBanned', kicked.id]])
    expect(await raw(new Api.ChannelParticipantsBanned({ q: '' }))).toEqual([['ChannelParticipantBanned', muted.id]])
    const kickedSeenByMember = malikaClient.getParticipants(inputFor(telegram, malika, group.peer), {
      filter: new Api.ChannelParticipantsKicked({ q: '' }),
    })
    expect(await refusalOf(kickedSeenByMember)).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('are known one by one', async () => {
    const { telegram, world, aziz, malika, group, azizClient } = await startGroup()
    const stranger = world.users.create({ firstName: 'Stranger' })
    const channel = channelFor(telegram, aziz, group.peer)
    const get = (participant: Api.TypeInputPeer) =>
      azizClient.invoke(new Api.channels.GetParticipant({ channel, participant }))

    expect((await get(new Api.InputPeerSelf())).participant.className).toBe('ChannelParticipantCreator')
    expect((await get(inputFor(telegram, aziz, malika.id))).participant.className).toBe('ChannelParticipant')
    expect(await refusalOf(get(inputFor(telegram, aziz, stranger.id)))).toBe('USER_NOT_PARTICIPANT')
  })

  it('of a channel are for its admins only', async () => {
    const { telegram, world, aziz, malika, malikaClient } = await startChatting()
    const channel = world.chats.create({ kind: 'channel', title: 'News', creatorId: aziz.id, memberIds: [malika.id] })

    const list = malikaClient.getParticipants(inputFor(telegram, malika, channel.peer), {})

    expect(await refusalOf(list)).toBe('CHAT_ADMIN_REQUIRED')
  })
})

describe('rights', () => {
  it('make an admin of a member, who then may do what they allow', async () => {
    const { telegram, world, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const channel = channelFor(telegram, aziz, group.peer)
    world.chats.update(group, { slowModeSeconds: 60, defaultBanned: ['sendMessages'] })
    const adminRights = new Api.ChatAdminRights({ banUsers: true, inviteUsers: true })

    await azizClient.invoke(
      new Api.channels.EditAdmin({ channel, userId: userFor(telegram, aziz, malika.id), adminRights, rank: '' }),
    )

    const peer = inputFor(telegram, malika, group.peer)
    await malikaClient.sendMessage(peer, { message: 'one' })
    await malikaClient.sendMessage(peer, { message: 'two' })
    expect(await malikaClient.getEntity(peer)).toMatchObject({ adminRights: { banUsers: true, addAdmins: false } })
    const promote = malikaClient.invoke(
      new Api.channels.EditAdmin({
        channel: channelFor(telegram, malika, group.peer),
        adminRights,
        rank: '',
        userId: userFor(telegram, malika, aziz.id),
      }),
    )
    expect(await refusalOf(promote)).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('taken from one member last as long as they should', async () => {
    const { telegram, clock, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const until = Math.floor(clock.nowMs() / 1000) + 3600
    const ban = (bannedRights: Api.ChatBannedRights) =>
      azizClient.invoke(
        new Api.channels.EditBanned({
          channel: channelFor(telegram, aziz, group.peer),
          participant: inputFor(telegram, aziz, malika.id),
          bannedRights,
        }),
      )
    const peer = inputFor(telegram, malika, group.peer)

    await ban(new Api.ChatBannedRights({ untilDate: until, sendMessages: true }))
    expect(await refusalOf(malikaClient.sendMessage(peer, { message: 'x' }))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await malikaClient.getEntity(peer)).toMatchObject({ bannedRights: { sendMessages: true, untilDate: until } })
    clock.advance(3_601_000)
    await malikaClient.sendMessage(peer, { message: 'x' })
    await azizClient.kickParticipant(inputFor(telegram, aziz, group.peer), inputFor(telegram, aziz, malika.id))
    expect(await refusalOf(malikaClient.sendMessage(peer, { message: 'x' }))).toBe('CHANNEL_PRIVATE')
  })

  it('taken from everybody, and slow mode, are for admins to set', async () => {
    const { telegram, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const bannedRights = new Api.ChatBannedRights({ untilDate: 0, sendMessages: true })
    const mute = (client: typeof azizClient, viewer: typeof aziz) =>
      client.invoke(
        new Api.messages.EditChatDefaultBannedRights({ peer: inputFor(telegram, viewer, group.peer), bannedRights }),
      )
    const slow = (seconds: number) =>
      azizClient.invoke(
        new Api.channels.ToggleSlowMode({ channel: channelFor(telegram, aziz, group.peer), seconds }),
      ) as Promise<Api.Updates>

    expect(await refusalOf(mute(malikaClient, malika))).toBe('CHAT_ADMIN_REQUIRED')
    expect((await slow(30)).chats).toMatchObject([{ slowmodeEnabled: true }])
    expect(await refusalOf(slow(7))).toBe('SECONDS_INVALID')
    await mute(azizClient, aziz)
    const send = malikaClient.sendMessage(inputFor(telegram, malika, group.peer), { message: 'x' })
    expect(await refusalOf(send)).toBe('CHAT_WRITE_FORBIDDEN')
  })
})

async function startGroup() {
  const chatting = await startChatting()
  const { world, aziz, malika } = chatting
  const about = 'Kim qayerga'
  const memberIds = [malika.id]
  const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', about, creatorId: aziz.id, memberIds })
  return { ...chatting, group }
}
