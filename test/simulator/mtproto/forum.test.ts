import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, startChatting, updatesOf } from '../../support/chatting.ts'

describe('the topics of a forum', () => {
  it('are listed with General on top and the others by their newest messages', async () => {
    const { world, aziz, forum, topics } = await setup(['Taksi', 'Ish', 'Uy'])
    const ish = world.chats.topics(forum.peer).find(({ title }) => title === 'Ish')
    world.messages.send({ fromId: aziz.id, to: forum.peer, topicId: ish?.id ?? 0, text: 'new' })

    const listed = await topics()

    expect(listed.count).toBe(4)
    expect(listed.topics.map((topic) => (topic as Api.ForumTopic).title)).toEqual(['General', 'Ish', 'Uy', 'Taksi'])
    expect(listed.topics[1]).toMatchObject({ topMessage: forum.lastMessageId, unreadCount: 1, closed: false })
    expect(listed.messages.map(({ id }) => id)).toContain(forum.lastMessageId)
  })

  it('come in pages, and by their ids', async () => {
    const titles = Array.from({ length: 25 }, (_, index) => `Topic ${index}`)
    const { telegram, malika, forum, topics, malikaClient } = await setup(titles)
    const seen: string[] = []
    let offset = { offsetDate: 0, offsetId: 0, offsetTopic: 0 }
    for (let page = 0; page < 3; page++) {
      const { topics: listed } = await topics({ ...offset, limit: 10 })
      const last = listed.at(-1) as Api.ForumTopic
      seen.push(...listed.map((topic) => (topic as Api.ForumTopic).title))
      offset = { offsetDate: last.date, offsetId: last.topMessage, offsetTopic: last.id }
    }
    const byId = await malikaClient.invoke(
      new Api.channels.GetForumTopicsByID({ channel: channelFor(telegram, malika, forum.peer), topics: [1, 3, 999] }),
    )

    expect(new Set(seen).size).toBe(26)
    expect(byId.topics).toMatchObject([{ title: 'General' }, { title: 'Topic 1' }])
  })

  it('are made, renamed and closed; a closed one takes messages of admins only', async () => {
    const { telegram, world, aziz, malika, forum, peer, azizClient, malikaClient } = await setup([])
    const channel = channelFor(telegram, malika, forum.peer)
    const create = () =>
      malikaClient.invoke(new Api.channels.CreateForumTopic({ channel, title: 'Taksi', randomId: bigInt(9) }))
    const made = (await create()) as Api.Updates
    const again = (await create()) as Api.Updates
    const topicId = (made.updates[0] as Api.UpdateMessageID).id
    const edit = (change: { title?: string; closed?: boolean }) =>
      malikaClient.invoke(new Api.channels.EditForumTopic({ channel, topicId, ...change }))

    await edit({ title: 'Taksi 24' })
    await edit({ closed: true })

    expect((again.updates[0] as Api.UpdateMessageID).id).toBe(topicId)
    expect(world.chats.topics(forum.peer).map(({ title, isClosed }) => [title, isClosed])).toEqual([
      ['General', false],
      ['Taksi 24', true],
    ])
    expect(await refusalOf(edit({ closed: true }))).toBe('TOPIC_NOT_MODIFIED')
    expect(await refusalOf(malikaClient.sendMessage(peer, { message: 'x', replyTo: topicId }))).toBe('TOPIC_CLOSED')
    await azizClient.sendMessage(inputFor(telegram, aziz, forum.peer), { message: 'x', replyTo: topicId })
  })

  it('are made by who may', async () => {
    const { telegram, world, malika, forum, malikaClient } = await setup([])
    world.chats.update(forum, { defaultBanned: ['manageTopics'] })
    const plain = world.chats.create({ kind: 'supergroup', title: 'Plain', creatorId: malika.id })
    const create = (peer: number) =>
      malikaClient.invoke(
        new Api.channels.CreateForumTopic({
          channel: channelFor(telegram, malika, peer),
          title: 'x',
          randomId: bigInt(9),
        }),
      )

    expect(await refusalOf(create(forum.peer))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusalOf(create(plain.peer))).toBe('CHANNEL_FORUM_MISSING')
  })
})

describe('a message in a topic', () => {
  it('stands there, by the topic or by an answer to any message in it', async () => {
    const { world, malika, forum, peer, malikaClient, azizClient } = await setup(['Taksi', 'Ish'])
    const [, taxi, work] = world.chats.topics(forum.peer)
    const { next } = updatesOf(azizClient)
    await malikaClient.sendMessage(peer, { message: 'to taxi', replyTo: taxi?.id ?? 0 })
    const inTaxi = await next(Api.UpdateNewChannelMessage, ({ message }) => message instanceof Api.Message)
    await malikaClient.sendMessage(peer, { message: 'answer', replyTo: (inTaxi.message as Api.Message).id })
    await malikaClient.sendMessage(peer, { message: 'to work', replyTo: work?.id ?? 0, topMsgId: work?.id ?? 0 })
    await malikaClient.sendMessage(peer, { message: 'to general' })

    const textsOf = async (topicId: number) =>
      Array.from(await malikaClient.getMessages(peer, { replyTo: topicId, limit: 10 }), ({ message }) => message)

    expect(await textsOf(taxi?.id ?? 0)).toEqual(['answer', 'to taxi'])
    expect(await textsOf(work?.id ?? 0)).toEqual(['to work'])
    expect((await textsOf(1))[0]).toBe('to general')
    const [answer] = world.messages.history(malika.id, forum.peer, { limit: 1, topicId: taxi?.id ?? 0 })
    const [seen] = await malikaClient.getMessages(peer, { ids: [answer?.id ?? 0] })
    expect(seen?.replyTo).toMatchObject({ forumTopic: true, replyToTopId: taxi?.id })
    expect((inTaxi.message as Api.Message).replyTo).toMatchObject({ forumTopic: true, replyToMsgId: taxi?.id })
  })

  it('is refused in one that does not exist, is closed or is gone', async () => {
    const { world, forum, peer, malikaClient } = await setup(['Taksi', 'Ish'])
    const [general, taxi, work] = world.chats.topics(forum.peer)
    if (general === undefined || taxi === undefined || work === undefined) throw new Error('no topics')
    world.topics.change(taxi, { isDeleted: true })
    world.topics.change(work, { isClosed: true })
    world.topics.change(general, { isClosed: true })
    const send = (topMsgId?: number) =>
      malikaClient.sendMessage(peer, {
        message: 'x',
        ...(topMsgId === undefined ? {} : { replyTo: topMsgId, topMsgId }),
      })

    expect(await refusalOf(send(77))).toBe('TOPIC_ID_INVALID')
    expect(await refusalOf(send(taxi.id))).toBe('TOPIC_DELETED')
    expect(await refusalOf(send(work.id))).toBe('TOPIC_CLOSED')
    expect(await refusalOf(send())).toBe('TOPIC_CLOSED')
  })
})

/** A forum of Aziz's with these topics beside General; Malika is in it. */
async function setup(titles: readonly string[]) {
  const chatting = await startChatting()
  const { telegram, world, aziz, malika, malikaClient } = chatting
  const common = { kind: 'supergroup', title: 'Forum', isForum: true } as const
  const forum = world.chats.create({ ...common, creatorId: aziz.id, memberIds: [malika.id] })
  for (const title of titles) world.topics.create(forum, aziz.id, title)
  world.dialogs.markRead(malika.id, forum.peer, forum.lastMessageId)
  const whole = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 100 }
  const topics = (wish: Partial<typeof whole> = {}) =>
    malikaClient.invoke(
      new Api.channels.GetForumTopics({ channel: channelFor(telegram, malika, forum.peer), ...whole, ...wish }),
    )
  return { ...chatting, forum, topics, peer: inputFor(telegram, malika, forum.peer) }
}
