import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { Successor } from '../../delivery/outcome.ts'
import { bareId, markPeer, peerKind } from '../../delivery/peer.ts'
import type { Address } from '../contract.ts'
import type { Call, Called } from './call.ts'

/**
 * The supergroup that a basic group became: MTProto's refusal names none (https://core.telegram.org/api/channel#migration).
 * @returns null where Telegram knows of none
 */
export async function fetchSuccessor(call: Call, { peer }: Address): Promise<Called<Successor | null>> {
  if (peerKind(peer) !== 'basic') return { type: 'answered', result: null }
  const got = await call(new Api.messages.GetChats({ id: [bigInt(bareId(peer))] }))
  if (got.type === 'failed') return got
  const [chat] = got.result.chats
  return { type: 'answered', result: chat instanceof Api.Chat ? successorOf(chat) : null }
}

/** As its old chat names it to this account. */
export function successorOf({ migratedTo }: Api.Chat): Successor | null {
  if (!(migratedTo instanceof Api.InputChannel)) return null
  const { channelId, accessHash } = migratedTo
  return { peer: markPeer('channel', channelId.toJSNumber()), accessHash: accessHash.toString() }
}
