import type { Chat, User } from '../world/model.ts'
import { basicPeer } from '../world/peer.ts'
import type { Peer } from '../world/peer.ts'
import { badRequest } from '../world/refusal.ts'
import { hasAdminRight, isPresent, mayView } from '../world/rights.ts'
import type { AdminRight } from '../world/model.ts'
import { resolveInput } from './input-peer.ts'
import type { InputPeer } from './input-peer.ts'
import type { SignedInCall } from './method.ts'

/** The supergroup or channel that an input names. @throws Refusal CHANNEL_INVALID, also for a wrong access hash */
function channelOf({ world, user }: SignedInCall, input: InputPeer): Chat {
  const chat = world.chats.find(resolveInput(world, input, user.id))
  if (chat === undefined || chat.kind === 'basic') throw badRequest('CHANNEL_INVALID')
  return chat
}

/** The same, if the asker may look into it. @throws Refusal CHANNEL_PRIVATE too */
export function openChannelOf(call: SignedInCall, input: InputPeer): Chat {
  const chat = channelOf(call, input)
  if (!mayView(chat, call.world.chats.member(chat.peer, call.user.id))) throw badRequest('CHANNEL_PRIVATE')
  return chat
}

/** The same, if the asker is in it. @throws Refusal USER_NOT_PARTICIPANT too */
export function joinedChannelOf(call: SignedInCall, input: InputPeer): Chat {
  const chat = openChannelOf(call, input)
  if (!isPresent(call.world.chats.member(chat.peer, call.user.id))) throw badRequest('USER_NOT_PARTICIPANT')
  return chat
}

/** A basic group that the asker is or was in: their place in it is the proof. @throws Refusal CHAT_ID_INVALID */
export function basicGroupOf({ world, user }: SignedInCall, chatId: bigint): Chat {
  const chat = world.chats.find(basicPeer(Number(chatId)))
  // A marked id would name a supergroup here.
  if (chat?.kind !== 'basic' || world.chats.member(chat.peer, user.id) === undefined)
    throw badRequest('CHAT_ID_INVALID')
  return chat
}

/** A person, or a chat that the asker may look into. @throws Refusal PEER_ID_INVALID, CHANNEL_PRIVATE and those of `resolveInput` */
export function viewablePeerOf({ world, user }: SignedInCall, input: InputPeer): Peer {
  const peer = resolveInput(world, input, user.id)
  const chat = peer < 0 ? world.chats.find(peer) : undefined
  if (chat === undefined) return peer
  const member = world.chats.member(peer, user.id)
  if (mayView(chat, member)) return peer
  throw badRequest(chat.kind === 'basic' ? 'PEER_ID_INVALID' : 'CHANNEL_PRIVATE')
}

/** @throws Refusal USER_ID_INVALID, also for a wrong access hash */
export function userIn({ world, user }: SignedInCall, input: InputPeer): User {
  const found = world.users.find(resolveInput(world, input, user.id))
  if (found === undefined) throw badRequest('USER_ID_INVALID')
  return found
}

/** @throws Refusal CHAT_ADMIN_REQUIRED */
export function requireRight({ world, user }: SignedInCall, chat: Chat, right: AdminRight): void {
  if (!hasAdminRight(world.chats.member(chat.peer, user.id), right)) throw badRequest('CHAT_ADMIN_REQUIRED')
}

/** @throws Refusal CHAT_ADMIN_REQUIRED for who is neither an admin with the right nor a member of a chat that leaves it to all. */
export function requireRightOrDefault(call: SignedInCall, chat: Chat, right: 'changeInfo' | 'manageTopics'): void {
  const member = call.world.chats.member(chat.peer, call.user.id)
  const isOpenToAll = chat.kind !== 'channel' && isPresent(member) && !chat.defaultBanned.includes(right)
  if (!isOpenToAll) requireRight(call, chat, right)
}
