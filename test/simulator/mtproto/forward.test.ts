import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { inputFor, startChatting } from '../../support/chatting.ts'

describe('forwarding', () => {
  it('keeps origin and order, one new message each', async () => {
    const { telegram, aziz, malika, from, to, ids, malikaClient } = await setup()
    const answer = await malikaClient.forwardMessages(inputFor(telegram, malika, to), {
      messages: [...ids],
      fromPeer: inputFor(telegram, malika, from),
    })

    const seen = await malikaClient.getMessages(inputFor(telegram, malika, to), { limit: 3, reverse: true, minId: 1 })

    expect(answer.flat().map((message) => message?.message)).toEqual(['one', 'two', 'three'])
    expect(Array.from(seen, ({ message }) => message)).toEqual(['one', 'two', 'three'])
    expect(seen[0]?.fwdFrom).toMatchObject({ fromId: { userId: bigInt(aziz.id) } })
  })

  it('can leave the author out', async () => {
    const { telegram, malika, from, to, ids, malikaClient } = await setup()
    await malikaClient.forwardMessages(inputFor(telegram, malika, to), {
      messages: [...ids],
      fromPeer: inputFor(telegram, malika, from),
      dropAuthor: true,
    })

    const [last] = await malikaClient.getMessages(inputFor(telegram, malika, to), { limit: 1 })
    expect(last).toMatchObject({ message: 'three', fwdFrom: null })
  })

  it('repeats what was done and does the rest, when half of the random ids are known', async () => {
    const { telegram, world, to, forward, ids } = await setup()
    const [one = 0, two = 0, three = 0] = ids
    const first = await forward([one, two], [1n, 2n])

    const second = await forward([one, two, three], [1n, 2n, 3n])

    expect(first.map((update) => update.className)).toEqual([
      'UpdateMessageID',
      'UpdateMessageID',
      'UpdateReadChannelInbox',
      'UpdateNewChannelMessage',
      'UpdateNewChannelMessage',
    ])
    const messages = second.filter((update) => update instanceof Api.UpdateNewChannelMessage)
    expect(messages.map(({ ptsCount, message }) => [message.id, ptsCount])).toEqual([
      [2, 0],
      [3, 0],
      [4, 1],
    ])
    expect(world.chats.get(to).lastMessageId).toBe(4)
    const lines = telegram.files.db.prepare(
      'select random_id, applied from ledger where random_id is not null order by seq',
    )
    expect(lines.all().map((line) => Object.values(line as object))).toEqual([
      ['1', 1],
      ['2', 1],
      ['1', 0],
      ['2', 0],
      ['3', 1],
    ])
  })

  it('passes over messages that are gone, and refuses when all are', async () => {
    const { forward, ids } = await setup()

    const updates = await forward([ids[0] ?? 0, 999], [1n, 2n])

    expect(updates.filter((update) => update instanceof Api.UpdateMessageID)).toHaveLength(1)
    expect(await refusalOf(forward([998, 999], [3n, 4n]))).toBe('MESSAGE_ID_INVALID')
  })

  it('writes none of the messages when one of them cannot be forwarded', async () => {
    const { world, from, to, malika, forward, ids } = await setup()
    const [one = 0] = ids
    const photo = world.messages.send({
      fromId: malika.id,
      to: from,
      media: { type: 'location', latitude: 1, longitude: 1 },
    })
    world.chats.update(world.chats.get(to), { defaultBanned: ['sendMedia'] })

    expect(await refusalOf(forward([one, 1], [1n, 2n]))).toBe('MESSAGE_ID_INVALID')
    expect(await refusalOf(forward([one, photo.id], [1n, 2n]))).toBe('CHAT_SEND_MEDIA_FORBIDDEN')
    expect(await refusalOf(forward([one, one], [1n, 1n]))).toBe('RANDOM_ID_DUPLICATE')

    expect(world.chats.get(to).lastMessageId).toBe(1)
  })

  it('writes none when the faults want a repeat among them answered with an error', async () => {
    const { telegram, world, to, forward, ids } = await setup()
    const [one = 0, two = 0] = ids
    await forward([one], [1n])
    telegram.addRule({ repeatAnswer: 'duplicate' })

    expect(await refusalOf(forward([two, one], [2n, 1n]))).toBe('RANDOM_ID_DUPLICATE')

    expect(world.chats.get(to).lastMessageId).toBe(2)
  })

  it('is refused with lists of different lengths, without ids, and from a chat that forbids it', async () => {
    const { world, from, forward, ids } = await setup()
    const [one = 0, two = 0] = ids

    expect(await refusalOf(forward([one, two], [1n]))).toBe('RANDOM_ID_INVALID')
    expect(await refusalOf(forward([], []))).toBe('MESSAGE_IDS_EMPTY')
    world.chats.update(world.chats.get(from), { noForwards: true })
    expect(await refusalOf(forward([one], [1n]))).toBe('CHAT_FORWARDS_RESTRICTED')
  })

  it('sends one at a time where slow mode is on, and none when asked for several', async () => {
    const { world, to, forward, ids } = await setup()
    const [one = 0, two = 0] = ids
    world.chats.update(world.chats.get(to), { slowModeSeconds: 60 })

    expect(await refusalOf(forward([one, two], [1n, 2n]))).toBe('SLOWMODE_MULTI_MSGS_DISABLED')
    expect(world.chats.get(to).lastMessageId).toBe(1)
    await forward([one], [1n])
    expect(await refusalOf(forward([two], [2n]))).toMatch(/^SLOWMODE_WAIT_/)
  })

  it('goes into the topic that is named', async () => {
    const { telegram, world, aziz, malika, from, ids, malikaClient } = await setup()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'Forum',
      isForum: true,
      creatorId: aziz.id,
      memberIds: [malika.id],
    })
    const topic = world.topics.create(forum, aziz.id, 'Taksi')

    await malikaClient.invoke(
      new Api.messages.ForwardMessages({
        fromPeer: inputFor(telegram, malika, from),
        id: [ids[0] ?? 0],
        randomId: [bigInt(1)],
        toPeer: inputFor(telegram, malika, forum.peer),
        topMsgId: topic.id,
      }),
    )

    expect(world.messages.history(malika.id, forum.peer, { limit: 1, topicId: topic.id })).toMatchObject([
      { text: 'one' },
    ])
  })
})

/** Malika forwards from one group of Aziz's to another. */
async function setup() {
  const chatting = await startChatting()
  const { telegram, world, aziz, malika, malikaClient } = chatting
  const [from, to] = ['From', 'To'].map((title) =>
    world.chats.create({ kind: 'supergroup', title, creatorId: aziz.id, memberIds: [malika.id] }),
  )
  if (from === undefined || to === undefined) throw new Error('not made')
  const ids = ['one', 'two', 'three'].map((text) => world.messages.send({ fromId: aziz.id, to: from.peer, text }).id)

  async function forward(id: number[], randomIds: bigint[]): Promise<Api.TypeUpdate[]> {
    const answer = await malikaClient.invoke(
      new Api.messages.ForwardMessages({
        fromPeer: inputFor(telegram, malika, from?.peer ?? 0),
        id,
        randomId: randomIds.map((randomId) => bigInt(randomId.toString())),
        toPeer: inputFor(telegram, malika, to?.peer ?? 0),
      }),
    )
    return (answer as Api.Updates).updates
  }
  return { ...chatting, from: from.peer, to: to.peer, ids, forward }
}
