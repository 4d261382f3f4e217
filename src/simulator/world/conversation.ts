import type { Message } from './model.ts'
import type { Peer } from './peer.ts'

/** The key under which a conversation's messages stand: one for a chat, one for two users whoever of them writes. */
export function conversationKey(userId: Peer, peer: Peer): string {
  if (peer < 0) return String(peer)
  return userId < peer ? `${userId}:${peer}` : `${peer}:${userId}`
}

/** The conversation that a message belongs to, as this viewer names it: the chat, or the other one of the two. */
export function peerFor(message: Message, viewerId: number): Peer {
  if (message.to < 0) return message.to
  return message.fromId === viewerId ? message.to : message.fromId
}

/** Does it stand in the conversation that this user has with the peer? A number alone does not say so: private chats share theirs. */
export function isInConversation(message: Message, userId: number, peer: Peer): boolean {
  return conversationKey(message.fromId, message.to) === conversationKey(userId, peer)
}
