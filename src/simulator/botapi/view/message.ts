import { peerFor } from '../../world/conversation.ts'
import type { Entity, ForwardOrigin, Message } from '../../world/model.ts'
import { isInline } from '../keyboard.ts'
import { chatView } from './chat.ts'
import { mediaView } from './media.ts'
import { serviceView } from './service.ts'
import { userView } from './user.ts'
import { optional, unixTime } from './view.ts'
import type { Json, View } from './view.ts'

/** https://core.telegram.org/bots/api#message as this bot sees it. A message that it answers is shown, but not what that one answers. */
export function messageView(view: View, message: Message): Json {
  const replyTo = message.replyToId === null ? undefined : view.world.messages.find(message.box, message.replyToId)
  return {
    ...plainView(view, message),
    ...(replyTo === undefined ? {} : { reply_to_message: plainView(view, replyTo) }),
  }
}

function plainView(view: View, message: Message): Json {
  const { world } = view
  const chat = message.to < 0 ? world.chats.get(message.to) : undefined
  return {
    message_id: message.id,
    ...senderView(view, message),
    chat: chatView(view, peerFor(message, view.botId)),
    date: unixTime(message.atMs),
    ...(message.editedAtMs === null ? {} : { edit_date: unixTime(message.editedAtMs) }),
    ...(message.topicId === null ? {} : { message_thread_id: message.topicId, is_topic_message: true }),
    ...(message.forward === null ? {} : { forward_origin: originView(view, message.forward) }),
    ...(message.viaBotId === null ? {} : { via_bot: userView(world.users.get(message.viaBotId)) }),
    ...optional('has_protected_content', chat?.noForwards === true),
    ...optional('media_group_id', message.groupedId),
    ...(message.action === null
      ? contentView(view, message)
      : serviceView(view, message, message.action, (other) => plainView(view, other))),
  }
}

/** A user; in a channel the channel; a chat in whose name somebody wrote, with the fake user that old bots expect. */
function senderView(view: View, message: Message): Json {
  if (message.fromId > 0) return { from: userView(view.world.users.get(message.fromId)) }
  const sender = { sender_chat: chatView(view, message.fromId) }
  return message.fromId === message.to && view.world.chats.get(message.to).kind === 'channel'
    ? sender
    : { from: channelBot, ...sender }
}

/** https://core.telegram.org/bots/api#message, `from`: "the field contains a fake sender user in non-channel chats". */
const channelBot = { id: 136_817_688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' }

function originView(view: View, origin: ForwardOrigin): Json {
  const date = unixTime(origin.atMs)
  if (origin.fromId > 0) return { type: 'user', sender_user: userView(view.world.users.get(origin.fromId)), date }
  const chat = chatView(view, origin.fromId)
  if (chat['type'] !== 'channel') return { type: 'chat', sender_chat: chat, date }
  return { type: 'channel', chat, message_id: origin.messageId, date }
}

function contentView(view: View, message: Message): Json {
  const entities = message.entities.flatMap((entity) => entityView(view, entity) ?? [])
  const keyboard = message.markup !== null && isInline(message.markup) ? message.markup : undefined
  const [textName, entitiesName] = message.media === null ? ['text', 'entities'] : ['caption', 'caption_entities']
  return {
    ...optional(textName, message.text),
    ...(entities.length === 0 ? {} : { [entitiesName]: entities }),
    ...(message.media === null ? {} : mediaView(view, message.media)),
    ...optional('reply_markup', keyboard),
  }
}

function entityView(view: View, { userId, customEmojiId, ...entity }: Entity): Json | undefined {
  const user = userId === undefined ? undefined : view.world.users.find(userId)
  if (entity.type === 'text_mention' && user === undefined) return undefined
  return {
    ...entity,
    ...(user === undefined ? {} : { user: userView(user) }),
    ...optional('custom_emoji_id', customEmojiId),
  }
}
