import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, startChatting, updatesOf } from '../../support/chatting.ts'

const hourMs = 3_600_000

describe.each(['supergroup', 'basic'] as const)('a message of one’s own in a %s', (kind) => {
  it('is given another text, before everybody’s eyes', async () => {
    const { malikaClient, azizClient, at, written, world } = await setup(kind)
    const seen = updatesOf(azizClient)

    await malikaClient.editMessage(at, { message: written.id, text: 'two seats' })

    expect(world.messages.find(written.box, written.id)).toMatchObject({ text: 'two seats' })
    const told = kind === 'basic' ? Api.UpdateEditMessage : Api.UpdateEditChannelMessage
    expect(await seen.next<Api.UpdateEditMessage | Api.UpdateEditChannelMessage>(told)).toMatchObject({
      message: { message: 'two seats' },
    })
  })

  it('cannot be given the same text again, nor a new one after two days', async () => {
    const { malikaClient, at, written, clock } = await setup(kind)
    const edit = (text: string) => malikaClient.editMessage(at, { message: written.id, text })

    expect(await refusalOf(edit('one seat'))).toBe('MESSAGE_NOT_MODIFIED')
    clock.advance(47 * hourMs)
    await edit('two seats')
    clock.advance(hourMs)
    expect(await refusalOf(edit('three seats'))).toBe('MESSAGE_EDIT_TIME_EXPIRED')
  })

  it('is taken back for everybody, however old it is, and once', async () => {
    const { remove, azizClient, written, clock, world, ledger } = await setup(kind)
    const seen = updatesOf(azizClient)
    clock.advance(1000 * hourMs)

    const [first, again] = [await remove(written.id), await remove(written.id)]

    expect([first.ptsCount, again.ptsCount]).toEqual([1, 0])
    expect(world.messages.find(written.box, written.id)).toBeUndefined()
    const told = kind === 'basic' ? Api.UpdateDeleteMessages : Api.UpdateDeleteChannelMessages
    expect(await seen.next<Api.UpdateDeleteMessages | Api.UpdateDeleteChannelMessages>(told)).toMatchObject({
      messages: [written.id],
    })
    expect(ledger()).toMatchObject([
      { message_id: written.id, applied: 0, error: null },
      { message_id: null, applied: 0, error: null },
    ])
  })

  it('is nobody else’s to change, unless they have the right', async () => {
    const { azizClient, removeAsAziz, at, written, world } = await setup(kind)

    expect(await refusalOf(azizClient.editMessage(at, { message: written.id, text: 'mine' }))).toMatch(
      /^(MESSAGE_AUTHOR_REQUIRED|CHANNEL_INVALID)$/,
    )
    expect(await refusalOf(removeAsAziz(written.id))).toBe('MESSAGE_DELETE_FORBIDDEN')
    expect(world.messages.find(written.box, written.id)).toMatchObject({ text: 'one seat' })
  })
})

describe('what cannot be changed', () => {
  it('is a message that is gone, or of another chat', async () => {
    const { telegram, malika, malikaClient, at, world, aziz } = await setup('basic')
    const { id } = world.messages.send({ fromId: aziz.id, to: malika.id, text: 'private' })
    const edit = (message: number) => refusalOf(malikaClient.editMessage(at, { message, text: 'x' }))

    expect(await edit(id)).toBe('MESSAGE_ID_INVALID')
    expect(await edit(999_999)).toBe('MESSAGE_ID_INVALID')
    expect(
      await refusalOf(malikaClient.editMessage(inputFor(telegram, malika, aziz.id), { message: id, text: 'not mine' })),
    ).toBe('MESSAGE_AUTHOR_REQUIRED')
  })

  it('is anything in a group that put the account out', async () => {
    const { telegram, malika, at, written, world, chat, malikaClient, remove } = await setup('supergroup')
    world.membership.kick(world.chats.get(chat.peer), chat.creatorId, malika.id)

    expect(await refusalOf(malikaClient.editMessage(at, { message: written.id, text: 'x' }))).toBe('CHANNEL_PRIVATE')
    expect(await refusalOf(remove(written.id))).toBe('CHANNEL_PRIVATE')
    expect(telegram.world.messages.find(written.box, written.id)).toBeDefined()
  })

  it('is what others see, when only one’s own eyes are asked for', async () => {
    const { malikaClient, written, world } = await setup('basic')

    const answer = await malikaClient.invoke(new Api.messages.DeleteMessages({ id: [written.id] }))

    expect(answer.ptsCount).toBe(0)
    expect(world.messages.find(0, written.id)).toBeDefined()
  })
})

/** A chat of Aziz's friend, in which Malika has written. */
async function setup(kind: 'supergroup' | 'basic') {
  const chatting = await startChatting()
  const { telegram, world, aziz, malika, azizClient, malikaClient } = chatting
  const boss = world.users.create({ firstName: 'Boss', phone: '998900000003' })
  const chat = world.chats.create({ kind, title: 'Bozor', creatorId: boss.id, memberIds: [aziz.id, malika.id] })
  const written = world.messages.send({ fromId: malika.id, to: chat.peer, text: 'one seat' })
  const removeBy = (client: typeof azizClient, user: typeof aziz) => (id: number) =>
    client.invoke(
      kind === 'basic'
        ? new Api.messages.DeleteMessages({ id: [id], revoke: true })
        : new Api.channels.DeleteMessages({ channel: channelFor(telegram, user, chat.peer), id: [id] }),
    )
  const lines = telegram.files.db.prepare<[], { message_id: number | null; applied: number; error: string | null }>(
    `select message_id, applied, error from ledger where method like '%deleteMessages' order by seq`,
  )
  return {
    ...chatting,
    chat,
    written,
    at: inputFor(telegram, malika, chat.peer),
    remove: removeBy(malikaClient, malika),
    removeAsAziz: removeBy(azizClient, aziz),
    ledger: () => lines.all(),
  }
}
