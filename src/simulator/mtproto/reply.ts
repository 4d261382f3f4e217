import { isInConversation } from '../world/conversation.ts'
import type { Chat } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { badRequest } from '../world/refusal.ts'
import type { SignedInCall } from './method.ts'
import type { TlObject } from './wire/tl/object.ts'

export interface ReplyPlace {
  readonly replyToId: number | null
  readonly topicId: number | null
}

const nowhere: ReplyPlace = { replyToId: null, topicId: null }

/**
 * Where in a chat an answer stands. In a forum it names the topic: by `top_msg_id`, by the topic's own id, or by any message in it.
 * Answers across chats and to stories are written without what they answer.
 * @throws Refusal REPLY_MESSAGE_ID_INVALID
 */
export function replyPlace(call: SignedInCall, to: Peer, replyTo: TlObject | undefined): ReplyPlace {
  if (replyTo === undefined || replyTo._ !== 'inputReplyToMessage') return nowhere
  const chat = to < 0 ? call.world.chats.find(to) : undefined
  const messageId = Number(replyTo['replyToMsgId'])
  const topicId = replyTo['topMsgId'] === undefined ? null : Number(replyTo['topMsgId'])
  if (chat?.isForum === true) return placeInForum(call, chat, messageId, topicId)
  if (replyTo['replyToPeerId'] !== undefined) return nowhere
  requireMessage(call, to, messageId)
  return { replyToId: messageId, topicId: null }
}

function placeInForum(call: SignedInCall, chat: Chat, messageId: number, topicId: number | null): ReplyPlace {
  // To answer the message that opened a topic is to write into the topic.
  if (messageId === topicId || call.world.chats.topic(chat.peer, messageId) !== undefined)
    return { replyToId: null, topicId: topicId ?? messageId }
  const message = requireMessage(call, chat.peer, messageId)
  return { replyToId: messageId, topicId: topicId ?? message.topicId }
}

function requireMessage({ world, user }: SignedInCall, to: Peer, id: number) {
  const isChannel = to < 0 && world.chats.find(to)?.kind !== 'basic'
  const message = world.messages.find(isChannel ? to : 0, id)
  if (message === undefined || !isInConversation(message, user.id, to)) throw badRequest('REPLY_MESSAGE_ID_INVALID')
  return message
}
