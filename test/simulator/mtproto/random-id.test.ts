import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import type { Faults } from '../../../src/simulator/faults/faults.ts'
import { noFaults } from '../../../src/simulator/faults/faults.ts'
import { refusalOf } from '../../support/account.ts'
import { clientOf, inputFor, sessionOf, startChatting } from '../../support/chatting.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'

describe('a random_id that was used before', () => {
  it.each(['supergroup', 'basic', 'person'] as const)('makes no second message (%s)', async (kind) => {
    const { world, malika, to, send } = await setup(kind)
    const first = await send(5n)
    const pts = world.boxes.pts(malika.id)

    const second = await send(5n, 'another text')

    const updates = (second as Api.Updates).updates
    expect(updates).toMatchObject([
      { className: 'UpdateMessageID', id: idOf(first), randomId: bigInt(5) },
      { message: { id: idOf(first), message: 'salom' }, ptsCount: 0 },
    ])
    expect(world.messages.history(malika.id, to, { limit: 10 }).filter(({ action }) => action === null)).toHaveLength(1)
    expect(world.boxes.pts(malika.id)).toBe(pts)
  })

  it('is remembered in another session of the account, and after a restart', async () => {
    const { telegram, malika, send, sendWith, malikaClient } = await setup('supergroup')
    const first = idOf(await send(5n))
    const fromOther = await sendWith(await clientOf(telegram, malika), 5n)
    const session = sessionOf(telegram, malika)
    await malikaClient.destroy()
    const again = await telegram.restart()

    const afterRestart = await sendWith(await connectGramjs({ port: again.port, session }), 5n)

    expect([first, idOf(fromOther), idOf(afterRestart)]).toEqual([2, 2, 2])
  })

  it('succeeds also in slow mode and after a ban, because Telegram looks at it first', async () => {
    const { world, aziz, malika, to, send } = await setup('supergroup')
    const group = world.chats.get(to)
    world.chats.update(group, { slowModeSeconds: 3600 })
    const first = idOf(await send(5n))

    const inSlowMode = idOf(await send(5n))
    expect(await refusalOf(send(6n))).toMatch(/^SLOWMODE_WAIT_/)
    world.membership.ban(group, aziz.id, malika.id, ['viewMessages'], null)
    const afterBan = idOf(await send(5n))

    expect([inSlowMode, afterBan]).toEqual([first, first])
  })

  it('is another one for another peer and another account', async () => {
    const { telegram, aziz, malika, azizClient, send, to, malikaClient } = await setup('supergroup')
    await send(5n)
    const message = (peer: Api.TypeInputPeer) =>
      new Api.messages.SendMessage({ peer, message: 'salom', randomId: bigInt(5) })

    const elsewhere = await malikaClient.invoke(message(inputFor(telegram, malika, aziz.id)))
    const others = await azizClient.invoke(message(inputFor(telegram, aziz, to)))

    expect(elsewhere.className).toBe('UpdateShortSentMessage')
    expect(idOf(others)).toBe(3)
  })

  it('names the message also when it was deleted since', async () => {
    const { world, malika, to, send } = await setup('supergroup')
    const first = idOf(await send(5n))
    world.messages.delete(malika.id, to, [first])

    const { updates } = (await send(5n)) as Api.Updates

    expect(updates).toMatchObject([{ className: 'UpdateMessageID', id: first }])
  })

  it('makes one message when it comes twenty times at once', async () => {
    const { world, to, send } = await setup('supergroup')

    const answers = await Promise.all(Array.from({ length: 20 }, () => send(5n)))

    expect(new Set(answers.map(idOf)).size).toBe(1)
    expect(world.chats.get(to).lastMessageId).toBe(2)
  })

  it('stands in the ledger each time, applied once', async () => {
    const { telegram, send } = await setup('supergroup')
    await send(5n)
    await send(5n)

    const lines = telegram.files.db.prepare(
      'select random_id, message_id, applied, error from ledger where random_id = 5',
    )
    expect(lines.all()).toEqual([
      { random_id: '5', message_id: 2, applied: 1, error: null },
      { random_id: '5', message_id: 2, applied: 0, error: null },
    ])
  })
})

describe('the faults', () => {
  it('can answer a repeat with RANDOM_ID_DUPLICATE', async () => {
    const decide: Faults['decide'] = (subject) => ({ ...noFaults.decide(subject), repeatAnswer: 'duplicate' })
    const { telegram, send } = await setup('supergroup', { ...noFaults, decide })
    await send(5n)

    expect(await refusalOf(send(5n))).toBe('RANDOM_ID_DUPLICATE')
    const lines = telegram.files.db.prepare(
      'select message_id, applied, error from ledger where random_id = 5 and error is not null',
    )
    expect(lines.all()).toEqual([{ message_id: 2, applied: 0, error: 'RANDOM_ID_DUPLICATE' }])
  })

  it('can forget all random ids, so that a repeat is a second message', async () => {
    const { send } = await setup('supergroup', { ...noFaults, remembersRandomIds: false })

    expect([idOf(await send(5n)), idOf(await send(5n))]).toEqual([2, 3])
  })
})

describe('a random_id of 0', () => {
  it('is refused', async () => {
    const { telegram, malika, to, malikaClient } = await setup('supergroup')
    const randomId = bigInt.zero
    const fromPeer = inputFor(telegram, malika, to)
    // The client itself replaces 0 in sendMessage; in a list of forwards it does not.
    const request = new Api.messages.ForwardMessages({ fromPeer, id: [1], randomId: [randomId], toPeer: fromPeer })

    expect(await refusalOf(malikaClient.invoke(request))).toBe('RANDOM_ID_EMPTY')
  })
})

/** Malika writes to a group of Aziz's, or to him. */
async function setup(kind: 'supergroup' | 'basic' | 'person', faults: Faults = noFaults) {
  const chatting = await startChatting({ faults })
  const { telegram, world, aziz, malika, malikaClient } = chatting
  const to =
    kind === 'person'
      ? aziz.id
      : world.chats.create({ kind, title: 'G', creatorId: aziz.id, memberIds: [malika.id] }).peer
  const peer = inputFor(telegram, malika, to)
  const sendWith = (client: TelegramClient, randomId: bigint, message = 'salom') =>
    client.invoke(new Api.messages.SendMessage({ peer, message, randomId: bigInt(randomId.toString()) }))
  const send = (randomId: bigint, message?: string) => sendWith(malikaClient, randomId, message)
  return { ...chatting, to, send, sendWith }
}

/** The id of the message that an answer tells of. */
function idOf(answer: Api.TypeUpdates): number {
  if (answer instanceof Api.UpdateShortSentMessage) return answer.id
  const update = (answer as Api.Updates).updates.find((candidate) => candidate instanceof Api.UpdateMessageID)
  return update?.id ?? 0
}
