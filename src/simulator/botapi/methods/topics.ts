import { generalTopicId } from '../../world/model.ts'
import type { Chat, Topic } from '../../world/model.ts'
import { hasAdminRight } from '../../world/rights.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { placeOf } from '../place.ts'
import { topicColor } from '../view/service.ts'
import { groupOf } from './chats.ts'

/** https://core.telegram.org/bots/api#createforumtopic */
const titleMax = 128

/** Topics of a forum. */
export const topicMethods: BotMethods = {
  createForumTopic(call) {
    const chat = forumOf(call)
    if (!mayManage(call, chat)) throw badRequest('not enough rights to create a topic')
    const topic = call.world.topics.create(chat, call.bot.id, titleOf(call))
    return { message_thread_id: topic.id, name: topic.title, icon_color: topicColor }
  },

  editForumTopic(call) {
    const { chat, topic } = topicOf(call)
    const title = call.args.has('name') ? titleOf(call) : topic.title
    if (title === topic.title) throw badRequest('TOPIC_NOT_MODIFIED')
    call.world.topics.change(topic, { title })
    call.world.messages.announce(call.bot.id, chat.peer, { type: 'topicEdited', title, isClosed: null }, topic.id)
    return true
  },

  closeForumTopic: (call) => setClosed(call, true),
  reopenForumTopic: (call) => setClosed(call, false),

  deleteForumTopic(call) {
    call.world.topics.change(topicOf(call).topic, { isDeleted: true })
    return true
  },
}

function setClosed(call: BotCall, isClosed: boolean): true {
  const { chat, topic } = topicOf(call)
  if (topic.isClosed === isClosed) throw badRequest('TOPIC_NOT_MODIFIED')
  call.world.topics.change(topic, { isClosed })
  call.world.messages.announce(call.bot.id, chat.peer, { type: 'topicEdited', title: null, isClosed }, topic.id)
  return true
}

/** A forum that the bot may write to. @throws BotError */
function forumOf(call: BotCall): Chat {
  const chat = groupOf(placeOf(call, 'write'), 'the chat is not a forum')
  if (!chat.isForum) throw badRequest('the chat is not a forum')
  return chat
}

function mayManage({ world, bot }: BotCall, chat: Chat): boolean {
  return hasAdminRight(world.chats.member(chat.peer, bot.id), 'manageTopics')
}

/** A topic that the bot may change: as an admin, or because it opened it. */
function topicOf(call: BotCall): { chat: Chat; topic: Topic } {
  const chat = forumOf(call)
  const id = call.args.integer('message_thread_id') ?? 0
  const topic = call.world.chats.topic(chat.peer, id)
  if (topic === undefined || topic.isDeleted || id === generalTopicId) throw badRequest('TOPIC_ID_INVALID')
  if (!mayManage(call, chat) && topic.creatorId !== call.bot.id)
    throw badRequest('not enough rights to change the topic')
  return { chat, topic }
}

function titleOf({ args }: BotCall): string {
  const title = args.text('name').trim()
  if (title === '' || title.length > titleMax) throw badRequest('TOPIC_TITLE_INVALID')
  return title
}
