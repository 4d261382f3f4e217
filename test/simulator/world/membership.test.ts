import { describe, expect, it } from 'vitest'
import { openTestWorld } from '../../support/world.ts'

describe('joining', () => {
  it('lets anybody into a public group and only those with the link into a private one', () => {
    const { world, aziz, malika } = setup()
    const open = world.chats.create({ kind: 'supergroup', title: 'Open', username: 'open_group', creatorId: aziz.id })
    const closed = world.chats.create({ kind: 'supergroup', title: 'Closed', creatorId: aziz.id })

    world.membership.join(open, malika.id, false)

    expect(world.chats.member(open.peer, malika.id)?.role).toBe('member')
    expect(() => world.membership.join(closed, malika.id, false)).toThrow('CHANNEL_PRIVATE')
    world.membership.join(closed, malika.id, true)
    expect(() => world.membership.join(closed, malika.id, true)).toThrow('USER_ALREADY_PARTICIPANT')
  })

  it('stops at 500 channels, 1000 for premium accounts', () => {
    const { world, aziz, malika } = setup()
    const make = () => world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    for (let count = 0; count < 500; count++) world.membership.join(make(), malika.id, true)

    expect(() => world.membership.join(make(), malika.id, true)).toThrow('CHANNELS_TOO_MUCH')
    world.users.update(malika, { premium: true })
    expect(() => world.membership.join(make(), malika.id, true)).not.toThrow()
  })

  it('leaves a request where an admin must approve', () => {
    const { world, aziz, malika } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, joinNeedsApproval: true })

    expect(() => world.membership.join(chat, malika.id, true)).toThrow('INVITE_REQUEST_SENT')
  })
})

describe('leaving and being banned', () => {
  it('shuts a banned member out, also from a public group', () => {
    const { world, aziz, malika } = setup()
    const chat = world.chats.create({
      kind: 'supergroup',
      title: 'G',
      username: 'public_g',
      creatorId: aziz.id,
      memberIds: [malika.id],
    })

    world.membership.ban(chat, aziz.id, malika.id, ['viewMessages'], null)

    expect(() => world.messages.send({ fromId: malika.id, to: chat.peer, text: 'x' })).toThrow('CHANNEL_PRIVATE')
    expect(() => world.membership.join(chat, malika.id, false)).toThrow('CHANNEL_PRIVATE')
  })

  it('ends a restriction when its time is over', () => {
    const { world, aziz, malika, clock } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, memberIds: [malika.id] })
    world.membership.ban(chat, aziz.id, malika.id, ['sendMessages'], clock.nowMs() + 60_000)
    const write = () => world.messages.send({ fromId: malika.id, to: chat.peer, text: 'x' })

    expect(write).toThrow('CHAT_WRITE_FORBIDDEN')
    clock.advance(60_000)
    expect(write).not.toThrow()
  })

  it.each([
    ['a promotion', 'admin'],
    ['a ban', 'banned'],
  ] as const)('ends a restriction with %s, for good', (_, role) => {
    const { world, aziz, malika, clock } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, memberIds: [malika.id] })
    world.membership.ban(chat, aziz.id, malika.id, ['sendMessages'], clock.nowMs() + 60_000)
    const change = (to: 'admin' | 'banned' | 'member') =>
      world.chats.changeMember(chat, malika.id, { role: to }, aziz.id)

    expect(change(role)).toMatchObject({ role, banned: [], bannedUntilMs: null })
    expect(change('member')).toMatchObject({ role: 'member', banned: [], bannedUntilMs: null })
  })

  it('leaves only those to ban who may', () => {
    const { world, aziz, malika } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, memberIds: [malika.id] })

    expect(() => world.membership.ban(chat, malika.id, aziz.id, ['viewMessages'], null)).toThrow('CHAT_ADMIN_REQUIRED')
    expect(() => world.membership.leave(chat, aziz.id)).toThrow('USER_CREATOR')
  })
})

describe('a basic group that becomes a supergroup', () => {
  it('takes everybody along, points to its successor and takes no more messages', () => {
    const { world, aziz, malika } = setup()
    const basic = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })

    const successor = world.membership.migrate(basic, aziz.id)

    expect(basic.migratedTo).toBe(successor.peer)
    expect(successor.migratedFrom).toBe(basic.peer)
    expect(world.chats.member(successor.peer, malika.id)?.role).toBe('member')
    expect(() => world.messages.send({ fromId: malika.id, to: basic.peer, text: 'x' })).toThrow('CHAT_MIGRATED')
    expect(() => world.membership.migrate(basic, aziz.id)).toThrow('CHAT_ID_INVALID')
  })
})

describe('forum topics', () => {
  it('keep their messages apart and refuse when closed, except for admins', () => {
    const { world, aziz, malika } = setup()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'Forum',
      isForum: true,
      creatorId: aziz.id,
      memberIds: [malika.id],
    })
    const taxi = world.topics.create(forum, aziz.id, 'Taksi')
    const send = (fromId: number) => world.messages.send({ fromId, to: forum.peer, topicId: taxi.id, text: 'x' })
    const message = send(malika.id)
    world.topics.change(taxi, { isClosed: true })

    expect(world.messages.history(aziz.id, forum.peer, { limit: 10, topicId: taxi.id })).toEqual([message])
    expect(() => send(malika.id)).toThrow('TOPIC_CLOSED')
    expect(() => send(aziz.id)).not.toThrow()
  })
})

describe('what happened', () => {
  it('is numbered per box, so that somebody who was away can catch up', () => {
    const { world, aziz, malika } = setup()
    const chat = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    world.users.update(malika, { hasSignedIn: true })
    world.messages.send({ fromId: aziz.id, to: malika.id, text: 'private' })
    const { box, id } = world.messages.send({ fromId: aziz.id, to: chat.peer, text: 'one' })
    world.messages.edit(aziz.id, box, id, { text: 'two' })
    world.messages.delete(aziz.id, box, [id])

    expect(world.boxes.after(malika.id, 1, 10).map(({ kind }) => kind)).toEqual(['message'])
    expect(world.boxes.after(chat.peer, 1, 10).map(({ pts, kind }) => [pts, kind])).toEqual([
      [2, 'message'],
      [3, 'edited'],
      [4, 'deleted'],
    ])
    expect(world.boxes.after(aziz.id, 1, 10)).toEqual([])
  })
})

function setup() {
  const opened = openTestWorld()
  const aziz = opened.world.users.create({ firstName: 'Aziz' })
  const malika = opened.world.users.create({ firstName: 'Malika' })
  return { ...opened, aziz, malika }
}
