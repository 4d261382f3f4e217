import { describe, expect, it } from 'vitest'
import type { ServiceAction } from '../../../src/simulator/world/model.ts'
import { openTestWorld } from '../../support/world.ts'

describe('a new chat', () => {
  it('begins with the service message about it, which nobody is told of', () => {
    const { world, aziz, malika } = setup()
    const told: string[] = []
    world.events.listen((event) => void told.push(event.type))

    const chat = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })

    const [opening] = world.messages.history(malika.id, chat.peer, { limit: 10 })
    expect(opening?.action).toEqual<ServiceAction>({ type: 'created', title: 'Oila', userIds: [malika.id] })
    expect(told).toEqual([])
    expect(world.chats.presentCount(chat.peer)).toBe(2)
  })

  it('is told to its members when somebody makes it on a phone', () => {
    const { world, aziz, malika } = setup()

    const events = world.events.during(() => {
      world.membership.found({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })
    })

    expect(events.map(({ type }) => type)).toEqual(['member', 'message'])
  })

  it('has the General topic when it is a forum, whose messages other topics do not have', () => {
    const { world, aziz } = setup()
    const forum = world.chats.create({ kind: 'supergroup', title: 'Forum', isForum: true, creatorId: aziz.id })
    const taxi = world.topics.create(forum, aziz.id, 'Taksi')
    const inTaxi = world.messages.send({ fromId: aziz.id, to: forum.peer, topicId: taxi.id, text: 'taxi' })
    const inGeneral = world.messages.send({ fromId: aziz.id, to: forum.peer, topicId: 1, text: 'general' })
    const textsOf = (topicId: number) =>
      world.messages.history(aziz.id, forum.peer, { limit: 10, topicId }).map(({ text }) => text)

    expect(taxi.id).toBe(2)
    expect(textsOf(taxi.id)).toEqual(['taxi'])
    expect(textsOf(1)).toEqual(['general', ''])
    expect(taxi.lastMessageId).toBe(inTaxi.id)
    expect(world.chats.topic(forum.peer, 1)?.lastMessageId).toBe(inGeneral.id)
  })
})

describe('the newest message of a conversation', () => {
  it('is the one before it when it is deleted, also after a restart', () => {
    const first = setup()
    const { aziz, malika } = first
    const chat = first.world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    first.world.messages.send({ fromId: aziz.id, to: malika.id, text: 'private one' })
    const two = first.world.messages.send({ fromId: aziz.id, to: malika.id, text: 'private two' })
    const { id } = first.world.messages.send({ fromId: aziz.id, to: chat.peer, text: 'one' })
    first.world.messages.delete(aziz.id, chat.peer, [id])
    first.world.messages.delete(aziz.id, 0, [two.id])
    const topsOf = (world: typeof first.world) => world.dialogs.of(aziz.id).map(({ topMessageId }) => topMessageId)

    expect(topsOf(first.world)).toEqual([two.id - 1, 1])
    const { world } = first.reopen()
    expect(topsOf(world)).toEqual([two.id - 1, 1])
    expect(world.chats.get(chat.peer).lastMessageId).toBe(id)
  })
})

describe('a ban', () => {
  it('is lifted by naming no rights', () => {
    const { world, aziz, malika } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, memberIds: [malika.id] })
    world.membership.ban(chat, aziz.id, malika.id, ['viewMessages'], null)
    world.membership.ban(chat, aziz.id, malika.id, [], null)

    expect(world.chats.member(chat.peer, malika.id)?.role).toBe('left')
    expect(world.chats.presentCount(chat.peer)).toBe(1)
    world.membership.join(chat, malika.id, true)
    expect(world.chats.presentCount(chat.peer)).toBe(2)
  })
})

describe('a ban for a time', () => {
  it('lets its member come back when it is over', () => {
    const { world, clock, aziz, malika } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, memberIds: [malika.id] })
    world.membership.ban(chat, aziz.id, malika.id, ['viewMessages'], clock.nowMs() + 60_000)

    expect(() => world.membership.join(chat, malika.id, true)).toThrow('CHANNEL_PRIVATE')
    clock.advance(60_000)
    world.membership.join(chat, malika.id, true)
    expect(world.chats.presentCount(chat.peer)).toBe(2)
  })
})

describe('names and links of a chat', () => {
  it('lead to it until they change', () => {
    const { world, aziz } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    const other = world.chats.create({ kind: 'supergroup', title: 'H', creatorId: aziz.id, username: 'taken_name' })
    const link = chat.inviteHash

    world.chats.setUsername(chat, 'first_name')
    world.chats.setUsername(chat, 'second_name')
    world.chats.renewInvite(chat)

    expect(world.chats.byUsername('first_name')).toBeUndefined()
    expect(world.chats.byUsername('second_name')).toBe(chat)
    expect(world.chats.byInvite(link)).toBeUndefined()
    expect(world.chats.byInvite(chat.inviteHash)).toBe(chat)
    expect(() => world.chats.setUsername(chat, other.username)).toThrow('USERNAME_OCCUPIED')
  })
})

function setup() {
  const opened = openTestWorld()
  const aziz = opened.world.users.create({ firstName: 'Aziz' })
  const malika = opened.world.users.create({ firstName: 'Malika' })
  return { ...opened, aziz, malika }
}
