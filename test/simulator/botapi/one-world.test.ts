import type { Update } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { refusal, setup } from './setup.ts'

describe('one world', () => {
  it('shows a bot what a person writes to it: a command with its payload, a contact, an edit', async () => {
    const { world, api, aziz, bot } = await setup()

    world.people.start(aziz.id, bot.id, 'ref_42')
    world.people.shareContact(aziz.id, bot.id)

    const [start, contact] = await api.getUpdates()
    expect(start?.message).toMatchObject({
      from: { id: aziz.id, is_bot: false, first_name: 'Aziz', username: 'aziz_t', language_code: 'uz' },
      chat: { id: aziz.id, type: 'private' },
      text: '/start ref_42',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    })
    expect(contact?.message?.contact).toMatchObject({ first_name: 'Aziz', user_id: aziz.id })
  })

  it('shows people and accounts what a bot says, by the events that carry it to them', async () => {
    const { world, api, group, bot } = await setup()
    const seen: string[] = []
    world.events.listen((event) => {
      if (event.type === 'message') seen.push(`${event.message.fromId} in ${event.message.to}: ${event.message.text}`)
    })

    await api.sendMessage(group.peer, 'salom')

    expect(seen).toEqual([`${bot.id} in ${group.peer}: salom`])
    expect(await api.getUpdates()).toEqual([])
  })

  it('brings a press of a button to the bot, and its answer to the person, once', async () => {
    const { world, api, aziz } = await setup()
    const answers: unknown[] = []
    world.events.listen((event) => {
      if (event.type === 'answered') answers.push(event.answer)
    })
    const { message_id } = await api.sendMessage(aziz.id, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'Ha', callback_data: 'yes:1' }]] },
    })
    const message = world.messages.find(0, message_id)
    if (message === undefined) throw new Error('the message is not in the world')

    const press = world.people.press(aziz.id, message, 'yes:1')
    const [update] = await api.getUpdates()
    await api.answerCallbackQuery(press.id, { text: 'mayli' })
    await api.answerCallbackQuery(press.id, { text: 'yana' })

    expect(update?.callback_query).toMatchObject({
      id: press.id,
      from: { id: aziz.id },
      data: 'yes:1',
      chat_instance: expect.any(String),
      message: { message_id, text: 'x', chat: { id: aziz.id } },
    })
    expect(answers).toEqual([expect.objectContaining({ callbackId: press.id, text: 'mayli', isAlert: false })])
  })

  it('takes no answer that comes too late, or from another bot', async () => {
    const { world, api, aziz, clock, createBot, apiRoot } = await setup()
    const tooOld = '400 Bad Request: query is too old and response timeout expired or query ID is invalid'
    const { message_id } = await api.sendMessage(aziz.id, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'Ha', callback_data: 'yes' }]] },
    })
    const message = world.messages.find(0, message_id)
    if (message === undefined) throw new Error('the message is not in the world')
    const press = world.people.press(aziz.id, message, 'yes')

    const stranger = createBot(aziz)
    const url = `${apiRoot}/bot${stranger.bot?.token}/answerCallbackQuery?callback_query_id=${press.id}`
    expect((await fetch(url)).status).toBe(400)
    clock.advance(15_000)
    expect(await refusal(api.answerCallbackQuery(press.id))).toBe(tooOld)
    expect(await refusal(api.answerCallbackQuery('1'))).toBe(tooOld)
  })
})

describe('privacy mode', () => {
  it('leaves a bot commands, replies, mentions and service messages of a group', async () => {
    const { world, api, malika, group, bot } = await setup()
    const own = await api.sendMessage(group.peer, 'men botman')
    const write = (text: string, options = {}) => world.people.write(malika.id, group.peer, text, options)
    write('oddiy xabar')
    write('/help')
    write(`/help@${bot.username}`)
    write('/help@another_bot')
    write(`salom @${bot.username}`)
    write('javob', { replyToId: own.message_id })
    write('javob boshqaga', { replyToId: own.message_id + 1 })
    const olim = world.users.create({ firstName: 'Olim' })
    world.membership.join(group, olim.id, true)

    const updates = await api.getUpdates()

    expect(updates.map(textOf)).toEqual([
      '/help',
      `/help@${bot.username}`,
      `salom @${bot.username}`,
      'javob',
      'new_chat_members',
    ])
  })

  it('is off for admins, and for bots that BotFather let out of it', async () => {
    const { world, api, aziz, malika, group, bot, createBot, apiRoot } = await setup()
    const open = createBot(undefined, { privacy: false })
    world.membership.add(group, aziz.id, [open.id])
    world.chats.changeMember(group, bot.id, { role: 'admin', adminRights: [] }, aziz.id)

    world.people.write(malika.id, group.peer, 'oddiy xabar')

    expect((await api.getUpdates({ allowed_updates: ['message'] })).map(textOf)).toContain('oddiy xabar')
    const response = await fetch(`${apiRoot}/bot${open.bot?.token}/getUpdates`)
    expect(JSON.stringify(await response.json())).toContain('oddiy xabar')
  })

  it('hides what other bots say in any case', async () => {
    const { world, api, aziz, group, createBot } = await setup()
    const talker = createBot(aziz)
    world.membership.add(group, aziz.id, [talker.id])
    await api.getUpdates({ offset: -1 })

    world.messages.send({ fromId: talker.id, to: group.peer, text: '/help' })

    expect((await api.getUpdates()).map(textOf)).not.toContain('/help')
  })
})

describe('membership', () => {
  it('tells the bot that somebody blocked it, and came back', async () => {
    const { world, api, aziz, bot } = await setup()

    world.people.setBlocked(aziz.id, bot.id, true)
    world.people.setBlocked(aziz.id, bot.id, false)

    const changes = (await api.getUpdates()).map(({ my_chat_member: change }) => change)
    expect(changes.map((change) => [change?.old_chat_member.status, change?.new_chat_member.status])).toEqual([
      ['member', 'kicked'],
      ['kicked', 'member'],
    ])
    expect(changes[0]).toMatchObject({ chat: { id: aziz.id, type: 'private' }, from: { id: aziz.id } })
  })

  it('tells the bot what becomes of itself in a group', async () => {
    const { world, api, aziz, malika, bot } = await setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'New', creatorId: aziz.id, memberIds: [malika.id] })

    world.membership.add(chat, aziz.id, [bot.id])
    world.chats.changeMember(chat, bot.id, { role: 'admin', adminRights: ['deleteMessages'] }, aziz.id)
    world.membership.ban(chat, aziz.id, bot.id, ['viewMessages'], null)

    const updates = await api.getUpdates()
    expect(updates.map(statusOf)).toEqual([
      'left → member',
      undefined,
      'member → administrator',
      'administrator → kicked',
    ])
    expect(updates[1]?.message?.new_chat_members?.[0]?.id).toBe(bot.id)
    expect(updates[2]?.my_chat_member?.new_chat_member).toMatchObject({
      can_delete_messages: true,
      can_restrict_members: false,
    })
  })

  it('tells an admin that asked for it what becomes of others', async () => {
    const { world, api, aziz, malika, group, bot } = await setup()
    world.chats.changeMember(group, bot.id, { role: 'admin', adminRights: [] }, aziz.id)
    world.membership.leave(group, malika.id)
    const unasked = await api.getUpdates({ allowed_updates: ['chat_member'] })

    world.membership.join(group, malika.id, true)

    expect(unasked.map(({ chat_member: change }) => change)).toEqual([undefined])
    const [joined] = (await api.getUpdates()).slice(1)
    expect(joined?.chat_member).toMatchObject({ from: { id: malika.id }, new_chat_member: { status: 'member' } })
  })

  it('tells of a migration in both chats', async () => {
    const { world, api, aziz, bot } = await setup()
    const basic = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [bot.id] })

    const successor = world.membership.migrate(basic, aziz.id)

    const messages = (await api.getUpdates()).map(({ message }) => message)
    expect(messages).toMatchObject([
      { chat: { id: basic.peer, type: 'group' }, migrate_to_chat_id: successor.peer },
      { chat: { id: successor.peer, type: 'supergroup' }, migrate_from_chat_id: basic.peer },
    ])
  })

  it('brings posts of a channel, and their edits', async () => {
    const { world, api, aziz, bot } = await setup()
    const channel = world.chats.create({ kind: 'channel', title: 'News', creatorId: aziz.id, memberIds: [bot.id] })

    const { box, id } = world.messages.send({ fromId: aziz.id, to: channel.peer, text: 'yangilik' })
    world.messages.edit(aziz.id, box, id, { text: 'eskilik' })

    const [post, edited] = await api.getUpdates()
    expect(post?.channel_post).toMatchObject({ text: 'yangilik', sender_chat: { id: channel.peer, type: 'channel' } })
    expect(edited?.edited_channel_post?.text).toBe('eskilik')
  })
})

function textOf({ message }: Update): string {
  return message?.text ?? (message?.new_chat_members === undefined ? 'something else' : 'new_chat_members')
}

function statusOf({ my_chat_member: change }: Update): string | undefined {
  return change === undefined ? undefined : `${change.old_chat_member.status} → ${change.new_chat_member.status}`
}
