import { peerFor } from '../../world/conversation.ts'
import type { Message, ServiceAction } from '../../world/model.ts'
import { chatView } from './chat.ts'
import { userView } from './user.ts'
import type { Json, View } from './view.ts'

/** What happened, for a service message. `show` renders another message: the pinned one. */
export function serviceView(view: View, message: Message, action: ServiceAction, show: (other: Message) => Json): Json {
  const user = (id: number) => userView(view.world.users.get(id))
  switch (action.type) {
    case 'created':
      return { [createdField(view, message)]: true }
    case 'joined':
      return { new_chat_members: action.userIds.map(user) }
    case 'left':
      return { left_chat_member: user(action.userId) }
    case 'titleChanged':
      return { new_chat_title: action.title }
    case 'migratedTo':
      return { migrate_to_chat_id: action.chat }
    case 'migratedFrom':
      return { migrate_from_chat_id: action.chat }
    case 'topicCreated':
      return { forum_topic_created: { name: action.title, icon_color: topicColor } }
    case 'topicEdited':
      if (action.isClosed === true) return { forum_topic_closed: {} }
      return action.isClosed === false
        ? { forum_topic_reopened: {} }
        : { forum_topic_edited: action.title === null ? {} : { name: action.title } }
    case 'pinned': {
      const pinned = view.world.messages.find(message.box, action.messageId)
      const gone = { chat: chatView(view, peerFor(message, view.botId)), message_id: action.messageId, date: 0 }
      return { pinned_message: pinned === undefined ? gone : show(pinned) }
    }
  }
}

/** https://core.telegram.org/bots/api#createforumtopic: the first of the six colours, because the world keeps none. */
export const topicColor = 0x6fb9f0

function createdField(view: View, message: Message): string {
  const kind = view.world.chats.get(message.to).kind
  return kind === 'basic' ? 'group_chat_created' : `${kind}_chat_created`
}
