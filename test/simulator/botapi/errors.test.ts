import { describe, expect, it } from 'vitest'
import { refusal, setup } from './setup.ts'

describe('what a bot is told', () => {
  it('about people that it cannot write to', async () => {
    const { world, api, aziz, malika, bot, createBot } = await setup()
    const stranger = world.users.create({ firstName: 'Stranger' })
    const otherBot = createBot()
    const send = (id: number | string) => refusal(api.sendMessage(id, 'x'))

    expect(await send(stranger.id)).toBe('400 Bad Request: chat not found')
    expect(await send(12_345)).toBe('400 Bad Request: chat not found')
    expect(await send('@nobody_here')).toBe('400 Bad Request: chat not found')
    expect(await send('')).toBe('400 Bad Request: chat_id is empty')
    expect(await send(malika.id)).toBe(`403 Forbidden: bot can't initiate conversation with a user`)
    expect(await send(otherBot.id)).toBe(`403 Forbidden: bot can't send messages to bots`)
    world.people.setBlocked(aziz.id, bot.id, true)
    expect(await send(aziz.id)).toBe('403 Forbidden: bot was blocked by the user')
    world.users.update(aziz, { status: 'deactivated' })
    expect(await send(aziz.id)).toBe('403 Forbidden: user is deactivated')
  })

  it.each(['supergroup', 'channel'] as const)('about a %s that it is not in, or was put out of', async (kind) => {
    const { world, api, aziz, bot } = await setup()
    const make = (memberIds: number[]) => world.chats.create({ kind, title: 'X', creatorId: aziz.id, memberIds })
    const [left, kicked, never] = [make([bot.id]), make([bot.id]), make([])]
    world.membership.leave(left, bot.id)
    world.membership.ban(kicked, aziz.id, bot.id, ['viewMessages'], null)
    const send = (id: number) => refusal(api.sendMessage(id, 'x'))

    expect(await send(left.peer)).toBe(`403 Forbidden: bot is not a member of the ${kind} chat`)
    expect(await send(kicked.peer)).toBe(`403 Forbidden: bot was kicked from the ${kind} chat`)
    expect(await send(never.peer)).toBe('400 Bad Request: chat not found')
  })

  it('about a basic group that it left, was put out of, that was deleted, or that became a supergroup', async () => {
    const { world, api, aziz, bot } = await setup()
    const make = () => world.chats.create({ kind: 'basic', title: 'X', creatorId: aziz.id, memberIds: [bot.id] })
    const [left, kicked, deleted, upgraded] = [make(), make(), make(), make()]
    world.membership.leave(left, bot.id)
    world.membership.kick(kicked, aziz.id, bot.id)
    world.chats.update(deleted, { isDeleted: true })
    const { peer: successor } = world.membership.migrate(upgraded, aziz.id)
    const send = (id: number) => refusal(api.sendMessage(id, 'x'))

    expect(await send(left.peer)).toBe('403 Forbidden: bot is not a member of the group chat')
    expect(await send(kicked.peer)).toBe('403 Forbidden: bot was kicked from the group chat')
    expect(await send(deleted.peer)).toBe('403 Forbidden: the group chat was deleted')
    const error = await api.sendMessage(upgraded.peer, 'x').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: successor },
    })
    await api.sendMessage(successor, 'x')
  })

  it('about rights that it lacks', async () => {
    const { world, api, aziz, bot } = await setup()
    const make = (defaultBanned: Parameters<typeof world.chats.create>[0]['defaultBanned']) =>
      world.chats.create({
        kind: 'supergroup',
        title: 'X',
        creatorId: aziz.id,
        memberIds: [bot.id],
        defaultBanned: defaultBanned ?? [],
      })

    expect(await refusal(api.sendMessage(make(['sendMessages']).peer, 'x'))).toBe(
      '400 Bad Request: have no rights to send a message',
    )
    expect(await refusal(api.sendMessage(make(['sendPlain']).peer, 'x'))).toBe(
      '400 Bad Request: not enough rights to send text messages to the chat',
    )
    expect(await refusal(api.sendContact(make(['sendMedia']).peer, '+998', 'x'))).toBe(
      '400 Bad Request: not enough rights to send media messages to the chat',
    )
  })

  it('about slow mode and closed topics, in the names that are passed on', async () => {
    const { world, api, aziz, bot } = await setup()
    const slow = world.chats.create({
      kind: 'supergroup',
      title: 'X',
      creatorId: aziz.id,
      memberIds: [bot.id],
      slowModeSeconds: 30,
    })
    await api.sendMessage(slow.peer, 'x')
    const error = await api.sendMessage(slow.peer, 'x').catch((thrown: unknown) => thrown)

    expect(error).toMatchObject({
      description: expect.stringMatching(/^Too Many Requests: retry after (29|30)$/),
      parameters: { retry_after: expect.any(Number) },
    })
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'F',
      isForum: true,
      creatorId: aziz.id,
      memberIds: [bot.id],
    })
    const topic = world.topics.create(forum, aziz.id, 'Yopiq')
    world.topics.change(topic, { isClosed: true })
    expect(await refusal(api.sendMessage(forum.peer, 'x', { message_thread_id: topic.id }))).toBe(
      '400 Bad Request: TOPIC_CLOSED',
    )
  })

  it.each([
    ['a token that is none', '/botabc/getMe', 404, 'Not Found'],
    ['a path that is none', '/', 404, 'Not Found'],
    ['a token of nobody', '/bot123456:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/getMe', 401, 'Unauthorized'],
  ])('about %s', async (_, path, code, description) => {
    const { apiRoot } = await setup()

    const response = await fetch(apiRoot + path)

    expect(response.status).toBe(code)
    expect(await response.json()).toEqual({ ok: false, error_code: code, description })
  })

  it('about methods that do not exist, and none about their letters', async () => {
    const { apiRoot, bot } = await setup()
    const ask = async (method: string) => (await fetch(`${apiRoot}/bot${bot.bot?.token}/${method}`)).json()

    expect(await ask('sendNothing')).toEqual({ ok: false, error_code: 404, description: 'Not Found' })
    expect(await ask('constructor')).toEqual({ ok: false, error_code: 404, description: 'Not Found' })
    expect(await ask('GETME')).toMatchObject({ ok: true })
    expect(await ask('answerInlineQuery')).toMatchObject({ error_code: 400 })
  })
})
