import type { Chats } from './chats.ts'
import type { Messages } from './messages.ts'
import { generalTopicId } from './model.ts'
import type { Chat, Message, Topic } from './model.ts'
import { badRequest } from './refusal.ts'

/** Topics of a forum. Each is opened by a service message whose id is the topic's id; General is 1 and always there. */
export class Topics {
  readonly #chats: Chats
  readonly #messages: Messages

  constructor(deps: { readonly chats: Chats; readonly messages: Messages }) {
    this.#chats = deps.chats
    this.#messages = deps.messages
  }

  /**
   * @param atMs of a world that is being built, in silence; now, when left out
   * @throws Refusal CHANNEL_FORUM_MISSING when the chat has no topics.
   */
  create(chat: Chat, creatorId: number, title: string, atMs?: number): Topic {
    if (!chat.isForum) throw badRequest('CHANNEL_FORUM_MISSING')
    const opening = this.#messages.announce(creatorId, chat.peer, { type: 'topicCreated', title }, null, atMs)
    return this.#save(chat, opening, title)
  }

  /** Makes sure that General exists. */
  openGeneral(chat: Chat): Topic {
    const opening = { id: generalTopicId, fromId: chat.creatorId, atMs: chat.createdAtMs }
    return this.#chats.topic(chat.peer, generalTopicId) ?? this.#save(chat, opening, 'General')
  }

  change(topic: Topic, changes: Partial<Pick<Topic, 'title' | 'isClosed' | 'isDeleted'>>): void {
    this.#chats.saveTopic(Object.assign(topic, changes))
  }

  #save(chat: Chat, opening: Pick<Message, 'id' | 'fromId' | 'atMs'>, title: string): Topic {
    const topic: Topic = {
      chat: chat.peer,
      id: opening.id,
      title,
      isClosed: false,
      isDeleted: false,
      creatorId: opening.fromId,
      createdAtMs: opening.atMs,
      lastMessageId: opening.id,
    }
    this.#chats.saveTopic(topic)
    return topic
  }
}
