import type { User } from '../world/model.ts'
import { basicPeer, bareId, channelPeer, peerKind } from '../world/peer.ts'
import type { Peer } from '../world/peer.ts'
import { badRequest } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import type { TlObject } from './wire/tl/object.ts'

/** Any InputPeer, InputUser or InputChannel as it comes from the wire. */
export type InputPeer = TlObject

/** The marked id that an input names, whether or not it exists; null for an empty or unknown kind. No access is checked. */
export function peerOfInput(input: InputPeer, selfId: number): Peer | null {
  if (input._ === 'inputPeerSelf' || input._ === 'inputUserSelf') return selfId
  if (input['userId'] !== undefined) return Number(input['userId'])
  if (input['channelId'] !== undefined) return channelPeer(Number(input['channelId']))
  if (input['chatId'] !== undefined) return basicPeer(Number(input['chatId']))
  return null
}

/**
 * The peer that an input names, once its access hash is found right for this account. Hashes are per account: another account's
 * is as good as none. Basic groups have no hash; being a member is the proof.
 * @throws Refusal PEER_ID_INVALID, USER_ID_INVALID or CHANNEL_INVALID, as Telegram tells the three apart.
 */
export function resolveInput(world: World, input: InputPeer, selfId: number): Peer {
  const peer = peerOfInput(input, selfId)
  if (peer === null) throw badRequest('PEER_ID_INVALID')
  if (peer === selfId) return peer
  const isKnown = peer > 0 ? world.users.find(peer) !== undefined : world.chats.find(peer) !== undefined
  const kind = peerKind(peer)
  const hasAccess = kind === 'basic' || input['accessHash'] === world.users.accessHash(selfId, peer)
  if (isKnown && hasAccess) return peer
  throw badRequest(kind === 'user' ? userError(input) : kind === 'basic' ? 'CHAT_ID_INVALID' : 'CHANNEL_INVALID')
}

/** The user that an input names, if there is one and its access hash is right for this account. */
export function findUser(world: World, input: InputPeer, selfId: number): User | undefined {
  const id = peerOfInput(input, selfId) ?? 0
  const hasAccess = id === selfId || input['accessHash'] === world.users.accessHash(selfId, id)
  return hasAccess ? world.users.find(id) : undefined
}

/** For answers: the Peer constructor of a marked id. */
export function tlPeer(peer: Peer): TlObject {
  const kind = peerKind(peer)
  if (kind === 'user') return { _: 'peerUser', userId: BigInt(peer) }
  if (kind === 'basic') return { _: 'peerChat', chatId: BigInt(bareId(peer)) }
  return { _: 'peerChannel', channelId: BigInt(bareId(peer)) }
}

function userError(input: InputPeer): string {
  return input._.startsWith('inputUser') ? 'USER_ID_INVALID' : 'PEER_ID_INVALID'
}
