import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { systemRandom } from '../../src/base/random.ts'
import { makeStoredSession } from '../../src/simulator/mtproto/stored-session.ts'
import type { User } from '../../src/simulator/world/model.ts'
import { bareId, peerKind } from '../../src/simulator/world/peer.ts'
import type { Peer } from '../../src/simulator/world/peer.ts'
import { connectGramjs } from './gramjs-client.ts'
import { startMtproto } from './telegram-world.ts'
import type { StartOptions, TestTelegram } from './telegram-world.ts'

/** A session string on which the user is signed in without a login. */
export function sessionOf({ world, keys, server }: TestTelegram, user: User): string {
  return makeStoredSession(user, { world, keys, dcs: server.dcs, random: systemRandom }).gramjs
}

/** An unmodified client on which the user is signed in. */
export async function clientOf(telegram: TestTelegram, user: User): Promise<TelegramClient> {
  const client = await connectGramjs({ port: telegram.port, session: sessionOf(telegram, user) })
  // Until it knows who it is, it holds updates back, and then lets them out in another order.
  await client.getMe()
  return client
}

/** A running Telegram with two people in it, each with a client. */
export async function startChatting(options: StartOptions = {}) {
  const telegram = await startMtproto(options)
  const { world } = telegram
  const aziz = world.users.create({ firstName: 'Aziz', username: 'aziz_k', phone: '998900000001' })
  const malika = world.users.create({ firstName: 'Malika', phone: '998900000002' })
  const [azizClient, malikaClient] = [await clientOf(telegram, aziz), await clientOf(telegram, malika)]
  return { telegram, world, clock: telegram.clock, aziz, malika, azizClient, malikaClient }
}

/** The InputPeer with which this viewer may address a user, group or channel. */
export function inputFor({ world }: TestTelegram, viewer: User, peer: Peer): Api.TypeInputPeer {
  const id = bigInt(bareId(peer))
  const accessHash = bigInt(world.users.accessHash(viewer.id, peer).toString())
  const kind = peerKind(peer)
  if (kind === 'user') return new Api.InputPeerUser({ userId: id, accessHash })
  return kind === 'basic'
    ? new Api.InputPeerChat({ chatId: id })
    : new Api.InputPeerChannel({ channelId: id, accessHash })
}

/** The same as the InputChannel that many methods take. */
export function channelFor(telegram: TestTelegram, viewer: User, peer: Peer): Api.InputChannel {
  const { channelId, accessHash } = inputFor(telegram, viewer, peer) as Api.InputPeerChannel
  return new Api.InputChannel({ channelId, accessHash })
}

/** The same as the InputUser that many methods take. */
export function userFor(telegram: TestTelegram, viewer: User, userId: number): Api.InputUser {
  const input = inputFor(telegram, viewer, userId) as Api.InputPeerUser
  return new Api.InputUser({ userId: input.userId, accessHash: input.accessHash })
}

/** Raw updates of a client, kept from now on; `next` waits for one that fits, also among those that came already. */
export function updatesOf(client: TelegramClient) {
  const seen: Api.TypeUpdate[] = []
  const waiting = new Set<() => void>()
  client.addEventHandler((update: Api.TypeUpdate) => {
    seen.push(update)
    for (const wake of waiting) wake()
  })

  async function next<T extends Api.TypeUpdate>(
    kind: new (...args: never[]) => T,
    fits: (update: T) => boolean = () => true,
  ): Promise<T> {
    const deadline = Date.now() + 30_000
    for (;;) {
      const found = seen.find((update): update is T => update instanceof kind && fits(update))
      if (found !== undefined) return found
      if (Date.now() > deadline)
        throw new Error(`no ${kind.name} came; seen: ${seen.map((u) => u.className).join(', ')}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake)
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(wake, 500)
        waiting.add(wake)
      })
    }
  }

  return { seen, next }
}
