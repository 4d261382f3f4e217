import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { channelFor, clientOf, inputFor, startChatting, updatesOf, userFor } from '../../support/chatting.ts'

describe('joining', () => {
  it('a public group by its name lets write there, and the others see who came', async () => {
    const { world, aziz, azizClient, malikaClient } = await startChatting()
    world.chats.create({ kind: 'supergroup', title: 'Open', username: 'open_group', creatorId: aziz.id })
    const { next } = updatesOf(azizClient)

    const answer = await malikaClient.invoke(new Api.channels.JoinChannel({ channel: 'open_group' }))

    expect((answer as Api.Updates).chats).toMatchObject([{ title: 'Open', left: false, participantsCount: 2 }])
    expect((answer as Api.Updates).updates.map(({ className }) => className)).toEqual([
      'UpdateChannel',
      'UpdateNewChannelMessage',
    ])
    expect((await next(Api.UpdateNewChannelMessage)).message).toMatchObject({
      action: { className: 'MessageActionChatAddUser' },
    })
    expect(await malikaClient.sendMessage('open_group', { message: 'salom' })).toMatchObject({ message: 'salom' })
    expect([...(await malikaClient.getDialogs({}))]).toMatchObject([{ title: 'Open', unreadCount: 0 }])
  })

  it('a private one needs its link', async () => {
    const { telegram, world, aziz, malika, malikaClient } = await startChatting()
    const closed = world.chats.create({ kind: 'supergroup', title: 'Closed', about: 'Ours', creatorId: aziz.id })
    const hash = closed.inviteHash
    const check = () => malikaClient.invoke(new Api.messages.CheckChatInvite({ hash }))
    const channel = channelFor(telegram, malika, closed.peer)
    expect(await refusalOf(malikaClient.invoke(new Api.channels.JoinChannel({ channel })))).toBe('CHANNEL_PRIVATE')

    const before = await check()
    const answer = await malikaClient.invoke(new Api.messages.ImportChatInvite({ hash }))
    const after = await check()

    expect(before).toMatchObject({ className: 'ChatInvite', title: 'Closed', about: 'Ours', megagroup: true })
    expect((answer as Api.Updates).chats).toMatchObject([{ title: 'Closed', left: false }])
    expect(after).toMatchObject({ className: 'ChatInviteAlready', chat: { title: 'Closed' } })
    expect(await malikaClient.getEntity(`https://t.me/joinchat/${hash}`)).toMatchObject({ title: 'Closed' })
    const again = malikaClient.invoke(new Api.messages.ImportChatInvite({ hash }))
    expect(await refusalOf(again)).toBe('USER_ALREADY_PARTICIPANT')
  })

  it('shows a public group to who has only its link', async () => {
    const { world, aziz, malikaClient } = await startChatting()
    const open = world.chats.create({ kind: 'supergroup', title: 'Open', username: 'open_group', creatorId: aziz.id })

    const peek = await malikaClient.invoke(new Api.messages.CheckChatInvite({ hash: open.inviteHash }))

    expect(peek).toMatchObject({ className: 'ChatInvitePeek', chat: { title: 'Open', left: true } })
  })

  it('waits for an admin where the group asks for that', async () => {
    const { world, aziz, malikaClient } = await startChatting()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, joinNeedsApproval: true })
    const hash = chat.inviteHash

    expect(await malikaClient.invoke(new Api.messages.CheckChatInvite({ hash }))).toMatchObject({ requestNeeded: true })
    const join = malikaClient.invoke(new Api.messages.ImportChatInvite({ hash }))
    expect(await refusalOf(join)).toBe('INVITE_REQUEST_SENT')
  })

  it('by a link ends with its renewal, and with a ban', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    const old = chat.inviteHash
    const peer = inputFor(telegram, aziz, chat.peer)
    const join = (hash: string) => malikaClient.invoke(new Api.messages.ImportChatInvite({ hash }))

    const made = await azizClient.invoke(new Api.messages.ExportChatInvite({ peer, legacyRevokePermanent: true }))
    const link = (made as Api.ChatInviteExported).link

    expect(await refusalOf(join(old))).toBe('INVITE_HASH_EXPIRED')
    await join(link.slice(link.indexOf('+') + 1))
    world.membership.ban(chat, aziz.id, malika.id, ['viewMessages'], null)
    expect(await refusalOf(join(chat.inviteHash))).toBe('INVITE_HASH_EXPIRED')
    expect(await refusalOf(join(''))).toBe('INVITE_HASH_EMPTY')
  })

  it('stops at 500 groups', async () => {
    const { world, aziz, malika, malikaClient } = await startChatting()
    for (let count = 0; count < 500; count++)
      world.chats.create({ kind: 'supergroup', title: `${count}`, creatorId: aziz.id, memberIds: [malika.id] })
    world.chats.create({ kind: 'supergroup', title: 'Open', username: 'open_group', creatorId: aziz.id })

    const join = malikaClient.invoke(new Api.channels.JoinChannel({ channel: 'open_group' }))

    expect(await refusalOf(join)).toBe('CHANNELS_TOO_MUCH')
  })
})

describe('leaving', () => {
  it('takes the group from the list, and is not for its creator', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, memberIds: [malika.id] })
    const leave = (client: typeof azizClient, viewer: typeof aziz) =>
      client.invoke(new Api.channels.LeaveChannel({ channel: channelFor(telegram, viewer, chat.peer) }))

    const answer = await leave(malikaClient, malika)

    expect((answer as Api.Updates).chats).toMatchObject([{ className: 'ChannelForbidden', title: 'G' }])
    expect([...(await malikaClient.getDialogs({}))]).toEqual([])
    expect(await refusalOf(leave(malikaClient, malika))).toBe('CHANNEL_PRIVATE')
    expect(await refusalOf(leave(azizClient, aziz))).toBe('USER_CREATOR')
  })
})

describe('being brought into a group', () => {
  it('is told to who was brought, at once', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    const { next } = updatesOf(malikaClient)

    const answer = await azizClient.invoke(
      new Api.channels.InviteToChannel({
        channel: channelFor(telegram, aziz, chat.peer),
        users: [userFor(telegram, aziz, malika.id)],
      }),
    )

    expect(answer.missingInvitees).toEqual([])
    await next(Api.UpdateChannel)
    const { message } = await next(Api.UpdateNewChannelMessage)
    expect(message).toMatchObject({ action: { className: 'MessageActionChatAddUser' } })
    // The client can write there by the id alone: the push carried the access hash.
    await malikaClient.sendMessage(message instanceof Api.MessageService ? message.peerId : '', { message: 'salom' })
  })

  it('is refused to who was banned, and to members where only admins may', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const other = world.users.create({ firstName: 'Other' })
    const chat = world.chats.create({
      kind: 'supergroup',
      title: 'G',
      creatorId: aziz.id,
      memberIds: [malika.id, other.id],
      defaultBanned: ['inviteUsers'],
    })
    world.membership.ban(chat, aziz.id, other.id, ['viewMessages'], null)
    const third = world.users.create({ firstName: 'Third' })
    const invite = (client: typeof azizClient, viewer: typeof aziz, userId: number) =>
      client.invoke(
        new Api.channels.InviteToChannel({
          channel: channelFor(telegram, viewer, chat.peer),
          users: [userFor(telegram, viewer, userId)],
        }),
      )

    expect(await refusalOf(invite(azizClient, aziz, other.id))).toBe('USER_KICKED')
    expect(await refusalOf(invite(malikaClient, malika, third.id))).toBe('CHAT_ADMIN_REQUIRED')
    await clientOf(telegram, third)
    await invite(azizClient, aziz, third.id)
    expect(world.chats.member(chat.peer, third.id)?.role).toBe('member')
  })
})
