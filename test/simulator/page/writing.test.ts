import { describe, expect, it } from 'vitest'
import type { ChatView } from '../../../src/simulator/page/view/chat.ts'
import type { MessageView } from '../../../src/simulator/page/view/message.ts'
import type { PersonView } from '../../../src/simulator/page/view/peer.ts'
import { openLine } from './phone-line.ts'
import { populate } from './people-and-bot.ts'
import { servePage } from './serve-page.ts'

interface Sent {
  readonly message: MessageView
}

interface Pressed {
  readonly callbackId: string
}

describe('writing', () => {
  it('is told to the phones of both sides, and stands in the world', async () => {
    const { world, origin, post, aziz, malika } = await setup()
    const [mine, theirs] = [await openLine(origin, aziz.id), await openLine(origin, malika.id)]

    const { body } = await post<Sent>(`/phone/${aziz.id}/chats/${malika.id}/messages`, { text: 'salom /start' })

    const [sent, received] = [await mine.next('message'), await theirs.next('message')]
    expect(body.message).toMatchObject({ text: 'salom /start', isOut: true, entities: [{ type: 'bot_command' }] })
    expect(sent).toMatchObject({ peer: malika.id, message: { isOut: true }, dialog: { unreadCount: 0 } })
    expect(received).toMatchObject({ peer: aziz.id, message: { isOut: false }, dialog: { unreadCount: 1 } })
    expect(world.messages.history(aziz.id, malika.id, { limit: 5 })).toHaveLength(1)
  })

  it('is refused in the words of Telegram: slow mode names its seconds', async () => {
    const { world, clock, post, aziz, malika } = await setup()
    const slow = world.chats.create({
      kind: 'supergroup',
      title: 'S',
      creatorId: malika.id,
      memberIds: [aziz.id],
      slowModeSeconds: 30,
    })
    const say = () => post(`/phone/${aziz.id}/chats/${slow.peer}/messages`, { text: 'x' })

    const [first, second] = [await say(), await say()]
    clock.advance(30_000)

    expect([first.status, second.status, (await say()).status]).toEqual([200, 429, 200])
    expect(second.body.error).toMatch(/^SLOWMODE_WAIT_\d+$/)
  })

  it.each([
    ['frozen', 'FROZEN_METHOD_INVALID'],
    ['deactivated', 'USER_DEACTIVATED'],
    ['banned', 'USER_DEACTIVATED_BAN'],
  ] as const)('is not possible for an account that is %s', async (status, error) => {
    const { world, post, aziz, malika } = await setup()
    world.users.update(aziz, { status })

    const { body } = await post(`/phone/${aziz.id}/chats/${malika.id}/messages`, { text: 'x' })

    expect(body.error).toBe(error)
  })

  it('shares the number that the question named', async () => {
    const { world, get, post, malika, bot } = await setup()

    const person = (await get<PersonView>(`/phone/${malika.id}/me`)).body
    await post(`/phone/${malika.id}/chats/${bot.id}/contact`)

    const [message] = world.messages.history(malika.id, bot.id, { limit: 1 })
    expect(message?.media).toMatchObject({ type: 'contact', userId: malika.id, phone: person.sharedPhone.slice(1) })
  })

  it('joins, leaves, blocks and unblocks', async () => {
    const { origin, get, post, aziz, bot, group } = await setup()
    const line = await openLine(origin, aziz.id)
    const [inGroup, withBot] = [`/phone/${aziz.id}/chats/${group.peer}`, `/phone/${aziz.id}/chats/${bot.id}`]
    const writing = async (path: string) => (await get<ChatView>(path)).body.writing.type

    const before = await writing(inGroup)
    await post(`${inGroup}/join`)
    const joined = await line.next('chat')
    const inside = await writing(inGroup)
    await post(`${inGroup}/leave`)
    const left = await line.next('chat')
    await post(`${withBot}/block`, { isBlocked: true })
    const blocked = await writing(withBot)
    await post(`${withBot}/block`, { isBlocked: false })

    expect([before, inside, blocked, await writing(withBot)]).toEqual(['join', 'open', 'unblock', 'start'])
    expect(joined).toMatchObject({ peer: group.peer, dialog: { peer: { name: 'Toshkent taksi' } } })
    expect(left.dialog).toBeNull()
  })

  it('marks nothing as read that is not there', async () => {
    const { world, post, aziz, malika } = await setup()
    const { id } = world.people.write(malika.id, aziz.id, 'salom')
    const read = (peer: number) => post(`/phone/${aziz.id}/chats/${peer}/read`, { messageId: 2 ** 40 })

    const answers = [await read(malika.id), await read(9), await read(-1_009_999_999_999)]

    expect(answers.map(({ status }) => status)).toEqual([200, 404, 404])
    expect(world.dialogs.readInboxId(aziz.id, malika.id)).toBe(id)
  })

  it('marks as read on every phone of the same person', async () => {
    const { world, origin, post, aziz, malika } = await setup()
    const { id } = world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })
    const line = await openLine(origin, aziz.id)

    await post(`/phone/${aziz.id}/chats/${malika.id}/read`, { messageId: id })

    expect((await line.next('read')).dialog?.unreadCount).toBe(0)
    expect(world.dialogs.readInboxId(aziz.id, malika.id)).toBe(id)
  })

  it('answers a body that is none with one line', async () => {
    const { post, aziz, malika } = await setup()

    const wrong = await post(`/phone/${aziz.id}/chats/${malika.id}/messages`, { text: 7 })
    const huge = await post(`/phone/${aziz.id}/chats/${malika.id}/messages`, { text: 'x'.repeat(70_000) })

    expect(wrong).toMatchObject({ status: 400, body: { error: 'BAD_REQUEST' } })
    expect(wrong.body.problem).toContain('text')
    expect(huge.status).toBe(413)
  })
})

describe('pressing a button', () => {
  it('reaches the bot, and its answer comes back under the id of the press', async () => {
    const { world, origin, post, aziz, bot, withButton } = await setup()
    const line = await openLine(origin, aziz.id)
    world.events.listen((event) => {
      if (event.type !== 'button') return
      const answer = { callbackId: event.callback.id, botId: bot.id, text: 'ok', isAlert: true, url: null }
      setImmediate(() => world.events.emit({ type: 'answered', answer }))
    })
    const message = withButton()

    await post(`/phone/${aziz.id}/chats/${bot.id}/press`, { messageId: message.id, data: 'go', pressId: 'p1' })

    expect(await line.next('answered')).toEqual({
      type: 'answered',
      pressId: 'p1',
      text: 'ok',
      isAlert: true,
      url: null,
    })
  })

  it('is not told to anybody else, and other data than the button has is refused', async () => {
    const { world, origin, post, aziz, malika, bot, withButton } = await setup()
    const line = await openLine(origin, malika.id)
    const { id: messageId } = withButton()
    const press = (data: string) =>
      post<Pressed>(`/phone/${aziz.id}/chats/${bot.id}/press`, { messageId, data, pressId: 'p' })

    const forged = await press('stolen')
    const { callbackId } = (await press('go')).body
    const answer = { callbackId, botId: bot.id, text: 'for Aziz', isAlert: false, url: null }
    world.events.emit({ type: 'answered', answer })
    world.messages.send({ fromId: aziz.id, to: malika.id, text: 'the next thing' })

    expect(forged.body).toEqual({ error: 'DATA_INVALID' })
    expect((await line.next('message')).message.text).toBe('the next thing')
  })
})

async function setup() {
  const page = await servePage()
  const people = populate(page.world)
  const { aziz, bot } = people
  const withButton = () => {
    page.world.people.start(aziz.id, bot.id)
    const markup = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] }
    return page.world.messages.send({ fromId: bot.id, to: aziz.id, text: 'press', markup })
  }
  return { ...page, ...people, withButton }
}
