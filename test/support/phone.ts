import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { CustomFile } from 'telegram/client/uploads.js'
import { onTestFinished } from 'vitest'
import { makeGramjs } from './gramjs.ts'
import type { BotProduct } from './bot-product.ts'
import type { Person } from './person.ts'

/** What a person does that takes an app: an unmodified client of theirs, which gives the bot files and passes posts on. */
export async function phoneOf(product: BotProduct, person: Person) {
  const { ready } = product.simulator
  const [session] = await product.client.world.makeSessions([person.id])
  const client = makeGramjs({ port: ready.port, session: session?.gramjs ?? '' })
  onTestFinished(() => client.destroy())
  if (!(await client.connect())) throw new Error('the phone did not connect')
  const bot = await peerNamed(client, 'karvon_test_bot')
  let passed = 0
  return {
    /** One file, or several as an album; a photo by its name. */
    gives: async (files: readonly (readonly [name: string, bytes: Buffer])[], caption = '') => {
      const given = files.map(([name, bytes]) => new CustomFile(name, bytes.length, '', bytes))
      const [first] = given
      if (first === undefined) throw new Error('no files')
      await client.sendFile(bot, { file: given.length === 1 ? first : given, caption, workers: 1 })
    },
    passesOn: async (channel: string, messageId: number) => {
      const fromPeer = await peerNamed(client, channel)
      const randomId = [bigInt((passed += 1))]
      await client.invoke(new Api.messages.ForwardMessages({ fromPeer, id: [messageId], randomId, toPeer: bot }))
    },
  }
}

async function peerNamed(client: TelegramClient, username: string): Promise<Api.TypeInputPeer> {
  const { users, chats } = await client.invoke(new Api.contacts.ResolveUsername({ username }))
  const [user, chat] = [users[0], chats[0]]
  if (user instanceof Api.User) {
    return new Api.InputPeerUser({ userId: user.id, accessHash: user.accessHash ?? bigInt.zero })
  }
  if (!(chat instanceof Api.Channel)) throw new Error(`${username} is nobody`)
  return new Api.InputPeerChannel({ channelId: chat.id, accessHash: chat.accessHash ?? bigInt.zero })
}
