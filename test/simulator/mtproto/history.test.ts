import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, startChatting } from '../../support/chatting.ts'

describe('a history', () => {
  it('of 250 messages is read completely, in both directions', async () => {
    const { azizClient, peer } = await setup(250)
    const texts = Array.from({ length: 250 }, (_, index) => `text ${index + 1}`)

    const down = await azizClient.getMessages(peer, { limit: 250 })
    const up = await azizClient.getMessages(peer, { limit: 250, reverse: true, minId: 1 })

    expect(Array.from(up, ({ message }) => message)).toEqual(texts)
    expect(Array.from(down, ({ message }) => message)).toEqual(texts.toReversed())
  })

  it.each([
    ['the newest', {}, [31, 30, 29]],
    ['those below an id', { offsetId: 20 }, [19, 18, 17]],
    ['those further down', { offsetId: 20, addOffset: 5 }, [14, 13, 12]],
    ['those above an id', { offsetId: 20, addOffset: -3 }, [22, 21, 20]],
    ['those around an id', { offsetId: 20, addOffset: -2 }, [21, 20, 19]],
    ['what little stands above', { offsetId: 31, addOffset: -3 }, [31]],
    ['nothing above the top', { offsetId: 0, addOffset: -3 }, []],
    ['those below a highest id', { maxId: 10 }, [9, 8, 7]],
    ['those above a lowest id', { minId: 29 }, [31, 30]],
  ])('gives %s', async (_, range, ids) => {
    const { azizClient, peer } = await setup(30)
    const whole = { offsetId: 0, offsetDate: 0, addOffset: 0, maxId: 0, minId: 0, limit: 3, hash: bigInt.zero }

    const answer = await azizClient.invoke(new Api.messages.GetHistory({ peer, ...whole, ...range }))

    expect((answer as Api.messages.ChannelMessages).messages.map(({ id }) => id)).toEqual(ids)
    expect(answer).toMatchObject({ className: 'messages.ChannelMessages', count: 31, pts: 31 })
  })

  it('begins at a date', async () => {
    const { world, clock, azizClient, aziz, peer, group } = await setup(3)
    const midnight = Math.ceil(clock.nowMs() / 1000) + 60
    clock.advance(120_000)
    world.messages.send({ fromId: aziz.id, to: group.peer, text: 'later' })

    const before = await azizClient.getMessages(peer, { limit: 1, offsetDate: midnight })
    const after = await azizClient.getMessages(peer, { limit: 1, offsetDate: midnight, reverse: true })

    expect(before[0]?.message).toBe('text 3')
    expect(after[0]?.message).toBe('later')
  })

  it('of a private chat is the same conversation from both sides', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await setup(0)
    for (let index = 0; index < 120; index++) {
      const [fromId, to] = index % 2 === 0 ? [aziz.id, malika.id] : [malika.id, aziz.id]
      world.messages.send({ fromId, to, text: `${index}` })
    }
    world.messages.send({ fromId: malika.id, to: malika.id, text: 'note to self' })

    const azizs = await azizClient.getMessages(inputFor(telegram, aziz, malika.id), { limit: 200 })
    const malikas = await malikaClient.getMessages(inputFor(telegram, malika, aziz.id), { limit: 200 })

    expect(azizs).toHaveLength(120)
    expect(azizs.map(({ id, out }) => [id, out])).toEqual(malikas.map(({ id, out }) => [id, !out]))
    const first = await azizClient.invoke(
      new Api.messages.GetHistory({
        peer: inputFor(telegram, aziz, malika.id),
        offsetId: 0,
        offsetDate: 0,
        addOffset: 0,
        maxId: 0,
        minId: 0,
        limit: 50,
        hash: bigInt.zero,
      }),
    )
    expect(first).toMatchObject({ className: 'messages.MessagesSlice', count: 120 })
  })

  it('leaves out what was deleted', async () => {
    const { world, aziz, azizClient, peer, group } = await setup(5)
    world.messages.delete(aziz.id, group.peer, [3, 4])

    const messages = await azizClient.getMessages(peer, { limit: 10 })

    expect(Array.from(messages, ({ id }) => id)).toEqual([6, 5, 2, 1])
  })

  it('of a public group is open to who is not in it, of a private one is not', async () => {
    const { telegram, world, malika, malikaClient, group } = await setup(1)
    const peer = inputFor(telegram, malika, group.peer)

    expect(await refusalOf(malikaClient.getMessages(peer, { limit: 1 }))).toBe('CHANNEL_PRIVATE')
    world.chats.setUsername(group, 'open_group')
    const [seen] = await malikaClient.getMessages(peer, { limit: 1 })
    expect(seen?.message).toBe('text 1')
  })
})

describe('messages by their ids', () => {
  it('come in the order asked for, with gaps where nothing stands', async () => {
    const { telegram, aziz, azizClient, peer, group } = await setup(3)
    const byHelper = await azizClient.getMessages(peer, { ids: [4, 99, 2] })
    const channel = channelFor(telegram, aziz, group.peer)
    const id = [new Api.InputMessageID({ id: 99 })]
    const { messages } = (await azizClient.invoke(
      new Api.channels.GetMessages({ channel, id }),
    )) as Api.messages.ChannelMessages

    expect(Array.from(byHelper, (message) => message?.message)).toEqual(['text 3', undefined, 'text 1'])
    expect(messages).toMatchObject([{ className: 'MessageEmpty', id: 99 }])
  })

  it('of private chats are only for the two in them', async () => {
    const { world, aziz, malika, azizClient, malikaClient } = await setup(0)
    const other = world.users.create({ firstName: 'Other' })
    const { id } = world.messages.send({ fromId: aziz.id, to: other.id, text: 'secret' })
    const { id: shared } = world.messages.send({ fromId: aziz.id, to: malika.id, text: 'shared' })
    const request = new Api.messages.GetMessages({
      id: [new Api.InputMessageID({ id }), new Api.InputMessageID({ id: shared })],
    })

    const [own, others] = [await azizClient.invoke(request), await malikaClient.invoke(request)]

    expect(own).toMatchObject({ messages: [{ message: 'secret' }, { message: 'shared' }] })
    expect(others).toMatchObject({ messages: [{ className: 'MessageEmpty' }, { message: 'shared' }] })
  })
})

describe('searching', () => {
  it('finds words, senders and kinds', async () => {
    const { telegram, world, aziz, azizClient, peer, group } = await setup(25)
    const bot = world.users.create({ firstName: 'Bot', bot: { token: '1:a', privacy: true, description: '' } })
    world.chats.changeMember(group, bot.id, { role: 'member' }, aziz.id)
    world.messages.send({ fromId: bot.id, to: group.peer, text: 'Text of a bot, https://example.com' })

    const byWord = await azizClient.getMessages(peer, { search: 'text 2', limit: 10 })
    const byBot = await azizClient.getMessages(peer, { fromUser: inputFor(telegram, aziz, bot.id), limit: 10 })
    const links = await azizClient.getMessages(peer, { filter: new Api.InputMessagesFilterUrl(), limit: 10 })

    const texts = Array.from(byWord, ({ message }) => message)
    expect(texts).toEqual(['text 25', 'text 24', 'text 23', 'text 22', 'text 21', 'text 20', 'text 2'])
    expect(Array.from(byBot, ({ message }) => message)).toEqual(['Text of a bot, https://example.com'])
    expect(links).toHaveLength(1)
  })

  it('turns pages through hundreds of matches', async () => {
    const { azizClient, peer } = await setup(250)

    const found = await azizClient.getMessages(peer, { search: 'TEXT', limit: 240 })

    expect(Array.from(found, ({ id }) => id)).toEqual(Array.from({ length: 240 }, (_, index) => 251 - index))
  })
})

describe('the answers to a message', () => {
  it('are those to it and those to them', async () => {
    const { world, aziz, azizClient, peer, group } = await setup(2)
    const say = (text: string, replyToId: number) =>
      world.messages.send({ fromId: aziz.id, to: group.peer, text, replyToId }).id
    const one = say('one', 2)
    say('elsewhere', 3)
    say('two', one)

    const replies = await azizClient.getMessages(peer, { replyTo: 2, limit: 10 })

    expect(Array.from(replies, ({ message }) => message)).toEqual(['two', 'one'])
  })

  it('are a hundred at most, whatever is asked for', async () => {
    const { world, aziz, azizClient, peer, group } = await setup(2)
    for (let i = 0; i < 105; i++) world.messages.send({ fromId: aziz.id, to: group.peer, text: `${i}`, replyToId: 2 })
    const ids = { offsetId: 0, offsetDate: 0, addOffset: 0, maxId: 0, minId: 0, hash: bigInt(0) }
    const countOf = async (limit: number) => {
      const list = await azizClient.invoke(new Api.messages.GetReplies({ peer, msgId: 2, limit, ...ids }))
      return 'messages' in list ? list.messages.length : undefined
    }

    expect([await countOf(-1), await countOf(0), await countOf(1_000_000)]).toEqual([0, 0, 100])
  })
})

/** A group of Aziz's with this many messages after the one that opened it. */
async function setup(count: number) {
  const chatting = await startChatting()
  const { telegram, world, aziz } = chatting
  const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id })
  for (let index = 1; index <= count; index++)
    world.messages.send({ fromId: aziz.id, to: group.peer, text: `text ${index}` })
  return { ...chatting, group, peer: inputFor(telegram, aziz, group.peer) }
}
