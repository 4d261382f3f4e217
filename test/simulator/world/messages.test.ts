import { describe, expect, it } from 'vitest'
import type { BannedRight, UserStatus } from '../../../src/simulator/world/model.ts'
import { openTestWorld } from '../../support/world.ts'

describe('sending', () => {
  it('gives a private message one id that both sides see', () => {
    const { world, aziz, malika } = setup()

    const message = world.messages.send({ fromId: aziz.id, to: malika.id, text: 'salom' })

    expect(world.messages.history(malika.id, aziz.id, { limit: 10 })).toEqual([message])
    expect(world.messages.history(aziz.id, malika.id, { limit: 10 })).toEqual([message])
  })

  it('numbers the messages of each supergroup on its own, after the one that tells of its beginning', () => {
    const { world, aziz, group } = setup()
    const other = world.chats.create({ kind: 'supergroup', title: 'Other', creatorId: aziz.id })

    const ids = [group, group, other].map(
      (chat) => world.messages.send({ fromId: aziz.id, to: chat.peer, text: 'x' }).id,
    )

    expect(ids).toEqual([2, 3, 2])
  })

  it('refuses an empty text, a text over 4096 characters and a caption over 1024', () => {
    const { world, aziz, group } = setup()
    const media = { type: 'location', latitude: 41, longitude: 69 } as const
    const send = (content: object) => () => world.messages.send({ fromId: aziz.id, to: group.peer, ...content })

    expect(send({ text: '  ' })).toThrow('MESSAGE_EMPTY')
    expect(send({ text: 'x'.repeat(4097) })).toThrow('MESSAGE_TOO_LONG')
    expect(send({ text: 'x'.repeat(1025), media })).toThrow('MEDIA_CAPTION_TOO_LONG')
    expect(send({ text: 'x'.repeat(4096) })).not.toThrow()
  })

  it('keeps slow mode for members, over a restart too, and lets admins pass', () => {
    const before = setup({ slowModeSeconds: 30 })
    before.world.messages.send({ fromId: before.malika.id, to: before.group.peer, text: 'one' })
    const { world, clock } = before.reopen()
    const say = (fromId: number) => world.messages.send({ fromId, to: before.group.peer, text: 'two' })

    expect(() => say(before.malika.id)).toThrow(/^SLOWMODE_WAIT_([12]\d|30)$/)
    say(before.aziz.id)
    clock.advance(30_000)
    say(before.malika.id)
  })

  it.each<[string, BannedRight[], string]>([
    ['no messages at all', ['sendMessages'], 'CHAT_WRITE_FORBIDDEN'],
    ['no plain text', ['sendPlain'], 'CHAT_SEND_PLAIN_FORBIDDEN'],
  ])('names the rule of a group that takes %s', (_, defaultBanned, error) => {
    const { world, malika, aziz } = setup()
    const strict = world.chats.create({
      kind: 'supergroup',
      title: 'Strict',
      creatorId: aziz.id,
      memberIds: [malika.id],
      defaultBanned,
    })

    expect(() => world.messages.send({ fromId: malika.id, to: strict.peer, text: 'x' })).toThrow(error)
    expect(strict.topMessageId).toBe(1)
  })

  it('asks Stars where messages are paid', () => {
    const { world, malika, aziz } = setup()
    const paid = world.chats.create({
      kind: 'supergroup',
      title: 'Paid',
      creatorId: aziz.id,
      memberIds: [malika.id],
      paidMessageStars: 5,
    })

    expect(() => world.messages.send({ fromId: malika.id, to: paid.peer, text: 'x' })).toThrow(
      'ALLOW_PAYMENT_REQUIRED_5',
    )
  })

  it('lets only admins write in a channel, and signs their messages with the channel', () => {
    const { world, aziz, malika } = setup()
    const channel = world.chats.create({ kind: 'channel', title: 'News', creatorId: aziz.id, memberIds: [malika.id] })

    expect(() => world.messages.send({ fromId: malika.id, to: channel.peer, text: 'x' })).toThrow('CHAT_ADMIN_REQUIRED')
    expect(world.messages.send({ fromId: aziz.id, to: channel.peer, text: 'x' }).fromId).toBe(channel.peer)
  })

  it.each<[UserStatus, string]>([
    ['deactivated', 'INPUT_USER_DEACTIVATED'],
    ['banned', 'INPUT_USER_DEACTIVATED'],
  ])('refuses a message to a %s user', (status, error) => {
    const { world, aziz, malika } = setup()
    world.users.update(malika, { status })

    expect(() => world.messages.send({ fromId: aziz.id, to: malika.id, text: 'x' })).toThrow(error)
  })

  it('answers PEER_FLOOD to a limited account in groups and to strangers, not to those it knows', () => {
    const { world, aziz, malika, group } = setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'hello' })
    world.users.update(aziz, { status: 'limited' })
    const stranger = world.users.create({ firstName: 'Stranger' })
    const send = (to: number) => () => world.messages.send({ fromId: aziz.id, to, text: 'x' })

    expect(send(group.peer)).toThrow('PEER_FLOOD')
    expect(send(stranger.id)).toThrow('PEER_FLOOD')
    expect(send(malika.id)).not.toThrow()
  })

  it('keeps a bot from writing first, and from writing to who blocked it', () => {
    const { world, aziz } = setup()
    const bot = world.users.create({ firstName: 'Bot', bot: { token: '1:x', privacy: true, description: '' } })
    const write = () => world.messages.send({ fromId: bot.id, to: aziz.id, text: 'x' })

    expect(write).toThrow('PEER_ID_INVALID')
    world.people.start(aziz.id, bot.id)
    expect(write).not.toThrow()
    world.people.setBlocked(aziz.id, bot.id, true)
    expect(write).toThrow('USER_IS_BLOCKED')
  })
})

describe('forwarding, editing and deleting', () => {
  it('keeps the first origin of a forward, and refuses a chat that forbids it', () => {
    const { world, aziz, malika, group } = setup()
    const original = world.messages.send({ fromId: aziz.id, to: group.peer, text: 'news' })
    const [first] = world.messages.forward(malika.id, [original], aziz.id)
    const [second] = world.messages.forward(aziz.id, first === undefined ? [] : [first], group.peer)
    world.chats.update(group, { noForwards: true })

    expect(second?.forward).toEqual({ fromId: aziz.id, messageId: original.id, atMs: original.atMs })
    expect(() => world.messages.forward(malika.id, [original], aziz.id)).toThrow('CHAT_FORWARDS_RESTRICTED')
  })

  it('lets the author edit, nobody else, and only when something changes', () => {
    const { world, aziz, malika, group } = setup()
    const { box, id } = world.messages.send({ fromId: malika.id, to: group.peer, text: 'one' })

    expect(() => world.messages.edit(aziz.id, box, id, { text: 'two' })).toThrow('MESSAGE_AUTHOR_REQUIRED')
    expect(() => world.messages.edit(malika.id, box, id, { text: 'one' })).toThrow('MESSAGE_NOT_MODIFIED')
    expect(world.messages.edit(malika.id, box, id, { text: 'two' }).text).toBe('two')
  })

  it('lets an admin delete any message, and never gives its id again', () => {
    const first = setup()
    const { box, id } = first.world.messages.send({ fromId: first.malika.id, to: first.group.peer, text: 'x' })
    first.world.messages.delete(first.aziz.id, box, [id])
    const { world } = first.reopen()

    expect(world.messages.find(box, id)).toBeUndefined()
    expect(world.messages.send({ fromId: first.aziz.id, to: first.group.peer, text: 'y' }).id).toBe(id + 1)
  })
})

describe('a restart', () => {
  it('continues the same world: people, chats, messages, events and read marks', () => {
    const first = setup()
    first.world.users.update(first.aziz, { hasSignedIn: true })
    first.world.messages.send({ fromId: first.malika.id, to: first.aziz.id, text: 'one' })
    first.world.messages.send({ fromId: first.malika.id, to: first.group.peer, text: 'two' })

    const { world } = first.reopen()

    expect(world.users.byPhone('+998 90 000 00 01')?.id).toBe(first.aziz.id)
    expect(world.boxes.pts(first.aziz.id)).toBe(2)
    expect(world.boxes.pts(first.group.peer)).toBe(2)
    expect(world.dialogs.of(first.aziz.id).map(({ peer }) => peer)).toEqual([first.malika.id, first.group.peer])
    expect(world.messages.send({ fromId: first.aziz.id, to: first.malika.id, text: 'next' }).id).toBe(2)
    expect(world.users.accessHash(1, 2)).toBe(first.world.users.accessHash(1, 2))
  })
})

function setup(chat: { slowModeSeconds?: number } = {}) {
  const opened = openTestWorld()
  const aziz = opened.world.users.create({ firstName: 'Aziz', phone: '998900000001' })
  const malika = opened.world.users.create({ firstName: 'Malika' })
  const group = opened.world.chats.create({
    kind: 'supergroup',
    title: 'Taksi',
    creatorId: aziz.id,
    memberIds: [malika.id],
    ...chat,
  })
  return { ...opened, aziz, malika, group }
}
