import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../../src/base/random.ts'
import { dcs } from '../../../src/simulator/dcs.ts'
import { makeStoredSession } from '../../../src/simulator/mtproto/stored-session.ts'
import type { TlObject } from '../../../src/simulator/mtproto/wire/tl/object.ts'
import { channelFor, clientOf, inputFor, sessionOf, startChatting, updatesOf } from '../../support/chatting.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'
import { RawClient } from './wire/raw-client.ts'
import { MemoryKeys } from './wire/wire-setup.ts'
import { refusalOf } from '../../support/account.ts'

describe('pushes', () => {
  it('tell of edits and deletions, in groups and in private', async () => {
    const { world, aziz, malika, group, malikaClient } = await startGroup()
    const { next } = updatesOf(malikaClient)
    const inGroup = world.messages.send({ fromId: aziz.id, to: group.peer, text: 'one' })
    const inPrivate = world.messages.send({ fromId: aziz.id, to: malika.id, text: 'one' })
    for (const { box, id } of [inGroup, inPrivate]) {
      world.messages.edit(aziz.id, box, id, { text: 'two' })
      world.messages.delete(aziz.id, box, [id])
    }

    expect(await next(Api.UpdateEditChannelMessage)).toMatchObject({ message: { message: 'two' } })
    expect(await next(Api.UpdateDeleteChannelMessages)).toMatchObject({ messages: [inGroup.id], pts: 4 })
    expect(await next(Api.UpdateEditMessage)).toMatchObject({ message: { message: 'two' } })
    expect(await next(Api.UpdateDeleteMessages)).toMatchObject({ messages: [inPrivate.id], pts: 4 })
  })

  it('carry a pts without a gap', async () => {
    const { telegram, aziz, group, azizClient, malikaClient } = await startGroup()
    const { seen, next } = updatesOf(malikaClient)
    const peer = inputFor(telegram, aziz, group.peer)
    await Promise.all(Array.from({ length: 20 }, (_, index) => azizClient.sendMessage(peer, { message: `${index}` })))
    await next(Api.UpdateNewChannelMessage, ({ pts }) => pts === 21)

    const pts = seen.flatMap((update) => (update instanceof Api.UpdateNewChannelMessage ? update.pts : []))
    expect(pts).toEqual(Array.from({ length: 20 }, (_, index) => index + 2))
  })

  it('tell somebody of a ban, and nothing more from there', async () => {
    const { telegram, world, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const { seen, next } = updatesOf(malikaClient)
    world.membership.ban(group, aziz.id, malika.id, ['viewMessages'], null)
    await next(Api.UpdateChannel)
    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: 'x' })
    await azizClient.sendMessage(inputFor(telegram, aziz, malika.id), { message: 'private' })
    await next(Api.UpdateNewMessage)

    expect(seen.map(({ className }) => className)).toEqual(['UpdateChannel', 'UpdateNewMessage'])
  })

  it('reach those online in a group with more members than sessions', async () => {
    const { telegram, world, aziz, malika, azizClient, malikaClient } = await startChatting()
    const others = Array.from({ length: 300 }, (_, index) => world.users.create({ firstName: `${index}` }).id)
    const memberIds = [...others, malika.id]
    const group = world.chats.create({ kind: 'supergroup', title: 'Big', creatorId: aziz.id, memberIds })
    const { next } = updatesOf(malikaClient)

    await azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message: 'salom' })

    expect(await next(Api.UpdateNewChannelMessage)).toMatchObject({ message: { message: 'salom' } })
  })
})

describe('a session that only ever called without updates', () => {
  it('gets none, until it makes a call that is not wrapped so', async () => {
    const { telegram, aziz, malika, group, azizClient, malikaClient } = await startGroup()
    const { next } = updatesOf(malikaClient)
    const session = makeStoredSession(malika, { ...telegram, dcs, random: systemRandom })
    const key = telegram.keys.state(BigInt(session.authKeyId))?.key
    if (key === undefined) throw new Error('no key')
    const loader = await RawClient.ready({ ...telegram, keys: new MemoryKeys() }, { key })
    const ask = (query: TlObject) => loader.result(loader.call(query))
    const say = (message: string) => azizClient.sendMessage(inputFor(telegram, aziz, group.peer), { message })
    const pushes = () => loader.received.filter(({ object }) => object._ === 'updates')

    await ask({ _: 'invokeWithoutUpdates', query: { _: 'updates.getState' } })
    await say('one')
    await next(Api.UpdateNewChannelMessage)
    await ask({ _: 'invokeWithoutUpdates', query: { _: 'updates.getState' } })
    const before = pushes().length
    await ask({ _: 'updates.getState' })
    await say('two')
    await loader.until(() => pushes().length > 0)

    expect(before).toBe(0)
    expect(pushes()).toHaveLength(1)
  })
})

describe('a client that was away', () => {
  it('catches up with what it missed in private and in basic groups', async () => {
    const { telegram, world, aziz, malika, malikaClient } = await startGroup()
    const basic = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })
    const state = await malikaClient.invoke(new Api.updates.GetState())
    await malikaClient.destroy()
    const { id } = world.messages.send({ fromId: aziz.id, to: malika.id, text: 'one' })
    const gone = world.messages.send({ fromId: aziz.id, to: malika.id, text: 'gone' })
    world.messages.send({ fromId: aziz.id, to: basic.peer, text: 'two' })
    world.messages.edit(aziz.id, 0, id, { text: 'one, edited' })
    world.messages.delete(aziz.id, 0, [gone.id])

    const back = await clientOf(telegram, malika)
    const difference = (await differenceSince(back, state.pts)) as Api.updates.Difference

    expect(difference.newMessages.map((message) => (message as Api.Message).message)).toEqual(['one, edited', 'two'])
    expect(difference.otherUpdates).toMatchObject([
      { className: 'UpdateEditMessage', message: { id } },
      { className: 'UpdateDeleteMessages', messages: [gone.id] },
    ])
    expect(difference.chats).toMatchObject([{ title: 'Oila' }])
    expect(difference.state.pts).toBe(state.pts + 5)
    expect(await differenceSince(back, difference.state.pts)).toMatchObject({ className: 'updates.DifferenceEmpty' })
  })

  it('catches up with a supergroup, a part at a time', async () => {
    const { telegram, world, aziz, malika, group, malikaClient } = await startGroup()
    for (let index = 1; index <= 150; index++)
      world.messages.send({ fromId: aziz.id, to: group.peer, text: `${index}` })
    const ask = (pts: number) =>
      malikaClient.invoke(
        new Api.updates.GetChannelDifference({
          channel: channelFor(telegram, malika, group.peer),
          filter: new Api.ChannelMessagesFilterEmpty(),
          pts,
          limit: 100,
        }),
      )

    const first = (await ask(1)) as Api.updates.ChannelDifference
    const second = (await ask(first.pts)) as Api.updates.ChannelDifference

    expect([first.final, first.newMessages.length, first.pts]).toEqual([false, 100, 101])
    expect([second.final, second.newMessages.length, second.pts]).toEqual([true, 50, 151])
    expect(await ask(151)).toMatchObject({ className: 'updates.ChannelDifferenceEmpty', final: true })
    expect(await refusalOf(ask(152))).toBe('PERSISTENT_TIMESTAMP_INVALID')
  })

  it('gets slices of 500, and is told to begin anew when it missed too much', async () => {
    const { world, aziz, malika, group, telegram, azizClient, malikaClient } = await startGroup()
    await Promise.all([azizClient.destroy(), malikaClient.destroy()])
    const send = (count: number, to: number) => {
      for (let index = 0; index < count; index++) world.messages.send({ fromId: aziz.id, to, text: `${index}` })
    }
    send(600, malika.id)
    const first = await clientOf(telegram, malika)
    const slice = (await differenceSince(first, 1)) as Api.updates.DifferenceSlice
    const rest = (await differenceSince(first, slice.intermediateState.pts)) as Api.updates.Difference
    await first.destroy()
    send(9_500, malika.id)
    send(1_100, group.peer)
    const second = await clientOf(telegram, malika)
    const channel = channelFor(telegram, malika, group.peer)
    const filter = new Api.ChannelMessagesFilterEmpty()
    const ofChannel = await second.invoke(new Api.updates.GetChannelDifference({ channel, filter, pts: 1, limit: 100 }))

    expect([slice.newMessages.length, rest.newMessages.length, rest.state.pts]).toEqual([500, 100, 601])
    expect(await differenceSince(second, 1)).toMatchObject({
      className: 'updates.DifferenceTooLong',
      pts: 10_101,
    })
    expect(ofChannel).toMatchObject({
      className: 'updates.ChannelDifferenceTooLong',
      dialog: { pts: 1101, topMessage: 1101 },
    })
  })

  it('learns what became of a send whose answer was lost', async () => {
    const { telegram, aziz, malika, azizClient } = await startGroup()
    const session = sessionOf(telegram, aziz)
    const client = await connectGramjs({ port: telegram.port, session })
    const { pts } = await azizClient.invoke(new Api.updates.GetState())
    const request = new Api.messages.SendMessage({
      peer: inputFor(telegram, aziz, malika.id),
      message: 'salom',
      randomId: 77 as never,
    })
    await client.invoke(request)
    await client.destroy()

    const difference = (await differenceSince(azizClient, pts)) as Api.updates.Difference

    const [message] = difference.newMessages
    expect(difference.otherUpdates).toMatchObject([{ className: 'UpdateMessageID', id: message?.id }])
    expect(String((difference.otherUpdates[0] as Api.UpdateMessageID).randomId)).toBe('77')
  })

  it('finds the same numbers after a restart', async () => {
    const { telegram, world, aziz, malika, malikaClient } = await startGroup()
    const { pts } = await malikaClient.invoke(new Api.updates.GetState())
    world.messages.send({ fromId: aziz.id, to: malika.id, text: 'one' })
    const session = sessionOf(telegram, malika)
    await malikaClient.destroy()
    const again = await telegram.restart()
    again.world.messages.send({ fromId: aziz.id, to: malika.id, text: 'two' })

    const client = await connectGramjs({ port: again.port, session })
    const difference = (await differenceSince(client, pts)) as Api.updates.Difference

    expect(difference.newMessages.map((message) => (message as Api.Message).message)).toEqual(['one', 'two'])
  })
})

function differenceSince(client: TelegramClient, pts: number): Promise<Api.updates.TypeDifference> {
  return client.invoke(new Api.updates.GetDifference({ pts, date: 1, qts: 0 }))
}

async function startGroup() {
  const chatting = await startChatting()
  const { world, aziz, malika } = chatting
  const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id, memberIds: [malika.id] })
  return { ...chatting, group }
}
