import { generalTopicId } from '../../world/model.ts'
import type { Chat, Topic } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import { hasAdminRight } from '../../world/rights.ts'
import { joinedChannelOf, openChannelOf, requireRightOrDefault } from '../chat-access.ts'
import { happening } from '../happening.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { sendOnce, tlSent } from '../sent.ts'
import { tlDate } from '../view/date.ts'
import { tlMessage } from '../view/message.ts'
import { Peers } from '../view/peers.ts'
import { tlTopic } from '../view/topic.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface OfChannel {
  readonly channel: InputPeer
}

interface GetForumTopics extends OfChannel {
  readonly q?: string
  readonly offsetDate: number
  readonly offsetId: number
  readonly offsetTopic: number
  readonly limit: number
}

interface CreateForumTopic extends OfChannel {
  readonly title: string
  readonly randomId: bigint
}

interface EditForumTopic extends OfChannel {
  readonly topicId: number
  readonly title?: string
  readonly closed?: boolean
}

const pageMax = 100
const titleMax = 128

/** Topics of a forum (https://core.telegram.org/api/forum). */
export const forumMethods: Methods = {
  'channels.getForumTopics': signedIn<GetForumTopics>((body, call) => {
    const chat = forumOf(call, body.channel)
    const all = byActivity(call, chat).filter(({ title }) => title.toLowerCase().includes((body.q ?? '').toLowerCase()))
    const page = all.slice(startOf(call, chat, all, body)).slice(0, Math.min(Math.max(body.limit, 0), pageMax))
    return tlTopics(call, chat, page, all.length)
  }),

  'channels.getForumTopicsByID': signedIn<OfChannel & { readonly topics: readonly number[] }>((body, call) => {
    const chat = forumOf(call, body.channel)
    if (body.topics.length === 0) throw badRequest('TOPICS_EMPTY')
    const found = body.topics.slice(0, pageMax).flatMap((id) => living(call, chat, id) ?? [])
    return tlTopics(call, chat, found, found.length)
  }),

  'channels.createForumTopic': writing<CreateForumTopic>((body, call) => {
    const chat = joinedChannelOf(call, body.channel)
    const { world, user } = call
    const sent = sendOnce(call, chat.peer, body.randomId, () => {
      if (!chat.isForum) throw badRequest('CHANNEL_FORUM_MISSING')
      requireRightOrDefault(call, chat, 'manageTopics')
      const topic = world.topics.create(chat, user.id, checkedTitle(body.title))
      const opening = world.messages.find(chat.peer, topic.id)
      if (opening === undefined) throw new Error(`topic ${topic.id} has no opening message`)
      return opening
    })
    return tlSent(call, [sent])
  }),

  'channels.editForumTopic': writing<EditForumTopic>((body, call) => {
    const chat = forumOf(call, body.channel)
    const topic = living(call, chat, body.topicId)
    if (topic === undefined) throw badRequest('TOPIC_ID_INVALID')
    requireOwn(call, chat, topic)
    const title = body.title === undefined || body.title === topic.title ? null : checkedTitle(body.title)
    const isClosed = body.closed === undefined || body.closed === topic.isClosed ? null : body.closed
    if (title === null && isClosed === null) throw badRequest('TOPIC_NOT_MODIFIED')
    return happening(call, () => {
      call.world.topics.change(topic, {
        ...(title === null ? {} : { title }),
        ...(isClosed === null ? {} : { isClosed }),
      })
      call.world.messages.announce(call.user.id, chat.peer, { type: 'topicEdited', title, isClosed }, topic.id)
    })
  }),
}

function forumOf(call: SignedInCall, input: InputPeer): Chat {
  const chat = openChannelOf(call, input)
  if (!chat.isForum) throw badRequest('CHANNEL_FORUM_MISSING')
  return chat
}

function living({ world }: SignedInCall, chat: Chat, id: number): Topic | undefined {
  const topic = world.chats.topic(chat.peer, id)
  return topic?.isDeleted === true ? undefined : topic
}

/** General is pinned to the top; the others stand by their newest messages. */
function byActivity({ world }: SignedInCall, chat: Chat): Topic[] {
  const rank = ({ id, lastMessageId }: Topic) => (id === generalTopicId ? Number.MAX_SAFE_INTEGER : lastMessageId)
  return world.chats
    .topics(chat.peer)
    .filter(({ isDeleted }) => !isDeleted)
    .sort((one, other) => rank(other) - rank(one))
}

/** After the last topic of the page before; where that one moved, below the newest message that it had. */
function startOf(call: SignedInCall, chat: Chat, topics: readonly Topic[], offset: GetForumTopics): number {
  if (offset.offsetDate === 0 && offset.offsetId === 0 && offset.offsetTopic === 0) return 0
  const last = topics.findIndex(({ id }) => id === offset.offsetTopic)
  if (last !== -1) return last + 1
  const start = topics.findIndex(({ lastMessageId }) => isBelow(call, chat, lastMessageId, offset))
  return start === -1 ? topics.length : start
}

function isBelow({ world }: SignedInCall, chat: Chat, messageId: number, offset: GetForumTopics): boolean {
  if (offset.offsetId > 0) return messageId < offset.offsetId
  return tlDate(world.messages.find(chat.peer, messageId)?.atMs ?? 0) < offset.offsetDate
}

/** @throws Refusal CHAT_ADMIN_REQUIRED for who neither opened the topic nor manages topics. */
function requireOwn({ world, user }: SignedInCall, chat: Chat, topic: Topic): void {
  const mayManage = hasAdminRight(world.chats.member(chat.peer, user.id), 'manageTopics')
  if (topic.creatorId !== user.id && !mayManage) throw badRequest('CHAT_ADMIN_REQUIRED')
}

function checkedTitle(title: string): string {
  if (title.trim() === '' || title.length > titleMax) throw badRequest('TOPIC_TITLE_EMPTY')
  return title
}

function tlTopics({ world, user }: SignedInCall, chat: Chat, topics: readonly Topic[], count: number): TlObject {
  const tops = topics.flatMap(({ lastMessageId }) => world.messages.find(chat.peer, lastMessageId) ?? [])
  const creators: Peer[] = topics.map(({ creatorId }) => creatorId)
  return {
    _: 'messages.forumTopics',
    count,
    topics: topics.map((topic) => tlTopic(world, chat, topic, user.id)),
    messages: tops.map((message) => tlMessage(world, message, user.id)),
    ...new Peers(world, user.id)
      .add(chat.peer, ...creators)
      .addMessages(tops)
      .lists(),
    pts: chat.pts,
  }
}
