import { describe, expect, it } from 'vitest'
import { startControl } from '../../support/control.ts'

describe('making users and bots', () => {
  it('makes one, or a list of them, with all that was said', async () => {
    const { client } = await startControl()

    const aziz = await client.world.makeUser({ firstName: 'Aziz', phone: '998901234567', username: 'aziz_k', dcId: 1 })
    const others = await client.world.makeUsers([{ firstName: 'Malika', premium: true }, { firstName: 'Jasur' }])

    expect(await client.world.user(aziz.id)).toMatchObject({
      firstName: 'Aziz',
      phone: '998901234567',
      dcId: 1,
      status: 'active',
    })
    expect(others.map(({ firstName, premium }) => [firstName, premium])).toEqual([
      ['Malika', true],
      ['Jasur', false],
    ])
    expect(await client.world.users({ limit: 2 })).toMatchObject({ total: 3, items: { length: 2 } })
    expect(await client.world.users({ phone: '998901234567' })).toMatchObject({ items: [{ id: aziz.id }] })
  })

  it('makes bots with the token that was given, or one of their own', async () => {
    const { client } = await startControl()
    const token = `7654321:${'x'.repeat(35)}`

    const given = await client.world.makeBot({ firstName: 'Karvon', username: 'karvon_bot', token, privacy: false })
    const own = await client.world.makeBot({ firstName: 'Other', username: 'other_bot' })

    expect(given).toMatchObject({ id: 7_654_321, bot: { token, privacy: false } })
    expect(own.bot?.token).toMatch(new RegExp(`^${own.id}:[\\w-]{35}$`))
    expect((await client.world.users({ bots: 'only' })).total).toBe(2)
  })

  it.each([
    [{ firstName: 'A', phone: '998901234567' }, 'phone 998901234567 is taken'],
    [{ firstName: 'A', username: 'AZIZ_K' }, 'username AZIZ_K is taken'],
    [{ firstName: 'A', username: 'a_public_group' }, 'username a_public_group is taken'],
    [{ firstName: 'A', id: 77 }, 'id 77 is taken'],
  ])('makes none of a list in which %j cannot be made', async (wrong, line) => {
    const { client } = await startControl()
    const aziz = await client.world.makeUser({ id: 77, firstName: 'Aziz', phone: '998901234567', username: 'aziz_k' })
    await client.world.makeChat({ kind: 'supergroup', title: 'G', creatorId: aziz.id, username: 'a_public_group' })

    await expect(client.world.makeUsers([{ firstName: 'Fine' }, wrong])).rejects.toThrow(line)

    expect((await client.world.users()).total).toBe(1)
  })

  it('picks no id that stands further down in the list', async () => {
    const { client } = await startControl()

    const made = await client.world.makeUsers([{ firstName: 'Aziz' }, { id: 5_000_000_001, firstName: 'Malika' }])

    expect(made.map(({ firstName }) => firstName)).toEqual(['Aziz', 'Malika'])
    expect(made[1]?.id).toBe(5_000_000_001)
    expect((await client.world.users()).total).toBe(2)
  })

  it('refuses what stands twice in one list', async () => {
    const { client } = await startControl()
    const twins = ['one', 'two'].map((firstName) => ({ firstName, phone: '998901234567' }))

    await expect(client.world.makeUsers(twins)).rejects.toThrow('phone 998901234567 stands twice in the list')
    const bots = ['one', 'two'].map((firstName) => ({ firstName, username: 'the_bot' }))
    await expect(
      Promise.all([client.world.makeBot(bots[0] ?? fail()), client.world.makeBot(bots[1] ?? fail())]),
    ).rejects.toThrow('username the_bot is taken')
  })
})

describe('changing a user', () => {
  it('changes status, names, password and folders', async () => {
    const { client, files } = await startControl()
    const { id } = await client.world.makeUser({ firstName: 'Aziz', password: 'old' })
    const group = await client.world.makeChat({ kind: 'supergroup', title: 'Taksi', creatorId: id })

    const changed = await client.world.changeUser(id, { status: 'limited', lastName: 'Karimov' })
    await client.world.setFolders(id, [{ id: 2, title: 'Ish', peers: [group.peer] }])

    expect(changed).toMatchObject({ status: 'limited', firstName: 'Aziz', lastName: 'Karimov', hasPassword: true })
    expect((await client.world.user(id)).folders).toEqual([
      { id: 2, title: 'Ish', peers: [group.peer], excluded: [], flags: [] },
    ])
    const verifier = files.world.users.get(id).password?.verifier
    expect((await client.world.setPassword(id, 'new', 'the new one')).hasPassword).toBe(true)
    expect(files.world.users.get(id).password).toMatchObject({ hint: 'the new one' })
    expect(files.world.users.get(id).password?.verifier).not.toBe(verifier)
    expect((await client.world.clearPassword(id)).hasPassword).toBe(false)
  })
})

describe('making and changing chats', () => {
  it('makes groups, channels and forums with their members and topics', async () => {
    const { client, people } = await setup()
    const [aziz = 0, malika = 0] = people

    const [group, channel, forum] = await client.world.makeChats([
      { kind: 'basic', title: 'Oila', creatorId: aziz, memberIds: [malika] },
      { kind: 'channel', title: 'Yangiliklar', creatorId: aziz, username: 'yangiliklar' },
      {
        kind: 'supergroup',
        title: 'Forum',
        creatorId: aziz,
        isForum: true,
        topics: ['Taksi', 'Ish'],
        slowModeSeconds: 30,
      },
    ])

    expect(group).toMatchObject({ kind: 'basic', membersCount: 2 })
    expect(channel).toMatchObject({ username: 'yangiliklar', membersCount: 1 })
    expect(forum).toMatchObject({ slowModeSeconds: 30 })
    expect((await client.world.topics(forum?.peer ?? 0)).map(({ title }) => title)).toEqual(['General', 'Taksi', 'Ish'])
    expect((await client.world.chats({ member: malika })).items.map(({ title }) => title)).toEqual(['Taksi', 'Oila'])
    expect((await client.world.chats({ kind: 'channel' })).total).toBe(1)
  })

  it('makes 2,000 chats with members in one request', async () => {
    const { client, people } = await setup(200)
    const chats = Array.from({ length: 2000 }, (_, index) => ({
      kind: 'supergroup' as const,
      title: `Group ${index}`,
      creatorId: people[0] ?? 0,
      memberIds: people.slice(index % 100, (index % 100) + 40),
    }))

    const made = await client.world.makeChats(chats)

    expect(made).toHaveLength(2000)
    expect((await client.world.chats({ limit: 1 })).total).toBe(2001)
  })

  it('tells members of a new chat only when asked to', async () => {
    const { client, people, files } = await setup()
    const told: string[] = []
    files.world.events.listen((event) => {
      if (event.type === 'member') told.push(event.chat.title)
    })
    const [creatorId = 0, ...memberIds] = people

    await client.world.makeChat({ kind: 'supergroup', title: 'silent', creatorId, memberIds })
    await client.world.makeChat({ kind: 'supergroup', title: 'told', creatorId, memberIds, isTold: true })

    expect(new Set(told)).toEqual(new Set(['told']))
  })

  it('makes none of a list in which one cannot be made', async () => {
    const { client, people } = await setup()
    const fine = { kind: 'supergroup', title: 'Fine', creatorId: people[0] ?? 0 } as const

    for (const [wrong, line] of [
      [{ ...fine, creatorId: 1 }, 'user 1 is not in the world'],
      [{ ...fine, memberIds: [1] }, 'user 1 is not in the world'],
      [{ ...fine, topics: ['Taksi'] }, 'topics need isForum'],
      [{ ...fine, kind: 'channel', isForum: true }, 'only a supergroup can be a forum'],
      [{ ...fine, kind: 'basic', username: 'oila_1' }, 'a basic group has no username'],
    ] as const) {
      await expect(client.world.makeChats([fine, structuredClone(wrong) as typeof fine])).rejects.toThrow(line)
    }

    expect((await client.world.chats()).total).toBe(1)
  })

  it('changes slow mode, paid messages, default bans, title and name', async () => {
    const { client, group } = await setup()

    const change = { slowModeSeconds: 60, paidMessageStars: 5, defaultBanned: ['sendMedia'], title: 'Yangi' } as const
    const changed = await client.world.changeChat(group.peer, {
      ...change,
      defaultBanned: ['sendMedia'],
      username: 'yangi_1',
    })

    expect(changed).toMatchObject({ ...change, username: 'yangi_1' })
    expect(await client.world.changeChat(group.peer, { username: null })).toMatchObject({ ...change, username: null })
    expect(await client.world.deleteChat(group.peer)).toMatchObject({ isDeleted: true })
  })

  it('turns a basic group into a supergroup once', async () => {
    const { client, people } = await setup()
    const basic = await client.world.makeChat({
      kind: 'basic',
      title: 'Oila',
      creatorId: people[0] ?? 0,
      memberIds: people.slice(1),
    })

    const successor = await client.world.migrate(basic.peer)

    expect(successor).toMatchObject({ kind: 'supergroup', migratedFrom: basic.peer, membersCount: people.length })
    expect((await client.world.chat(basic.peer)).migratedTo).toBe(successor.peer)
    await expect(client.world.migrate(basic.peer)).rejects.toThrow('Telegram refuses: CHAT_ID_INVALID')
  })

  it('opens, renames, closes and deletes topics', async () => {
    const { client, people } = await setup()
    const forum = await client.world.makeChat({
      kind: 'supergroup',
      title: 'F',
      creatorId: people[0] ?? 0,
      isForum: true,
    })

    const topic = await client.world.makeTopic(forum.peer, { title: 'Taksi' })

    expect(await client.world.changeTopic(forum.peer, topic.id, { title: 'Taksilar', isClosed: true })).toMatchObject({
      title: 'Taksilar',
      isClosed: true,
      isDeleted: false,
    })
    expect(await client.world.changeTopic(forum.peer, topic.id, { isDeleted: true })).toMatchObject({ isDeleted: true })
    await expect(client.world.changeTopic(forum.peer, 99, { isClosed: true })).rejects.toThrow(
      'topic 99 is not in chat',
    )
  })
})

describe('members', () => {
  it('come in by thousands', async () => {
    const { client, group } = await setup()
    const newcomers = await client.world.makeUsers(
      Array.from({ length: 3000 }, (_, index) => ({ firstName: `U${index}` })),
    )

    const { membersCount } = await client.world.addMembers(
      group.peer,
      newcomers.map(({ id }) => id),
    )

    expect(membersCount).toBe(3003)
    expect(await client.world.members(group.peer, { limit: 1 })).toMatchObject({ total: 3003, items: { length: 1 } })
  })

  it('are promoted, restricted for a time, banned, kicked and let in again', async () => {
    const { client, group, people, files } = await setup()
    const id = people[1] ?? 0
    const change = (wish: Parameters<typeof client.world.changeMember>[2]) =>
      client.world.changeMember(group.peer, id, wish)

    expect(await change({ role: 'admin', adminRights: ['banUsers'] })).toMatchObject({
      role: 'admin',
      adminRights: ['banUsers'],
    })
    expect(await change({ role: 'member' })).toMatchObject({ role: 'member', adminRights: [] })
    const beganMs = files.clock.nowMs()
    const restricted = await change({ banned: ['sendMessages'], bannedForSeconds: 60 })
    expect(restricted.banned).toEqual(['sendMessages'])
    expect((restricted.bannedUntilMs ?? 0) - beganMs).toBeGreaterThan(50_000)
    await expect(client.people.write(id, group.peer, 'salom')).rejects.toThrow('CHAT_WRITE_FORBIDDEN')
    await client.server.advance(61_000)
    await client.people.write(id, group.peer, 'salom')
    expect(await change({ role: 'banned' })).toMatchObject({ role: 'banned' })
    expect(await change({ role: 'left' })).toMatchObject({ role: 'left', bannedUntilMs: null })
    expect(await change({ role: 'banned' })).toMatchObject({ role: 'banned' })
    expect(await change({ role: 'member', banned: [] })).toMatchObject({ role: 'member', banned: [] })
    expect(await change({ role: 'left' })).toMatchObject({ role: 'left' })
    expect((await client.world.chat(group.peer)).membersCount).toBe(2)
    await expect(change({ banned: ['sendMedia'] })).rejects.toThrow(`user ${id} is not in chat ${group.peer}`)
    await expect(client.world.changeMember(group.peer, people[0] ?? 0, { role: 'left' })).rejects.toThrow(
      'stays its creator',
    )
    expect(await client.world.member(group.peer, (await client.world.makeUser({ firstName: 'X' })).id)).toBeNull()
  })

  it('stay restricted as long as was said, unless they are promoted', async () => {
    const { client, group, people } = await setup()
    const change = (wish: Parameters<typeof client.world.changeMember>[2]) =>
      client.world.changeMember(group.peer, people[1] ?? 0, wish)
    const { bannedUntilMs } = await change({ banned: ['sendMessages'], bannedForSeconds: 60 })

    expect(await change({ role: 'member' })).toMatchObject({ banned: ['sendMessages'], bannedUntilMs })
    await expect(change({ role: 'admin', banned: ['sendMessages'] })).rejects.toThrow('an admin is not restricted')
    await change({ role: 'admin', adminRights: ['banUsers'] })
    expect(await change({ role: 'member' })).toMatchObject({ banned: [], bannedUntilMs: null })
  })
})

/** Some people, and a group of the first three. */
async function setup(count = 3) {
  const control = await startControl()
  const users = await control.client.world.makeUsers(
    Array.from({ length: count }, (_, index) => ({ firstName: `Person ${index}` })),
  )
  const people = users.map(({ id }) => id)
  const [creatorId = 0, ...memberIds] = people.slice(0, 3)
  const group = await control.client.world.makeChat({ kind: 'supergroup', title: 'Taksi', creatorId, memberIds })
  return { ...control, people, group }
}

function fail(): never {
  throw new Error('the list is shorter than the test thinks')
}
