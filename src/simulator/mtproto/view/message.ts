import { peerFor } from '../../world/conversation.ts'
import type { ForwardOrigin, Message, ServiceAction } from '../../world/model.ts'
import { bareId } from '../../world/peer.ts'
import type { World } from '../../world/world.ts'
import { tlPeer } from '../input-peer.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'
import { tlEntities } from './entities.ts'
import { isLong } from './long.ts'
import { tlMarkup } from './markup.ts'
import { tlMedia } from './media.ts'

/** A message as this viewer sees it: whose it is, and in a private chat which of the two is "the peer". */
export function tlMessage(world: World, message: Message, viewerId: number): TlObject {
  if (message.action !== null) return tlService(world, message, message.action, viewerId)
  const isPost = message.fromId === message.to
  return {
    _: 'message',
    ...frame(message, viewerId),
    fwdFrom: message.forward === null ? undefined : tlOrigin(message.forward),
    viaBotId: message.viaBotId === null ? undefined : BigInt(message.viaBotId),
    message: message.text,
    media: message.media === null ? undefined : tlMedia(world, message.media, message),
    replyMarkup: message.markup === null ? undefined : tlMarkup(message.markup),
    entities: message.entities.length === 0 ? undefined : tlEntities(message.entities),
    ...(isPost ? { views: 1, forwards: 0 } : {}),
    editDate: message.editedAtMs === null ? undefined : tlDate(message.editedAtMs),
    groupedId: message.groupedId !== null && isLong(message.groupedId) ? BigInt(message.groupedId) : undefined,
  }
}

/** What is answered for an id under which nothing stands. */
export function tlNoMessage(id: number): TlObject {
  return { _: 'messageEmpty', id }
}

function tlService(world: World, message: Message, action: ServiceAction, viewerId: number): TlObject {
  const pinned = action.type === 'pinned' ? { _: 'messageReplyHeader', replyToMsgId: action.messageId } : undefined
  const common = frame(message, viewerId)
  return { _: 'messageService', ...common, replyTo: pinned ?? common.replyTo, action: tlAction(world, message, action) }
}

function frame(message: Message, viewerId: number) {
  const isPost = message.fromId === message.to
  const isOut = message.fromId === viewerId
  // Since layer 119 an incoming private message names its sender only as the peer.
  const namesSender = !isPost && (isOut || message.to < 0)
  return {
    out: isOut,
    silent: message.isSilent,
    post: isPost && message.to < 0,
    id: message.id,
    fromId: namesSender ? tlPeer(message.fromId) : undefined,
    peerId: tlPeer(peerFor(message, viewerId)),
    replyTo: tlReply(message),
    date: tlDate(message.atMs),
  }
}

/** In a forum topic every message answers the message that opened it, by way of another one or directly. */
function tlReply({ id, replyToId, topicId }: Message): TlObject | undefined {
  if (topicId !== null && topicId !== id) {
    const isNested = replyToId !== null && replyToId !== topicId
    return {
      _: 'messageReplyHeader',
      forumTopic: true,
      replyToMsgId: replyToId ?? topicId,
      replyToTopId: isNested ? topicId : undefined,
    }
  }
  return replyToId === null ? undefined : { _: 'messageReplyHeader', replyToMsgId: replyToId }
}

function tlOrigin({ fromId, messageId, atMs }: ForwardOrigin): TlObject {
  return {
    _: 'messageFwdHeader',
    fromId: tlPeer(fromId),
    date: tlDate(atMs),
    channelPost: fromId < 0 ? messageId : undefined,
  }
}

function tlAction(world: World, message: Message, action: ServiceAction): TlObject {
  switch (action.type) {
    case 'created': {
      const isBasic = world.chats.find(message.to)?.kind === 'basic'
      if (!isBasic) return { _: 'messageActionChannelCreate', title: action.title }
      return { _: 'messageActionChatCreate', title: action.title, users: action.userIds.map(BigInt) }
    }
    case 'joined':
      if (!action.byLink) return { _: 'messageActionChatAddUser', users: action.userIds.map(BigInt) }
      return {
        _: 'messageActionChatJoinedByLink',
        inviterId: BigInt(world.chats.find(message.to)?.creatorId ?? 0),
      }
    case 'left':
      return { _: 'messageActionChatDeleteUser', userId: BigInt(action.userId) }
    case 'titleChanged':
      return { _: 'messageActionChatEditTitle', title: action.title }
    case 'migratedTo':
      return { _: 'messageActionChatMigrateTo', channelId: BigInt(bareId(action.chat)) }
    case 'migratedFrom':
      return { _: 'messageActionChannelMigrateFrom', title: action.title, chatId: BigInt(bareId(action.chat)) }
    case 'topicCreated':
      return { _: 'messageActionTopicCreate', title: action.title, iconColor: topicColor }
    case 'topicEdited':
      return { _: 'messageActionTopicEdit', title: action.title ?? undefined, closed: action.isClosed ?? undefined }
    case 'pinned':
      return { _: 'messageActionPinMessage' }
  }
}

/** Telegram's first colour for a topic without an icon. */
export const topicColor = 0x6fb9f0
