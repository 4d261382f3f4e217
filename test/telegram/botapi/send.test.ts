import { describe, expect, it } from 'vitest'
import type { Entity } from '../../../src/delivery/message.ts'
import { noAbort, openBotLink } from './link-setup.ts'

describe('a bot that sends a text', () => {
  it('puts it before a person who has started it, and tells its id', async () => {
    const { send, texts, world, aziz, bot } = await openBotLink()

    const outcome = await send({ text: 'salom, Aziz' })

    const [message] = world.messages.history(aziz.id, bot.id, { limit: 1 })
    expect(outcome).toEqual({ type: 'sent', messageId: message?.id, result: null })
    expect(texts()).toEqual(['salom, Aziz'])
  })

  it('puts it into a group by its marked id', async () => {
    const { send, texts, group } = await openBotLink()

    expect(await send({ peer: group.peer })).toMatchObject({ type: 'sent' })
    expect(texts(group.peer)).toEqual(['salom'])
  })

  it('sends a second message when it is told twice: there is no random id to know the first by', async () => {
    const { send, texts } = await openBotLink()

    await send()
    await send()

    expect(texts()).toEqual(['salom', 'salom'])
  })

  it('writes into a topic, in silence', async () => {
    const { send, world, aziz, bot } = await openBotLink()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'Forum',
      creatorId: aziz.id,
      memberIds: [bot.id],
      isForum: true,
    })
    const topic = world.topics.create(forum, aziz.id, 'Yangiliklar')

    const outcome = await send({ peer: forum.peer, topicId: topic.id, isSilent: true, hasPreview: false })

    expect(outcome).toMatchObject({ type: 'sent' })
    expect(world.messages.history(aziz.id, forum.peer, { limit: 1 })).toMatchObject([{ text: 'salom' }])
  })

  it('marks the text as it was marked', async () => {
    const { send, world, aziz, bot, malika } = await openBotLink()
    const entities: Entity[] = [
      { type: 'bold', offset: 0, length: 2 },
      { type: 'pre', offset: 3, length: 2, language: 'ts' },
      { type: 'text_link', offset: 6, length: 2, url: 'https://example.org/' },
      { type: 'text_mention', offset: 9, length: 2, userId: malika.id },
      { type: 'expandable_blockquote', offset: 12, length: 2 },
    ]

    expect(await send({ text: 'aa bb cc dd ee', entities })).toMatchObject({ type: 'sent' })

    const [message] = world.messages.history(aziz.id, bot.id, { limit: 1 })
    expect(message?.entities.map(({ type }) => type)).toHaveLength(5)
  })

  it('sends side by side, on connections that are used again', async () => {
    const opened: number[] = []
    const { send, texts, link } = await openBotLink({ told: { onOpened: () => void opened.push(1) } })

    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, number) => send({ text: `${number}` })))
    await send({ text: 'last' })

    expect(outcomes.every(({ type }) => type === 'sent')).toBe(true)
    expect(texts()).toHaveLength(6)
    expect(opened).toEqual([1])
    expect(link.isOpen).toBe(true)
    await link.close()
    await expect.poll(() => link.isOpen).toBe(false)
  })
})

describe('a bot that is asked', () => {
  it('says who it is', async () => {
    const { link, bot } = await openBotLink()

    expect(await link.self(noAbort)).toEqual({
      type: 'answer',
      value: {
        id: bot.id,
        firstName: bot.firstName,
        lastName: '',
        username: bot.username,
        phone: null,
        isPremium: false,
      },
    })
  })

  it('says that it has no list of conversations and no history', async () => {
    const { link } = await openBotLink()

    expect(await link.fetchDialogs()).toMatchObject({ type: 'refused', what: 'request' })
    expect(await link.findSent()).toMatchObject({ type: 'refused', what: 'request' })
  })
})
