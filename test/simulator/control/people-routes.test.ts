import { describe, expect, it } from 'vitest'
import type { ReplyMarkup } from '../../../src/simulator/world/model.ts'
import { startControl } from '../../support/control.ts'

describe('a person', () => {
  it('writes to a group, and others see it in their lists and in the chat', async () => {
    const { client, aziz, malika, group } = await setup()

    const message = await client.people.write(aziz.id, group.peer, 'Salom!')

    expect((await client.world.messages(group.peer))[0]).toEqual(message)
    expect((await client.people.messages(malika.id, group.peer, { limit: 1 }))[0]).toEqual(message)
    expect((await client.people.dialogs(malika.id)).items[0]).toMatchObject({
      title: 'Taksi',
      topMessage: { text: 'Salom!' },
    })
    expect((await client.people.dialogs(malika.id)).items[0]?.unreadCount).toBeGreaterThan(0)
  })

  it('writes to another person, and each has the other in the list', async () => {
    const { client, aziz, malika } = await setup()

    await client.people.write(aziz.id, malika.id, 'Assalomu alaykum')

    expect((await client.people.dialogs(malika.id, { limit: 1 })).items).toMatchObject([
      { peer: aziz.id, title: 'Aziz Karimov', unreadCount: 1 },
    ])
    expect(await client.people.messages(malika.id, aziz.id)).toMatchObject([{ text: 'Assalomu alaykum' }])
  })

  it('answers a message in a topic', async () => {
    const { client, aziz } = await setup()
    const forum = await client.world.makeChat({ kind: 'supergroup', title: 'F', creatorId: aziz.id, isForum: true })
    const topic = await client.world.makeTopic(forum.peer, { title: 'Ish' })

    const first = await client.people.write(aziz.id, forum.peer, 'bir', { topicId: topic.id })
    const second = await client.people.write(aziz.id, forum.peer, 'ikki', { topicId: topic.id, replyToId: first.id })

    expect(second).toMatchObject({ topicId: topic.id, replyToId: first.id })
    expect(
      (await client.world.messages(forum.peer, { topicId: topic.id, aboveId: topic.id })).map(({ text }) => text),
    ).toEqual(['ikki', 'bir'])
  })

  it('answers only what stands in the same conversation', async () => {
    const { client, aziz, bot } = await setup()
    const { id: other } = await client.world.makeUser({ firstName: 'Begona' })
    const group = await client.world.makeChat({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id })
    const inGroup = await client.people.write(aziz.id, group.peer, 'savol')
    const toBot = await client.people.write(aziz.id, bot.id, 'savol')
    const strange = await client.people.write(other, bot.id, 'savol')

    const answer = await client.people.write(aziz.id, bot.id, 'javob', { replyToId: toBot.id })
    const refused = await Promise.all(
      [
        client.people.write(aziz.id, bot.id, 'x', { replyToId: strange.id }),
        client.people.write(aziz.id, bot.id, 'x', { replyToId: 999_999 }),
        client.people.write(aziz.id, group.peer, 'x', { replyToId: inGroup.id + 7 }),
        client.people.write(aziz.id, other, 'x', { replyToId: toBot.id }),
      ].map((call) => call.catch((error: unknown) => (error as Error).message)),
    )

    expect(answer.replyToId).toBe(toBot.id)
    expect(refused).toEqual(Array(4).fill('Telegram refuses: REPLY_MESSAGE_ID_INVALID'))
  })

  it('opens a bot with a payload, presses its button and hears its answer', async () => {
    const { client, aziz, bot, say, files } = await setup()
    const started = await client.people.start(aziz.id, bot.id, 'invite_7')
    const question = say({ inline_keyboard: [[{ text: 'Ha', callback_data: 'yes' }]] })
    const events = await client.events(['button', 'answered'])

    const { callbackId } = await client.people.press(aziz.id, bot.id, question.id, { text: 'Ha' })
    const answer = { callbackId, botId: bot.id, text: 'Rahmat', isAlert: false, url: null }
    files.world.events.emit({ type: 'answered', answer })

    expect(started.text).toBe('/start invite_7')
    expect((await events.next()).value).toMatchObject({
      type: 'button',
      callbackId,
      data: 'yes',
      messageId: question.id,
    })
    expect((await events.next()).value).toEqual({ type: 'answered', ...answer })
    await events.return(undefined)
    await expect(client.people.press(aziz.id, bot.id, question.id, { text: 'Yo‘q' })).rejects.toThrow(
      'has no button Yo‘q',
    )
    await expect(client.people.press(aziz.id, bot.id, question.id, { data: 'no' })).rejects.toThrow('DATA_INVALID')
  })

  it('shares a contact and blocks a bot', async () => {
    const { client, aziz, bot } = await setup()

    const shared = await client.people.shareContact(aziz.id, bot.id)
    await client.people.block(aziz.id, bot.id)

    expect(shared.media).toEqual({
      type: 'contact',
      phone: '998901234567',
      firstName: 'Aziz',
      lastName: 'Karimov',
      userId: aziz.id,
    })
    await expect(client.people.write(aziz.id, bot.id, 'salom')).rejects.toThrow('YOU_BLOCKED_USER')
    await client.people.unblock(aziz.id, bot.id)
    await client.people.write(aziz.id, bot.id, 'salom')
  })

  it.each([
    ['frozen', 'FROZEN_METHOD_INVALID'],
    ['deactivated', 'USER_DEACTIVATED'],
    ['banned', 'USER_DEACTIVATED_BAN'],
  ] as const)('does nothing for an account that is %s', async (status, refusal) => {
    const { client, aziz, malika, bot, group, say } = await setup()
    await client.people.start(aziz.id, bot.id)
    const question = say({ inline_keyboard: [[{ text: 'Ha', callback_data: 'yes' }]] })
    await client.world.changeUser(aziz.id, { status })

    const deeds = [
      client.people.write(aziz.id, malika.id, 'salom'),
      client.people.start(aziz.id, bot.id),
      client.people.press(aziz.id, bot.id, question.id, { data: 'yes' }),
      client.people.shareContact(aziz.id, bot.id),
      client.people.block(aziz.id, bot.id),
      client.people.unblock(aziz.id, bot.id),
      client.people.join(aziz.id, { username: 'taksi_toshkent' }),
      client.people.leave(aziz.id, group.peer),
      client.people.add(aziz.id, group.peer, [bot.id]),
    ]

    const refused = await Promise.all(deeds.map((deed) => deed.catch((error: unknown) => (error as Error).message)))
    expect(refused).toEqual(Array(deeds.length).fill(`Telegram refuses: ${refusal}`))
    expect((await client.people.messages(aziz.id, bot.id)).map(({ text }) => text)).toEqual(['?', '/start'])
  })

  it('joins by name and by link, leaves, and brings a bot', async () => {
    const { client, group, bot } = await setup()
    const { id } = await client.world.makeUser({ firstName: 'Jasur' })

    await client.people.join(id, { username: 'taksi_toshkent' })
    await client.people.leave(id, group.peer)
    await client.people.join(id, { invite: group.inviteHash })
    await client.people.add(id, group.peer, [bot.id])

    expect((await client.world.member(group.peer, bot.id))?.role).toBe('member')
    await expect(client.people.join(id, { chat: group.peer })).rejects.toThrow('USER_ALREADY_PARTICIPANT')
    await expect(client.people.join(id, { username: 'nobody' })).rejects.toThrow('there is no such chat')
    await client.people.leave(id, group.peer)
    await expect(client.people.leave(id, group.peer)).rejects.toThrow('USER_NOT_PARTICIPANT')
  })
})

async function setup() {
  const control = await startControl()
  const { client, files } = control
  const aziz = await client.world.makeUser({ firstName: 'Aziz', lastName: 'Karimov', phone: '998901234567' })
  const malika = await client.world.makeUser({ firstName: 'Malika' })
  const bot = await client.world.makeBot({ firstName: 'Karvon', username: 'karvon_bot' })
  const group = await client.world.makeChat({
    kind: 'supergroup',
    title: 'Taksi',
    username: 'taksi_toshkent',
    creatorId: aziz.id,
    memberIds: [malika.id],
  })
  const say = (markup: ReplyMarkup) => files.world.messages.send({ fromId: bot.id, to: aziz.id, text: '?', markup })
  return { ...control, aziz, malika, bot, group, say }
}
