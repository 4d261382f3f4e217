import type { Message } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { badRequest } from '../world/refusal.ts'
import { messagesInWindow } from './history-window.ts'
import type { HistoryWindow } from './history-window.ts'
import type { SignedInCall } from './method.ts'

interface Replies {
  readonly messages: Message[]
  readonly count: number
}

/** How much of a chat is looked through for the answers to one message. */
const scannedMax = 5000

/**
 * What stands under a message: everything in a forum topic, or the answers to it and the answers to those.
 * @throws Refusal TOPIC_ID_INVALID in a forum, MSG_ID_INVALID elsewhere
 */
export function repliesTo(call: SignedInCall, peer: Peer, messageId: number, window: HistoryWindow): Replies {
  const { world } = call
  const chat = peer < 0 ? world.chats.find(peer) : undefined
  if (chat?.kind === 'basic' || chat === undefined) throw badRequest('MSG_ID_INVALID')
  if (!chat.isForum) return repliesInChat(call, peer, messageId, window)
  if (world.chats.topic(peer, messageId) === undefined) throw badRequest('TOPIC_ID_INVALID')
  const messages = messagesInWindow(call, peer, window, messageId)
  return { messages, count: world.store.countAbove(String(peer), messageId === 1 ? 0 : messageId, messageId) }
}

function repliesInChat({ world, user }: SignedInCall, peer: Peer, rootId: number, window: HistoryWindow): Replies {
  if (world.messages.find(peer, rootId) === undefined) throw badRequest('MSG_ID_INVALID')
  const later = world.messages.history(user.id, peer, { aboveId: rootId, limit: scannedMax, order: 'oldest first' })
  const thread = new Set([rootId])
  const replies = later.filter(({ id, replyToId }) => {
    const belongs = replyToId !== null && thread.has(replyToId)
    if (belongs) thread.add(id)
    return belongs
  })
  const newestFirst = replies.reverse()
  const start = window.offsetId > 0 ? newestFirst.findIndex(({ id }) => id < window.offsetId) : 0
  const from = Math.max((start === -1 ? newestFirst.length : start) + window.addOffset, 0)
  return {
    messages: newestFirst.slice(from, from + Math.min(Math.max(window.limit, 0), 100)),
    count: newestFirst.length,
  }
}
