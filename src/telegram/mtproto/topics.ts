import bigInt from 'big-integer'
import { Api } from 'telegram'
import { bareId } from '../../delivery/peer.ts'
import type { Address, Topic, TopicCursor, TopicPage } from '../contract.ts'
import type { Call, Called } from './call.ts'

/** The most that Telegram gives at a time. */
const pageSize = 100

/** One page of a forum's topics, General first: https://core.telegram.org/api/forum */
export async function fetchTopics(call: Call, forum: Address, cursor: TopicCursor | null): Promise<Called<TopicPage>> {
  const got = await call(
    new Api.channels.GetForumTopics({
      channel: new Api.InputChannel({
        channelId: bigInt(bareId(forum.peer)),
        accessHash: bigInt(forum.accessHash ?? '0'),
      }),
      offsetDate: cursor?.atS ?? 0,
      offsetId: cursor?.messageId ?? 0,
      offsetTopic: cursor?.topicId ?? 0,
      limit: pageSize,
    }),
  )
  if (got.type === 'failed') return got
  const { topics, messages, count } = got.result
  return { type: 'answered', result: { topics: topics.flatMap(topicOf), next: nextOf(topics, messages), total: count } }
}

function topicOf(topic: Api.TypeForumTopic): Topic[] {
  if (!(topic instanceof Api.ForumTopic)) return [] // Deleted.
  return [{ id: topic.id, title: topic.title, isClosed: topic.closed === true }]
}

function nextOf(topics: readonly Api.TypeForumTopic[], messages: readonly Api.TypeMessage[]): TopicCursor | null {
  const last = topics.findLast((topic) => topic instanceof Api.ForumTopic)
  if (topics.length < pageSize || last === undefined) return null
  const top = messages.find(({ id }) => id === last.topMessage)
  const atS = top === undefined || top instanceof Api.MessageEmpty ? last.date : top.date
  return { atS, messageId: last.topMessage, topicId: last.id }
}
