import { InlineKeyboard, Keyboard } from 'grammy'
import { describe, expect, it } from 'vitest'
import { refusal, setup } from './setup.ts'

describe('sendMessage', () => {
  it('puts a message into the chat and answers it as the Bot API shows messages', async () => {
    const { world, api, bot, aziz } = await setup()

    const message = await api.sendMessage(aziz.id, '<b>Salom</b>, @aziz_t', { parse_mode: 'HTML' })

    expect(message).toEqual({
      message_id: message.message_id,
      from: { id: bot.id, is_bot: true, first_name: bot.firstName, username: bot.username },
      chat: { id: aziz.id, type: 'private', first_name: 'Aziz', username: 'aziz_t' },
      date: message.date,
      text: 'Salom, @aziz_t',
      entities: [
        { type: 'bold', offset: 0, length: 5 },
        { type: 'mention', offset: 7, length: 7 },
      ],
    })
    const [stored] = world.messages.history(aziz.id, bot.id, { limit: 1 })
    expect(stored).toMatchObject({ id: message.message_id, fromId: bot.id, to: aziz.id, text: 'Salom, @aziz_t' })
  })

  it('counts 4096 characters after the marks are gone', async () => {
    const { api, aziz } = await setup()

    await api.sendMessage(aziz.id, `<b>${'я'.repeat(4096)}</b>`, { parse_mode: 'HTML' })

    expect(await refusal(api.sendMessage(aziz.id, 'я'.repeat(4097)))).toBe('400 Bad Request: message is too long')
    expect(await refusal(api.sendMessage(aziz.id, ' \n'))).toBe('400 Bad Request: message text is empty')
    expect(await refusal(api.sendMessage(aziz.id, '<b></b>', { parse_mode: 'HTML' }))).toBe(
      '400 Bad Request: message text is empty',
    )
  })

  it('tells where the marks are wrong', async () => {
    const { api, aziz } = await setup()

    expect(await refusal(api.sendMessage(aziz.id, 'abc<x>', { parse_mode: 'HTML' }))).toBe(
      `400 Bad Request: can't parse entities: Unsupported start tag "x" at byte offset 3`,
    )
  })

  it('answers a message, and stands without one where that is allowed', async () => {
    const { world, api, aziz, bot } = await setup()
    const question = world.people.write(aziz.id, bot.id, 'qachon?')

    const answer = await api.sendMessage(aziz.id, 'hozir', { reply_parameters: { message_id: question.id } })
    const lonely = await api.sendMessage(aziz.id, 'hozir', {
      reply_parameters: { message_id: 999_999, allow_sending_without_reply: true },
    })

    expect(answer.reply_to_message).toMatchObject({ message_id: question.id, text: 'qachon?' })
    expect(lonely.reply_to_message).toBeUndefined()
    expect(await refusal(api.sendMessage(aziz.id, 'x', { reply_parameters: { message_id: 999_999 } }))).toBe(
      '400 Bad Request: message to be replied not found',
    )
  })

  it('finds a public chat by its name', async () => {
    const { world, api, aziz, bot } = await setup()
    const chat = world.chats.create({
      kind: 'supergroup',
      title: 'Open',
      username: 'open_chat',
      creatorId: aziz.id,
      memberIds: [bot.id],
    })

    const message = await api.sendMessage('@open_chat', 'salom')

    expect(message.chat).toEqual({ id: chat.peer, type: 'supergroup', title: 'Open', username: 'open_chat' })
  })

  it('posts in the name of a channel, if it may', async () => {
    const { world, api, aziz, bot } = await setup()
    const channel = world.chats.create({ kind: 'channel', title: 'News', creatorId: aziz.id, memberIds: [bot.id] })
    const denied = await refusal(api.sendMessage(channel.peer, 'x'))
    world.chats.changeMember(channel, bot.id, { role: 'admin', adminRights: ['postMessages'] }, aziz.id)

    const post = await api.sendMessage(channel.peer, 'yangilik')

    expect(denied).toBe('400 Bad Request: need administrator rights in the channel chat')
    expect(post.sender_chat?.id).toBe(channel.peer)
    expect(post.from).toBeUndefined()
    const { my_chat_member: promotion, ...others } = (await api.getUpdates())[0] ?? {}
    expect(promotion?.new_chat_member.status).toBe('administrator')
    expect(Object.keys(others)).toEqual(['update_id'])
    expect(await api.getUpdates()).toHaveLength(1)
  })
})

describe('topics', () => {
  it('are opened, written to, closed and named in messages', async () => {
    const { world, api, aziz, malika, bot } = await setup()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'Forum',
      isForum: true,
      creatorId: aziz.id,
      memberIds: [malika.id, bot.id],
    })
    expect(await refusal(api.createForumTopic(forum.peer, 'Taksi'))).toBe(
      '400 Bad Request: not enough rights to create a topic',
    )
    world.chats.changeMember(forum, bot.id, { role: 'admin', adminRights: ['manageTopics'] }, aziz.id)

    const topic = await api.createForumTopic(forum.peer, 'Taksi')
    const inTopic = await api.sendMessage(forum.peer, 'salom', { message_thread_id: topic.message_thread_id })
    const inGeneral = await api.sendMessage(forum.peer, 'salom')
    const answer = await api.sendMessage(forum.peer, 'x', { reply_parameters: { message_id: inTopic.message_id } })
    await api.closeForumTopic(forum.peer, topic.message_thread_id)

    expect(topic).toMatchObject({ name: 'Taksi' })
    expect(inTopic).toMatchObject({ message_thread_id: topic.message_thread_id, is_topic_message: true })
    expect(inGeneral.message_thread_id).toBeUndefined()
    expect(answer.message_thread_id).toBe(topic.message_thread_id)
    const updates = await api.getUpdates({ allowed_updates: ['message'] })
    expect(
      updates.flatMap(({ message }) => Object.keys(message ?? {}).filter((key) => key.startsWith('forum_'))),
    ).toEqual(['forum_topic_created', 'forum_topic_closed'])
    expect(() => world.people.write(malika.id, forum.peer, 'x', { topicId: topic.message_thread_id })).toThrow(
      'TOPIC_CLOSED',
    )
  })

  it.each([1, 777])('that do not exist (or are General, by its number) are not found: %i', async (id) => {
    const { world, api, aziz, bot } = await setup()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'Forum',
      isForum: true,
      creatorId: aziz.id,
      memberIds: [bot.id],
    })

    expect(await refusal(api.sendMessage(forum.peer, 'x', { message_thread_id: id }))).toBe(
      '400 Bad Request: message thread not found',
    )
  })
})

describe('keyboards', () => {
  it('stand under the message: inline ones are shown to bots, the others to people', async () => {
    const { world, api, aziz, bot } = await setup()
    const inline = new InlineKeyboard().text('Ha', 'yes').url('Sayt', 'https://example.com').row().switchInline('x', '')
    const reply = new Keyboard().requestContact('Raqam').row().text('Yo‘q').resized().oneTime()

    const first = await api.sendMessage(aziz.id, 'a', { reply_markup: inline })
    const second = await api.sendMessage(aziz.id, 'b', { reply_markup: reply })
    const third = await api.sendMessage(aziz.id, 'c', { reply_markup: { remove_keyboard: true } })

    expect(first.reply_markup?.inline_keyboard).toEqual(inline.inline_keyboard)
    expect([second.reply_markup, third.reply_markup]).toEqual([undefined, undefined])
    const markups = world.messages.history(aziz.id, bot.id, { limit: 2 }).map(({ markup }) => markup)
    expect(markups).toEqual([
      { remove_keyboard: true },
      {
        keyboard: [[{ text: 'Raqam', request_contact: true }], [{ text: 'Yo‘q' }]],
        resize_keyboard: true,
        one_time_keyboard: true,
      },
    ])
  })

  it.each<[string, unknown, string]>([
    [
      '65 bytes of callback data',
      { inline_keyboard: [[{ text: 'x', callback_data: 'я'.repeat(33) }]] },
      'BUTTON_DATA_INVALID',
    ],
    [
      'a button that does nothing',
      { inline_keyboard: [[{ text: 'x', callback_data: '' }]] },
      `can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard`,
    ],
    [
      'a button without text',
      { inline_keyboard: [[{ url: 'a.uz' }]] },
      `can't parse inline keyboard button: Can't find field "text"`,
    ],
    [
      'a link to this machine',
      { inline_keyboard: [[{ text: 'x', url: 'http://localhost:80/' }]] },
      `inline keyboard button URL 'http://localhost:80/' is invalid: Wrong HTTP URL`,
    ],
    [
      'a row that is none',
      { inline_keyboard: [{}] },
      'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ],
    [
      'a key that is a number',
      { keyboard: [[1]] },
      `can't parse keyboard button: KeyboardButton must be a String or an Object`,
    ],
    [
      'a page without an address',
      { inline_keyboard: [[{ text: 'x', web_app: { url: { toString: 1 } } }]] },
      `can't parse inline keyboard button: Field "url" must be of type String`,
    ],
    [
      'a login without an address',
      { inline_keyboard: [[{ text: 'x', login_url: {} }]] },
      `can't parse inline keyboard button: Can't find field "url"`,
    ],
    [
      'nothing to copy',
      { inline_keyboard: [[{ text: 'x', copy_text: [{ toString: 1 }] }]] },
      `can't parse inline keyboard button: Field "copy_text" must be of type Object`,
    ],
    [
      'a key for a page without an address',
      { keyboard: [[{ text: 'x', web_app: { url: [{ toString: 1 }] } }]] },
      `can't parse keyboard button: Field "url" must be of type String`,
    ],
    ['a list', [], 'object expected as reply markup'],
    [
      '101 buttons',
      { inline_keyboard: [Array.from({ length: 101 }, () => ({ text: 'x', callback_data: 'y' }))] },
      'reply markup is too long',
    ],
  ])('are refused with %s', async (_, markup, sentence) => {
    const { api, aziz } = await setup()
    const call = api.raw.sendMessage({ chat_id: aziz.id, text: 'x', reply_markup: markup as never })

    expect(await refusal(call)).toBe(`400 Bad Request: ${sentence}`)
  })

  it('take 64 bytes of callback data', async () => {
    const { api, aziz } = await setup()

    await api.sendMessage(aziz.id, 'x', { reply_markup: new InlineKeyboard().text('x', 'я'.repeat(32)) })
  })

  it('do not ask for a phone number in a group', async () => {
    const { api, group } = await setup()
    const reply_markup = new Keyboard().requestContact('Raqam')

    expect(await refusal(api.sendMessage(group.peer, 'x', { reply_markup }))).toBe(
      '400 Bad Request: phone number can be requested in private chats only',
    )
  })
})

describe('other things that a bot says', () => {
  it('are contacts and places', async () => {
    const { api, aziz } = await setup()

    const { contact } = await api.sendContact(aziz.id, '+998901112233', 'Olim')
    const { location } = await api.sendLocation(aziz.id, 41.3, 69.25)

    expect(contact).toEqual({ phone_number: '+998901112233', first_name: 'Olim' })
    expect(location).toEqual({ latitude: 41.3, longitude: 69.25 })
  })

  it('are that it is typing', async () => {
    const { api, aziz } = await setup()

    expect(await api.sendChatAction(aziz.id, 'typing')).toBe(true)
    expect(await refusal(api.sendChatAction(aziz.id, 'sleeping' as never))).toBe(
      '400 Bad Request: wrong parameter action in request',
    )
  })

  it('are forwards, with where they came from, and copies, without', async () => {
    const { world, api, aziz, malika, group } = await setup()
    const original = world.people.write(malika.id, group.peer, '/say salom')
    const second = world.people.write(malika.id, group.peer, 'yana')

    const forward = await api.forwardMessage(aziz.id, group.peer, original.id)
    const copy = await api.copyMessage(aziz.id, group.peer, original.id)
    const several = await api.forwardMessages(aziz.id, group.peer, [original.id, original.id + 1, second.id + 100])

    expect(forward).toMatchObject({
      text: '/say salom',
      forward_origin: { type: 'user', sender_user: { id: malika.id } },
    })
    expect(Object.keys(copy)).toEqual(['message_id'])
    expect(world.messages.find(0, copy.message_id)).toMatchObject({ text: '/say salom', forward: null })
    expect(several).toHaveLength(2)
    expect(await refusal(api.copyMessages(aziz.id, group.peer, [3, 2]))).toBe(
      '400 Bad Request: message identifiers must be in a strictly increasing order',
    )
    world.chats.update(group, { slowModeSeconds: 10 })
    expect(await refusal(api.forwardMessages(group.peer, group.peer, [original.id, second.id]))).toBe(
      '400 Bad Request: SLOWMODE_MULTI_MSGS_DISABLED',
    )
    world.chats.update(group, { noForwards: true })
    expect(await refusal(api.forwardMessage(aziz.id, group.peer, original.id))).toBe(
      `400 Bad Request: message has protected content and can't be forwarded`,
    )
  })
})
