import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { bareId } from '../../../src/simulator/world/peer.ts'
import { refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, startChatting, updatesOf } from '../../support/chatting.ts'

describe('a basic group that becomes a supergroup', () => {
  it('tells its members, who go on in the successor', async () => {
    const { telegram, world, aziz, malika, group, migrate, malikaClient } = await setup()
    const { next } = updatesOf(malikaClient)

    const answer = await migrate()

    const { updates, chats } = answer as Api.Updates
    const successor = chats.find((chat) => chat instanceof Api.Channel)
    expect(updates.map(({ className }) => className)).toEqual([
      'UpdateChannel',
      'UpdateNewMessage',
      'UpdateNewChannelMessage',
    ])
    expect(successor).toMatchObject({ title: 'Oila', megagroup: true, creator: true })
    const notice = (await next(Api.UpdateNewMessage)).message as Api.MessageService
    expect(notice.action).toMatchObject({ channelId: successor?.id })
    const { migratedTo } = world.chats.get(group.peer)
    await malikaClient.sendMessage(inputFor(telegram, malika, migratedTo ?? 0), { message: 'salom' })
    expect(world.messages.history(aziz.id, migratedTo ?? 0, { limit: 1 })).toMatchObject([{ text: 'salom' }])
  })

  it('refuses messages to the old one, and says where it went', async () => {
    const { telegram, world, malika, group, migrate, malikaClient } = await setup()
    await migrate()

    const send = malikaClient.sendMessage(inputFor(telegram, malika, group.peer), { message: 'x' })
    expect(await refusalOf(send)).toBe('CHAT_MIGRATED')
    const dialogs = [...(await malikaClient.getDialogs({}))]
    const old = dialogs.find(({ entity }) => entity instanceof Api.Chat)?.entity
    const { migratedTo } = world.chats.get(group.peer)
    expect(old).toMatchObject({ deactivated: true, migratedTo: { channelId: bigInt(bareId(migratedTo ?? 0)) } })
    const { channelId, accessHash } = (old as Api.Chat).migratedTo as Api.InputChannel
    const entity = await malikaClient.getEntity(new Api.InputPeerChannel({ channelId, accessHash }))
    expect(entity).toMatchObject({ title: 'Oila' })
  })

  it('keeps its history, and the successor says where it came from', async () => {
    const { telegram, world, aziz, group, migrate, azizClient } = await setup()
    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: 'before' })
    await migrate()
    const { migratedTo } = world.chats.get(group.peer)

    const channel = channelFor(telegram, aziz, migratedTo ?? 0)
    const { fullChat } = await azizClient.invoke(new Api.channels.GetFullChannel({ channel }))
    const old = await azizClient.getMessages(inputFor(telegram, aziz, group.peer), { limit: 2 })
    const [first] = await azizClient.getMessages(inputFor(telegram, aziz, migratedTo ?? 0), { limit: 1 })

    expect(fullChat).toMatchObject({ migratedFromChatId: bigInt(bareId(group.peer)), migratedFromMaxId: old[0]?.id })
    expect(old[1]?.message).toBe('before')
    expect(first).toMatchObject({ id: 1, action: { chatId: bigInt(bareId(group.peer)) } })
  })

  it('is made by its creator, and once', async () => {
    const { migrate, malikaClient } = await setup()

    expect(await refusalOf(migrate(malikaClient))).toBe('CHAT_ADMIN_REQUIRED')
    await migrate()
    expect(await refusalOf(migrate())).toBe('CHAT_ID_INVALID')
  })

  it('leads on who comes by its old link', async () => {
    const { world, group, migrate, malikaClient, malika } = await setup()
    world.membership.leave(group, malika.id)
    await migrate()

    const answer = await malikaClient.invoke(new Api.messages.ImportChatInvite({ hash: group.inviteHash }))

    const { migratedTo } = world.chats.get(group.peer)
    expect((answer as Api.Updates).chats).toMatchObject([{ className: 'Channel', title: 'Oila' }])
    expect(world.chats.member(migratedTo ?? 0, malika.id)?.role).toBe('member')
  })
})

async function setup() {
  const chatting = await startChatting()
  const { world, aziz, malika, azizClient } = chatting
  const group = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })
  const migrate = (client = azizClient) =>
    client.invoke(new Api.messages.MigrateChat({ chatId: bigInt(bareId(group.peer)) }))
  return { ...chatting, group, migrate }
}
