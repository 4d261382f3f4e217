import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { allMethods } from '../../../src/simulator/mtproto/methods/all.ts'
import { readSchema } from '../../../src/simulator/mtproto/wire/tl/schema.ts'
import type { Field } from '../../../src/simulator/mtproto/wire/tl/schema.ts'
import { bareId } from '../../../src/simulator/world/peer.ts'
import type { Peer } from '../../../src/simulator/world/peer.ts'
import { refusalOf } from '../../support/account.ts'
import { channelFor, inputFor, startChatting } from '../../support/chatting.ts'
import { leastRequest } from '../../support/least-request.ts'

describe('a chat that somebody may not look into', () => {
  it('is refused by every method that takes a supergroup, with the right access hash too', async () => {
    const { world, aziz, malika, askAll } = await setup()
    const common = { kind: 'supergroup', creatorId: aziz.id } as const
    const never = world.chats.create({ ...common, title: 'Never in it' })
    const banned = world.chats.create({ ...common, title: 'Banned', username: 'banned_here', memberIds: [malika.id] })
    world.membership.ban(banned, aziz.id, malika.id, ['viewMessages'], null)
    const deleted = world.chats.create({ ...common, title: 'Deleted', creatorId: malika.id })
    world.chats.update(deleted, { isDeleted: true })

    for (const { title, peer } of [never, banned, deleted]) {
      const answers = await askAll(peer, ['InputPeer', 'InputChannel', 'InputDialogPeer', 'InputNotifyPeer'])

      expect(answers.length, title).toBeGreaterThan(40)
      expect(answers.filter(([, answer]) => answer !== 'CHANNEL_PRIVATE')).toEqual([])
    }
  })

  it('is refused by every method that takes a basic group', async () => {
    const { world, aziz, askAll } = await setup()
    const group = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id })

    const types = ['InputPeer', 'InputDialogPeer', 'InputNotifyPeer', 'long']
    const answers = await askAll(group.peer, types, bareId(group.peer))

    expect(answers.length).toBeGreaterThan(20)
    const isRefused = (answer: string) => ['PEER_ID_INVALID', 'CHAT_ID_INVALID'].includes(answer)
    expect(answers.filter(([, answer]) => !isRefused(answer))).toEqual([])
  })
})

describe('a supergroup that is named as a basic group, by its marked id', () => {
  it('is none to every method that takes a basic group, also for who is in it', async () => {
    const { world, malika, askAll } = await setup()
    const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: malika.id })

    const answers = await askAll(group.peer, ['long'], -group.peer)

    expect(answers.length).toBeGreaterThan(5)
    expect(answers.filter(([, answer]) => answer !== 'CHAT_ID_INVALID')).toEqual([])
  })
})

/** By whose names a method is asked about a chat; other fields name a person, a place in a list, or where to write. */
const chatFields = new Set(['peer', 'channel', 'fromPeer', 'peers', 'id', 'chatId'])

/** Malika asks about chats of Aziz's. */
async function setup() {
  const chatting = await startChatting()
  const { telegram, malika, malikaClient } = chatting

  /** The answer of every method that names a chat by one of these types; a `long` is this id. */
  async function askAll(peer: Peer, types: readonly string[], id = 0): Promise<[method: string, answer: string][]> {
    const values: Record<string, unknown> = {
      InputPeer: inputFor(telegram, malika, peer),
      InputChannel: channelFor(telegram, malika, peer),
      InputDialogPeer: new Api.InputDialogPeer({ peer: inputFor(telegram, malika, peer) }),
      InputNotifyPeer: new Api.InputNotifyPeer({ peer: inputFor(telegram, malika, peer) }),
      long: bigInt(id),
    }
    const asked = methods.flatMap(({ name, fields }) => {
      const field = fields.find((candidate) => chatFields.has(candidate.name) && types.includes(typeOf(candidate)))
      return field === undefined ? [] : { name, field }
    })
    return Promise.all(
      asked.map(async ({ name, field }) => [name, await ask(malikaClient, name, field, values[typeOf(field)])]),
    )
  }
  return { ...chatting, askAll }
}

/** Of who is signed in: signing in is about accounts. */
const methods = readSchema().filter(({ name, isMethod }) => isMethod && name in allMethods && !name.startsWith('auth.'))

function typeOf({ type }: Field): string {
  const one = type.kind === 'vector' ? type.of : type
  return 'name' in one ? one.name : one.kind
}

async function ask(client: TelegramClient, method: string, { name, type }: Field, value: unknown): Promise<string> {
  const request = leastRequest(method)
  if (request === undefined) throw new Error(`layer 198 has no ${method}`)
  Reflect.set(request, name, type.kind === 'vector' ? [value] : value)
  try {
    return await refusalOf(client.invoke(request))
  } catch (error) {
    return String(error)
  }
}
