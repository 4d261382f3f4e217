import { describe, expect, it } from 'vitest'
import type { SearchView } from '../../../src/simulator/page/search.ts'
import type { ChatView } from '../../../src/simulator/page/view/chat.ts'
import type { DialogView } from '../../../src/simulator/page/view/dialog.ts'
import type { MessageView } from '../../../src/simulator/page/view/message.ts'
import type { ReplyMarkup } from '../../../src/simulator/world/model.ts'
import { populate } from './people-and-bot.ts'
import { servePage } from './serve-page.ts'

interface Dialogs {
  readonly dialogs: readonly DialogView[]
}

interface Messages {
  readonly messages: readonly MessageView[]
}

describe('the list of chats', () => {
  it('stands in the order of the newest messages, pinned ones first, with what is unread', async () => {
    const { world, clock, get, aziz, malika, group, bot } = await setup()
    world.membership.join(group, aziz.id, false)
    clock.advance(1000)
    world.people.start(aziz.id, bot.id)
    clock.advance(1000)
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'qalaysan?' })
    world.dialogs.setPinned(aziz.id, group.peer, true)

    const { dialogs } = (await get<Dialogs>(`/phone/${aziz.id}/dialogs`)).body

    expect(dialogs.map((dialog) => dialog.peer.name)).toEqual(['Toshkent taksi', 'Malika Yo‘ldosheva', 'Karvon'])
    expect(dialogs[1]).toMatchObject({ unreadCount: 2, last: { text: 'qalaysan?', isOut: false } })
    expect(dialogs[2]).toMatchObject({ unreadCount: 0, last: { text: '/start', isOut: true }, peer: { kind: 'bot' } })
  })

  it('goes back to the message before one that was deleted', async () => {
    const { world, get, aziz, malika } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'first' })
    const second = world.messages.send({ fromId: malika.id, to: aziz.id, text: 'second' })
    world.messages.delete(malika.id, 0, [second.id])

    const { dialogs } = (await get<Dialogs>(`/phone/${aziz.id}/dialogs`)).body

    expect(dialogs[0]?.last?.text).toBe('first')
  })
})

describe('the search', () => {
  it('finds bots and public groups that one is not in, and own chats apart', async () => {
    const { world, get, aziz, malika } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })

    const { body: karvon } = await get<SearchView>(`/phone/${aziz.id}/search?query=karv`)
    const { body: taksi } = await get<SearchView>(`/phone/${aziz.id}/search?query=taksi`)
    const { body: mine } = await get<SearchView>(`/phone/${aziz.id}/search?query=malika`)

    expect(karvon.found).toMatchObject([{ name: 'Karvon', kind: 'bot' }])
    expect(taksi.found).toMatchObject([{ name: 'Toshkent taksi', kind: 'supergroup' }])
    expect(mine).toMatchObject({ chats: [{ peer: { peer: malika.id } }], found: [] })
  })

  it('shows first who has exactly that username, however many others match', async () => {
    const { world, get, aziz } = await setup()
    const make = (name: string) => {
      const bot = { token: `${name}:a`, privacy: true, description: '' }
      return world.users.create({ firstName: name, username: name, bot })
    }
    for (let i = 0; i < 25; i++) make(`yuk_${i}`)
    const own = world.chats.create({ kind: 'supergroup', title: 'Yuk', username: 'yuk_g', creatorId: aziz.id })
    for (let i = 0; i < 25; i++) world.chats.create({ kind: 'supergroup', title: `yuk_g ${i}`, creatorId: aziz.id })
    const { peer } = world.chats.create({ kind: 'channel', title: 'X', username: 'Yuk', creatorId: make('z').id })

    const { found } = (await get<SearchView>(`/phone/${aziz.id}/search?query=yuk`)).body
    const { chats } = (await get<SearchView>(`/phone/${aziz.id}/search?query=yuk_g`)).body

    expect(found).toHaveLength(20)
    expect(found[0]).toMatchObject({ peer })
    expect(chats).toHaveLength(20)
    expect(chats[0]).toMatchObject({ peer: { peer: own.peer } })
  })

  it.each([
    ['https://t.me/karvon_bot?start=abc_1', { peer: { kind: 'bot' }, startPayload: 'abc_1' }],
    ['t.me/taksi/17', { peer: { kind: 'supergroup' }, startPayload: null }],
    ['@karvon_bot', { peer: { kind: 'bot' }, startPayload: null }],
    ['t.me/karvon_bot?start=%3Cscript%3E', { peer: { kind: 'bot' }, startPayload: null }],
    ['t.me/nobody_here', null],
    ['https://example.com/karvon_bot', null],
  ])('reads the link %s', async (query, link) => {
    const { get, aziz } = await setup()

    const { body } = await get<SearchView>(`/phone/${aziz.id}/search?query=${encodeURIComponent(query)}`)

    if (link === null) expect(body.link).toBeNull()
    else expect(body.link).toMatchObject(link)
  })

  it('lets somebody into a private group by its invite link', async () => {
    const { world, get, post, aziz, malika } = await setup()
    const secret = world.chats.create({ kind: 'supergroup', title: 'Secret', creatorId: malika.id })

    const { link } = (await get<SearchView>(`/phone/${aziz.id}/search?query=t.me/%2B${secret.inviteHash}`)).body
    const path = `/phone/${aziz.id}/chats/${link?.peer.peer}`
    const uninvited = await get<ChatView>(path)
    const invited = await get<ChatView>(`${path}?invite=${link?.inviteHash}`)
    await post(`${path}/join`, { invite: link?.inviteHash })

    expect(uninvited.body.writing).toEqual({ type: 'closed', refusal: 'CHANNEL_PRIVATE' })
    expect(invited.body.writing).toEqual({ type: 'join' })
    expect((await get<ChatView>(path)).body).toMatchObject({
      isMember: true,
      writing: { type: 'open' },
      membersCount: 2,
    })
  })
})

describe('a chat', () => {
  it('offers to start a bot that was never written to, and its commands', async () => {
    const commandsOf = () => [{ command: 'start', description: 'Begin' }]
    const { get, post, aziz, bot } = await setup({ commandsOf })
    const path = `/phone/${aziz.id}/chats/${bot.id}`

    const before = (await get<ChatView>(path)).body
    await post(`${path}/start`, { payload: 'abc' })

    expect(before).toMatchObject({ writing: { type: 'start' }, about: 'Sends on time.', commands: commandsOf() })
    expect((await get<ChatView>(path)).body.writing).toEqual({ type: 'open' })
    expect((await get<Messages>(`${path}/messages`)).body.messages[0]?.text).toBe('/start abc')
  })

  it('shows the newest messages first and the older ones below an id', async () => {
    const { world, get, aziz, malika } = await setup()
    for (let index = 1; index <= 7; index++) world.messages.send({ fromId: malika.id, to: aziz.id, text: `m${index}` })
    const path = `/phone/${aziz.id}/chats/${malika.id}/messages`

    const newest = (await get<Messages>(`${path}?limit=3`)).body.messages
    const older = (await get<Messages>(`${path}?limit=3&below=${newest[2]?.id}`)).body.messages

    expect(newest.map((message) => message.text)).toEqual(['m7', 'm6', 'm5'])
    expect(older.map((message) => message.text)).toEqual(['m4', 'm3', 'm2'])
  })

  it('lists the topics of a forum, and keeps each topic to itself', async () => {
    const { world, get, post, aziz, malika } = await setup()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'F',
      isForum: true,
      creatorId: malika.id,
      memberIds: [aziz.id],
    })
    world.topics.openGeneral(forum)
    const taxi = world.topics.create(forum, malika.id, 'Taksi')
    const path = `/phone/${aziz.id}/chats/${forum.peer}`

    await post(`${path}/messages`, { text: 'joy bor', topicId: taxi.id })
    await post(`${path}/messages`, { text: 'umumiy' })
    const { topics } = (await get<ChatView>(path)).body
    const texts = async (topic: number) =>
      (await get<Messages>(`${path}/messages?topic=${topic}`)).body.messages.map((message) => message.text)

    expect(topics?.map((topic) => [topic.title, topic.last?.text])).toEqual(
      expect.arrayContaining([
        ['Taksi', 'joy bor'],
        ['General', 'umumiy'],
      ]),
    )
    expect(await texts(taxi.id)).toEqual(['joy bor'])
    expect(await texts(1)).toContain('umumiy')
  })

  it('quotes what a message answers, but nothing of another conversation', async () => {
    const { world, get, aziz, malika, bot } = await setup()
    const secret = world.messages.send({ fromId: malika.id, to: bot.id, text: 'my secret' })
    const question = world.messages.send({ fromId: malika.id, to: aziz.id, text: 'kim?' })
    world.messages.send({ fromId: aziz.id, to: malika.id, text: 'men', replyToId: question.id })
    const guess = { fromId: aziz.id, to: malika.id, text: 'guess', replyToId: secret.id }

    const [answer] = (await get<Messages>(`/phone/${aziz.id}/chats/${malika.id}/messages`)).body.messages

    expect(answer?.quote).toMatchObject({ text: 'kim?', author: { name: 'Malika Yo‘ldosheva' } })
    expect(() => world.messages.send(guess)).toThrow('REPLY_MESSAGE_ID_INVALID')
  })
})

describe('the keyboard of a bot', () => {
  it('stays until another one or its removal, and a used one-time keyboard is folded', async () => {
    const { world, get, aziz, bot } = await setup()
    world.people.start(aziz.id, bot.id)
    const say = (markup: ReplyMarkup) => world.messages.send({ fromId: bot.id, to: aziz.id, text: 'x', markup })
    const keyboard = async () => (await get<ChatView>(`/phone/${aziz.id}/chats/${bot.id}`)).body.keyboard

    say({ keyboard: [['Ha', { text: 'Raqam', request_contact: true }]], one_time_keyboard: true })
    say({ inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] })
    const fresh = await keyboard()
    world.people.write(aziz.id, bot.id, 'something else')
    const other = await keyboard()
    world.people.write(aziz.id, bot.id, 'Ha')
    const used = await keyboard()
    say({ remove_keyboard: true })

    const row = [
      { text: 'Ha', does: 'text' },
      { text: 'Raqam', does: 'contact' },
    ]
    expect(fresh).toMatchObject({ rows: [row], isOneTime: true, isUsed: false })
    expect([other?.isUsed, used?.isUsed]).toEqual([false, true])
    expect(await keyboard()).toBeNull()
  })

  it('in a group shows a selective keyboard only to who was answered', async () => {
    const { world, get, aziz, malika, bot, group } = await setup()
    world.membership.join(group, aziz.id, false)
    world.membership.add(group, malika.id, [bot.id])
    const asked = world.people.write(aziz.id, group.peer, '/menu')
    world.messages.send({
      fromId: bot.id,
      to: group.peer,
      text: 'menu',
      replyToId: asked.id,
      markup: { keyboard: [['A']], selective: true },
    })
    const keyboard = async (userId: number) =>
      (await get<ChatView>(`/phone/${userId}/chats/${group.peer}`)).body.keyboard

    expect(await keyboard(aziz.id)).toMatchObject({ rows: [[{ text: 'A' }]] })
    expect(await keyboard(malika.id)).toBeNull()
  })
})

async function setup(options: Parameters<typeof servePage>[0] = {}) {
  const page = await servePage(options)
  return { ...page, ...populate(page.world) }
}
