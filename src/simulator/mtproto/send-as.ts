import type { Chat } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { badRequest } from '../world/refusal.ts'
import { resolveInput } from './input-peer.ts'
import type { InputPeer } from './input-peer.ts'
import type { SignedInCall } from './method.ts'

/** In whose names an account may write to a chat: its own, and in a supergroup those of public channels that it made. */
export function sendAsPeers({ world, user }: SignedInCall, chat: Chat | undefined): Peer[] {
  if (chat?.kind !== 'supergroup') return [user.id]
  const channels = [...world.chats.of(user.id)].filter(
    ({ kind, creatorId, username }) => kind === 'channel' && creatorId === user.id && username !== null,
  )
  return [user.id, ...channels.map(({ peer }) => peer)]
}

/** null for oneself. @throws Refusal SEND_AS_PEER_INVALID */
export function sendAsOf(call: SignedInCall, to: Peer, input: InputPeer | undefined): Peer | null {
  if (input === undefined) return null
  const peer = resolveInput(call.world, input, call.user.id)
  const chat = to < 0 ? call.world.chats.find(to) : undefined
  if (!sendAsPeers(call, chat).includes(peer)) throw badRequest('SEND_AS_PEER_INVALID')
  return peer === call.user.id ? null : peer
}
