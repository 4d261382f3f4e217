import bigInt from 'big-integer'
import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { bareId } from '../../../src/simulator/world/peer.ts'
import { connectTo, refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, sessionOf, startChatting, userFor } from '../../support/chatting.ts'
import { triesOf } from './faults-setup.ts'

describe('a message that an earlier version took in and MTProto has no numbers for', () => {
  it('breaks no list that it stands in', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const place = { offset: 0, length: 1 }
    const huge = '99999999999999999999'
    const entities = [
      { type: 'bold', ...place },
      { type: 'custom_emoji', ...place, customEmojiId: huge },
      { type: 'custom_emoji', ...place, customEmojiId: 'x' },
      { type: 'text_mention', ...place, userId: 1e30 },
      { type: 'text_mention', ...place, userId: 0.5 },
    ]
    const file = { id: 1, kind: 'photo', name: 'a', mime: 'a/b', sizeBytes: 2 ** 40, ownerId: malika.id } as const
    world.store.saveFile({ ...file, width: 2 ** 31, height: 2 ** 40 })
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'photo', media: { ...file, type: 'file', fileId: 1 } })
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'emoji', entities, groupedId: huge })

    const [dialog] = await azizClient.getDialogs({})
    const seen = await azizClient.getMessages(inputFor(telegram, aziz, malika.id), { limit: 5 })

    expect(dialog?.message?.message).toBe('emoji')
    expect(Array.from(seen, ({ message }) => message)).toEqual(['emoji', 'photo'])
    expect(seen[0]?.entities?.map(({ className }) => className)).toEqual(['MessageEntityBold'])
    expect(seen[1]?.photo).toMatchObject({ sizes: [{ w: 2 ** 31 - 1, h: 2 ** 31 - 1, size: 2 ** 31 - 1 }] })
  })
})

describe('a mention', () => {
  it('gives no access hash to who had none', async () => {
    const { telegram, aziz, malika, world, azizClient } = await startChatting()
    const place = { offset: 0, length: 5 }
    const send = (entity: Api.TypeMessageEntity) =>
      azizClient.sendMessage('me', { message: 'salom', formattingEntities: [entity] })
    const guessed = new Api.InputMessageEntityMentionName({ ...place, userId: userFor(telegram, malika, malika.id) })

    expect(await refusalOf(send(guessed))).toBe('ENTITY_MENTION_USER_INVALID')
    const bare = await send(new Api.MessageEntityMentionName({ ...place, userId: bigInt(malika.id) }))
    const known = new Api.InputMessageEntityMentionName({ ...place, userId: userFor(telegram, aziz, malika.id) })
    const named = await send(known)

    const entitiesIn = ({ id }: Api.Message) => world.messages.find(0, id)?.entities
    expect([entitiesIn(bare), entitiesIn(named)]).toMatchObject([[], [{ type: 'text_mention', userId: malika.id }]])
  })
})

describe('an answer that does not fit the schema', () => {
  it('is a refusal, also in the ledger, and what was applied stays applied', async () => {
    const { telegram, world, aziz } = await startChatting()
    // A date far beyond MTProto's 32 bits: nothing lets one in any more, but a file may hold one.
    const group = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id, createdAtMs: 2 ** 50 })
    const client = await connectTo(telegram, { session: sessionOf(telegram, aziz), requestRetries: 1 })
    const peer = inputFor(telegram, aziz, group.peer)

    const sent = client.invoke(new Api.messages.SendMessage({ peer, message: 'salom', randomId: bigInt(7) }))
    await expect(sent).rejects.toMatchObject({ code: 500, errorMessage: 'INTERNAL' })

    const messageId = world.messages.history(aziz.id, group.peer, { limit: 1 })[0]?.id
    expect(triesOf(telegram, aziz.id)).toEqual([{ applied: true, answered: true, error: 'INTERNAL', messageId }])
  })
})

describe('what a client makes longer than Telegram takes it', () => {
  it('is refused for the names and the descriptions of chats', async () => {
    const { telegram, world, aziz, azizClient } = await startChatting()
    const group = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: aziz.id })
    const basic = world.chats.create({ kind: 'basic', title: 'B', creatorId: aziz.id })
    const [fits, title] = ['x'.repeat(128), 'x'.repeat(129)]
    const users = [new Api.InputUserSelf()]
    const channel = channelFor(telegram, aziz, group.peer)
    const make = (about: string) => azizClient.invoke(new Api.channels.CreateChannel({ title: fits, about }))

    const refusals = await Promise.all(
      [
        new Api.channels.CreateChannel({ title, about: '' }),
        new Api.channels.EditTitle({ channel, title }),
        new Api.messages.CreateChat({ users, title }),
        new Api.messages.EditChatTitle({ chatId: bigInt(bareId(basic.peer)), title }),
      ].map((request) => refusalOf(azizClient.invoke(request as Api.AnyRequest))),
    )

    expect(refusals).toEqual(Array(4).fill('CHAT_TITLE_EMPTY'))
    expect(await refusalOf(make('x'.repeat(256)))).toBe('CHAT_ABOUT_TOO_LONG')
    await make('x'.repeat(255))
    await azizClient.invoke(new Api.channels.EditTitle({ channel, title: fits }))
    expect(group.title).toBe(fits)
  })

  it('is refused for the links and languages in a text', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const peer = inputFor(telegram, aziz, malika.id)
    const place = { offset: 0, length: 1 }
    const send = (formattingEntities: Api.TypeMessageEntity[]) =>
      azizClient.sendMessage(peer, { message: 'salom', formattingEntities })
    const long = `https://example.com/${'x'.repeat(9000)}`

    expect(await refusalOf(send([new Api.MessageEntityTextUrl({ ...place, url: long })]))).toBe('ENTITIES_TOO_LONG')
    expect(await refusalOf(send([new Api.MessageEntityPre({ ...place, language: long })]))).toBe('ENTITIES_TOO_LONG')
    await send([new Api.MessageEntityTextUrl({ ...place, url: long.slice(0, 2000) })])
    expect(world.messages.history(aziz.id, malika.id, { limit: 5 })).toHaveLength(1)
  })

  it('is refused for the buttons under a message', async () => {
    const { world, aziz, malika } = await startChatting()
    const send = (text: string) =>
      world.messages.send({
        fromId: malika.id,
        to: aziz.id,
        text: 'x',
        markup: { inline_keyboard: [[{ text, callback_data: 'x' }]] },
      })

    expect(() => send('x'.repeat(100_000))).toThrow('REPLY_MARKUP_TOO_LONG')
    expect(send('x'.repeat(1000)).id).toBe(1)
  })
})
