import { generalTopicId } from '../../world/model.ts'
import type { Chat, Topic } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import { tlPeer } from '../input-peer.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { plainNotifications } from './chat-full.ts'
import { tlDate } from './date.ts'
import { topicColor } from './message.ts'

/** A topic of a forum. Read marks are kept per chat, so that what is read in one topic is read up to there in all. */
export function tlTopic(world: World, chat: Chat, topic: Topic, viewerId: number): TlObject {
  const readInboxMaxId = world.dialogs.readInboxId(viewerId, chat.peer)
  const isRead = topic.lastMessageId <= readInboxMaxId
  return {
    _: 'forumTopic',
    my: topic.creatorId === viewerId,
    closed: topic.isClosed,
    pinned: topic.id === generalTopicId,
    id: topic.id,
    date: tlDate(topic.createdAtMs),
    title: topic.title,
    iconColor: topicColor,
    topMessage: topic.lastMessageId,
    readInboxMaxId,
    readOutboxMaxId: topic.lastMessageId,
    unreadCount: isRead ? 0 : world.store.countAbove(String(chat.peer), readInboxMaxId, topic.id),
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    fromId: tlPeer(topic.creatorId),
    notifySettings: plainNotifications,
  }
}
