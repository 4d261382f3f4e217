import bigInt from 'big-integer'
import { InputFile } from 'grammy'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { startBotApi } from '../../support/bot-api.ts'
import { channelFor, clientOf, inputFor, startChatting, updatesOf } from '../../support/chatting.ts'
import { png } from './images.ts'
import { refusal } from './setup.ts'

describe('a bot and an account in one chat', () => {
  it('hear one another, by their own unmodified clients', async () => {
    const { telegram, world, aziz, azizClient } = await startChatting()
    const { createBot, api } = await startBotApi({ opened: telegram.files })
    const bot = createBot()
    const seen = updatesOf(azizClient)

    await azizClient.sendMessage(inputFor(telegram, aziz, bot.id), { message: '/start ref_7' })
    const [update] = await api(bot).getUpdates({ timeout: 5 })
    const sent = await api(bot).sendMessage(aziz.id, '<b>Salom</b>, t.me/karvon', {
      parse_mode: 'HTML',
      reply_markup: { inline_keyboard: [[{ text: 'Ha', callback_data: 'yes' }]] },
    })
    const arrived = await seen.next(Api.UpdateNewMessage, ({ message }) => message.id === sent.message_id)

    expect(update?.message).toMatchObject({
      from: { id: aziz.id, username: 'aziz_k' },
      text: '/start ref_7',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    })
    const message = arrived.message as Api.Message
    expect(message.message).toBe('Salom, t.me/karvon')
    expect(message.entities?.map(({ className }) => className)).toEqual(['MessageEntityBold', 'MessageEntityUrl'])
    expect(message.replyMarkup?.className).toBe('ReplyInlineMarkup')
    expect(world.messages.history(aziz.id, bot.id, { limit: 5 })).toHaveLength(2)
  })

  it('in a group too, edits and deletions included', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const { createBot, api } = await startBotApi({ opened: telegram.files })
    const bot = createBot()
    const memberIds = [malika.id, bot.id]
    const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id, memberIds })
    const seen = updatesOf(azizClient)

    const sent = await api(bot).sendMessage(group.peer, 'bir')
    await seen.next(Api.UpdateNewChannelMessage, ({ message }) => message.id === sent.message_id)
    await api(bot).editMessageText(group.peer, sent.message_id, 'ikki')
    await seen.next(Api.UpdateEditChannelMessage, ({ message }) => (message as Api.Message).message === 'ikki')
    await api(bot).deleteMessage(group.peer, sent.message_id)
    await seen.next(Api.UpdateDeleteChannelMessages, ({ messages }) => messages.includes(sent.message_id))
    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: `salom @${bot.username}` })

    const [update] = await api(bot).getUpdates({ timeout: 5 })
    expect(update?.message).toMatchObject({ chat: { id: group.peer }, from: { id: aziz.id } })
  })

  it('read one another, whatever numbers the bot writes', async () => {
    const { telegram, world, aziz, azizClient } = await startChatting()
    const { createBot, api } = await startBotApi({ opened: telegram.files })
    const bot = createBot(aziz)
    const tooLong = '9999999999999999999'
    const longest = '9223372036854775807'
    const emoji = (id: string) => ({ type: 'custom_emoji', offset: 0, length: 1, custom_emoji_id: id }) as const

    await api(bot).sendMessage(aziz.id, `<tg-emoji emoji-id="${longest}">y</tg-emoji>`, { parse_mode: 'HTML' })
    await api(bot).sendMessage(aziz.id, `<tg-emoji emoji-id="-1">y</tg-emoji>`, { parse_mode: 'HTML' })
    const refused = await Promise.all(
      [
        api(bot).sendMessage(aziz.id, `<tg-emoji emoji-id="${tooLong}">y</tg-emoji>`, { parse_mode: 'HTML' }),
        api(bot).sendMessage(aziz.id, `![y](tg://emoji?id=${tooLong})`, { parse_mode: 'MarkdownV2' }),
        api(bot).sendMessage(aziz.id, 'y', { entities: [emoji(tooLong)] }),
      ].map(refusal),
    )
    await api(bot).sendDocument(aziz.id, new InputFile(png(2 ** 32 - 1, 2 ** 31), 'keng.png'))
    await api(bot).sendVideo(aziz.id, new InputFile(png(1, 2 ** 31), 'baland.png'))

    expect(refused.map((line) => line.slice(0, 16))).toEqual(Array(3).fill('400 Bad Request:'))
    const seen = await azizClient.getMessages(inputFor(telegram, aziz, bot.id), { limit: 10 })
    expect(seen).toHaveLength(world.messages.history(aziz.id, bot.id, { limit: 10 }).length)
    const ids = seen.flatMap(({ entities }) => entities ?? []) as Api.MessageEntityCustomEmoji[]
    expect(ids.flatMap(({ documentId }) => String(documentId ?? ''))).toEqual(expect.arrayContaining([longest, '-1']))
  })

  it('ban for as long as 32 bits can tell, and for ever beyond', async () => {
    const { telegram, world, clock, aziz, malika } = await startChatting()
    const { createBot, api } = await startBotApi({ opened: telegram.files })
    const [bot, jasur] = [createBot(), world.users.create({ firstName: 'Jasur' })]
    const memberIds = [malika.id, jasur.id, bot.id]
    const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id, memberIds })
    world.chats.changeMember(group, bot.id, { role: 'admin', adminRights: ['banUsers'] }, aziz.id)
    clock.advance(Date.UTC(2037, 11, 30) - clock.nowMs())
    const azizClient = await clientOf(telegram, aziz)
    const channel = channelFor(telegram, aziz, group.peer)
    const inSeconds = (year: number, month: number, day: number) => Date.UTC(year, month, day) / 1000

    await api(bot).banChatMember(group.peer, malika.id, { until_date: inSeconds(2038, 1, 1) })
    await azizClient.invoke(
      new Api.channels.EditBanned({
        channel,
        participant: inputFor(telegram, aziz, jasur.id),
        bannedRights: new Api.ChatBannedRights({ viewMessages: true, untilDate: inSeconds(2038, 0, 10) }),
      }),
    )

    const filter = new Api.ChannelParticipantsKicked({ q: '' })
    const listed = await azizClient.invoke(
      new Api.channels.GetParticipants({ channel, filter, limit: 10, hash: bigInt(0) }),
    )
    const { participants } = listed as Api.channels.ChannelParticipants
    const ends = participants.map((one) => (one as Api.ChannelParticipantBanned).bannedRights.untilDate)
    expect(ends.toSorted((one, other) => one - other)).toEqual([inSeconds(2038, 0, 10), 2 ** 31 - 1])
    expect(await api(bot).getChatMember(group.peer, malika.id)).toMatchObject({ status: 'kicked', until_date: 0 })
  })
})
