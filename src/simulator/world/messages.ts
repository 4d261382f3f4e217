import type { Clock } from '../../base/clock.ts'
import type { Boxes } from './boxes.ts'
import type { Chats } from './chats.ts'
import { checkContent, isSameContent } from './content.ts'
import { conversationKey, isInConversation } from './conversation.ts'
import { withDetected } from './detect-entities.ts'
import type { Dialogs } from './dialogs.ts'
import type { WorldEvents } from './events.ts'
import { forwardOf } from './forward-of.ts'
import type { ForwardOptions } from './forward-of.ts'
import type { HistoryWish } from './history.ts'
import { generalTopicId } from './model.ts'
import type { Chat, ForwardOrigin, Message, MessageContent, ServiceAction, Topic, User } from './model.ts'
import type { Peer } from './peer.ts'
import { badRequest, forbidden } from './refusal.ts'
import { hasAdminRight, mayView, sendRefusal } from './rights.ts'
import type { Users } from './users.ts'
import type { WorldStore } from './world-store.ts'

/** What somebody wants to say. Everything but who, where and what has a default. */
export interface Draft extends Partial<MessageContent> {
  readonly fromId: number
  readonly to: Peer
  readonly replyToId?: number | null
  readonly topicId?: number | null
  readonly forward?: ForwardOrigin | null
  readonly viaBotId?: number | null
  readonly groupedId?: string | null
  readonly isSilent?: boolean
  /** The channel in whose name it stands; rights and slow mode stay those of `fromId`. */
  readonly sendAs?: Peer | null
  /** When it was written: of a world that is being built, which has a past and tells nobody. Now, when left out. */
  readonly atMs?: number
}

export interface MessagesDeps {
  readonly store: WorldStore
  readonly users: Users
  readonly chats: Chats
  readonly dialogs: Dialogs
  readonly boxes: Boxes
  readonly events: WorldEvents
  readonly clock: Clock
}

/** Everything that was said. Each verb checks first and then changes: a refusal changes nothing. */
export class Messages {
  readonly #deps: MessagesDeps
  #lastCommonId: number

  constructor(deps: MessagesDeps) {
    this.#deps = deps
    this.#lastCommonId = deps.store.lastCommonId()
  }

  /** @throws Refusal with what Telegram would answer. */
  send(draft: Draft): Message {
    const target = this.#targetOf(draft)
    this.#checkAnswered(draft, target)
    const member = 'peer' in target ? this.#deps.chats.member(target.peer, draft.fromId) : undefined
    if ('peer' in target && member !== undefined)
      this.#deps.chats.noteSent(target, member, draft.atMs ?? this.#deps.clock.nowMs())
    return this.#deliver(draft, target)
  }

  /** Could this be sent now? @throws Refusal as `send` does */
  check(draft: Draft): void {
    this.#targetOf(draft)
  }

  /** A service message: somebody joined, a topic was opened. Not subject to rights. */
  announce(fromId: Peer, to: Peer, action: ServiceAction, topicId: number | null = null, atMs?: number): Message {
    const target = to > 0 ? this.#deps.users.get(to) : this.#deps.chats.get(to)
    return this.#deliver({ fromId, to, topicId, ...(atMs === undefined ? {} : { atMs }) }, target, action)
  }

  /** The first message of a new chat, of which nobody is told: a world is built in silence. */
  open(chat: Chat, memberIds: readonly number[]): void {
    // A successor begins with the notice of its migration.
    if (chat.migratedFrom !== null) return
    const action = { type: 'created', title: chat.title, userIds: chat.kind === 'basic' ? memberIds : [] } as const
    this.#write({ fromId: chat.creatorId, to: chat.peer, atMs: chat.createdAtMs }, chat, action)
  }

  /** Tells of the first message after all, where somebody made the chat before the eyes of others. */
  tellOpening(chat: Chat): void {
    const opening = this.find(boxOf(chat), chat.topMessageId)
    if (opening !== undefined) this.#tell(opening)
  }

  /** Copies messages to another chat with their origin: all of them or none. @throws Refusal as `checkForward` does. */
  forward(fromId: number, source: readonly Message[], to: Peer, options: ForwardOptions = {}): Message[] {
    this.checkForward(fromId, source, to, options)
    return source.map((message) => this.send(forwardOf(message, fromId, to, options)))
  }

  /**
   * Could all of these be forwarded now?
   * @throws Refusal CHAT_FORWARDS_RESTRICTED, MESSAGE_ID_INVALID for a service message, and those of `send`.
   */
  checkForward(fromId: number, source: readonly Message[], to: Peer, options: ForwardOptions = {}): void {
    for (const message of source) {
      if (this.#deps.chats.find(message.to)?.noForwards === true) throw badRequest('CHAT_FORWARDS_RESTRICTED')
      if (message.action !== null) throw badRequest('MESSAGE_ID_INVALID')
      this.check(forwardOf(message, fromId, to, options))
    }
  }

  /** @throws Refusal MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_NOT_MODIFIED and those of the content. */
  edit(editorId: number, box: Peer, id: number, content: Partial<MessageContent>): Message {
    const message = this.#deps.store.message(box, id)
    if (message === undefined || message.action !== null) throw badRequest('MESSAGE_ID_INVALID')
    const member = this.#deps.chats.member(message.to, editorId)
    const isAllowed =
      message.fromId === editorId || (message.fromId === message.to && hasAdminRight(member, 'editMessages'))
    if (!isAllowed) throw forbidden('MESSAGE_AUTHOR_REQUIRED')
    const changed = { ...message, ...content }
    checkContent(changed, this.#deps.users.get(editorId))
    const entities = withDetected(changed.text, changed.entities)
    const edited: Message = { ...changed, entities, editedAtMs: this.#deps.clock.nowMs() }
    if (isSameContent(edited, message)) throw badRequest('MESSAGE_NOT_MODIFIED')
    this.#deps.store.saveMessage(edited, conversationKey(edited.fromId, edited.to))
    this.#deps.events.emit({ type: 'edited', message: edited, pts: this.#deps.boxes.enter('edited', edited) })
    return edited
  }

  /** Deletes for everybody. Ids that are gone already are passed over. @throws Refusal MESSAGE_DELETE_FORBIDDEN; then none is deleted. */
  delete(userId: number, box: Peer, ids: readonly number[]): Message[] {
    const messages = ids.flatMap((id) => this.#deps.store.message(box, id) ?? [])
    for (const message of messages) {
      const member = this.#deps.chats.member(message.to, userId)
      const isOwn = message.fromId === userId || (message.to > 0 && message.to === userId)
      if (!isOwn && !hasAdminRight(member, 'deleteMessages')) throw forbidden('MESSAGE_DELETE_FORBIDDEN')
    }
    for (const message of messages) {
      this.#deps.store.removeMessage(box, message.id)
      this.#noteDeleted(message)
      const pts = this.#deps.boxes.enter('deleted', message)
      this.#deps.events.emit({ type: 'deleted', box, ids: [message.id], to: message.to, pts })
    }
    return messages
  }

  find(box: Peer, id: number): Message | undefined {
    return this.#deps.store.message(box, id)
  }

  /**
   * Newest first, unless asked otherwise. `topicId` 1 is the General topic.
   * @throws Refusal CHANNEL_PRIVATE or PEER_ID_INVALID when the viewer may not look.
   */
  history(viewerId: number, peer: Peer, range: HistoryWish): Message[] {
    const chat = peer < 0 ? this.#deps.chats.find(peer) : undefined
    if (peer < 0 && chat === undefined) throw badRequest('PEER_ID_INVALID')
    if (chat !== undefined && !mayView(chat, this.#deps.chats.member(peer, viewerId)))
      throw badRequest('CHANNEL_PRIVATE')
    const topicId = range.topicId ?? null
    return this.#deps.store.history({
      conversation: conversationKey(viewerId, peer),
      topicId,
      belowId: range.belowId ?? Number.MAX_SAFE_INTEGER,
      // The message that opened a topic stands above it, as its title.
      aboveId: Math.max(range.aboveId ?? 0, topicId === null || topicId === generalTopicId ? 0 : topicId),
      limit: range.limit,
      skip: range.skip ?? 0,
      order: range.order ?? 'newest first',
    })
  }

  /** Is this one of the two in a private chat, or may they look into the chat? */
  mayRead(viewerId: number, message: Message): boolean {
    if (message.to > 0) return message.fromId === viewerId || message.to === viewerId
    const chat = this.#deps.chats.find(message.to)
    return chat !== undefined && mayView(chat, this.#deps.chats.member(chat.peer, viewerId))
  }

  #targetOf(draft: Draft): Chat | User {
    const sender = this.#deps.users.get(draft.fromId)
    checkContent(draft, sender)
    if (draft.to > 0) return this.#privateRecipient(sender, draft.to)
    const chat = this.#deps.chats.find(draft.to)
    if (chat === undefined) throw badRequest('PEER_ID_INVALID')
    const member = this.#deps.chats.member(chat.peer, sender.id)
    const topic = this.#topicOf(chat, draft.topicId)
    const nowMs = draft.atMs ?? this.#deps.clock.nowMs()
    const refusal = sendRefusal(chat, member, { media: draft.media ?? null, topic }, nowMs)
    if (refusal !== undefined) throw refusal
    if (draft.topicId != null && draft.topicId !== generalTopicId && topic === undefined)
      throw badRequest('TOPIC_ID_INVALID')
    if (sender.status === 'limited') throw badRequest('PEER_FLOOD')
    return chat
  }

  #checkAnswered({ fromId, to, replyToId }: Draft, target: Chat | User): void {
    if (replyToId == null) return
    const answered = this.find(boxOf('peer' in target ? target : undefined), replyToId)
    if (answered === undefined || !isInConversation(answered, fromId, to)) throw badRequest('REPLY_MESSAGE_ID_INVALID')
  }

  #privateRecipient(sender: User, to: number): User {
    const recipient = this.#deps.users.find(to)
    if (recipient === undefined) throw badRequest('PEER_ID_INVALID')
    if (recipient.status === 'deactivated' || recipient.status === 'banned') throw forbidden('INPUT_USER_DEACTIVATED')
    if (recipient.blocked.includes(sender.id)) throw forbidden('USER_IS_BLOCKED')
    if (sender.blocked.includes(recipient.id)) throw badRequest('YOU_BLOCKED_USER')
    if (sender.bot !== null && recipient.bot !== null) throw badRequest('USER_IS_BOT')
    const isKnown = recipient.bot !== null || this.#deps.dialogs.hasPrivate(recipient.id, sender.id)
    if (sender.bot !== null && !isKnown) throw badRequest('PEER_ID_INVALID')
    if (sender.status === 'limited' && !isKnown) throw badRequest('PEER_FLOOD')
    return recipient
  }

  #deliver(draft: Draft, target: Chat | User, action: ServiceAction | null = null): Message {
    const message = this.#write(draft, target, action)
    if (draft.atMs === undefined) this.#tell(message)
    return message
  }

  #tell(message: Message): void {
    this.#deps.events.emit({ type: 'message', message, pts: this.#deps.boxes.enter('message', message) })
  }

  #write(draft: Draft, target: Chat | User, action: ServiceAction | null): Message {
    const chat = 'peer' in target ? target : undefined
    const id = this.#nextId(chat)
    const message: Message = {
      box: boxOf(chat),
      id,
      fromId: chat?.kind === 'channel' ? chat.peer : (draft.sendAs ?? draft.fromId),
      to: draft.to,
      atMs: draft.atMs ?? this.#deps.clock.nowMs(),
      editedAtMs: null,
      text: draft.text ?? '',
      entities: withDetected(draft.text ?? '', draft.entities ?? []),
      media: draft.media ?? null,
      markup: draft.markup ?? null,
      replyToId: draft.replyToId ?? null,
      topicId: action?.type === 'topicCreated' ? id : draft.topicId === generalTopicId ? null : (draft.topicId ?? null),
      forward: draft.forward ?? null,
      action,
      viaBotId: draft.viaBotId ?? null,
      groupedId: draft.groupedId ?? null,
      isSilent: draft.isSilent ?? false,
    }
    this.#deps.store.saveMessage(message, conversationKey(message.fromId, message.to))
    this.#noteTop(message, chat)
    return message
  }

  #nextId(chat: Chat | undefined): number {
    if (chat === undefined || chat.kind === 'basic') return ++this.#lastCommonId
    return chat.lastMessageId + 1
  }

  #noteTop(message: Message, chat: Chat | undefined): void {
    if (chat === undefined) {
      this.#deps.dialogs.notePrivate(message)
      return
    }
    chat.lastMessageId = message.id
    chat.topMessageId = message.id
    chat.topAtMs = message.atMs
    const topic = this.#topicOf(chat, message.topicId)
    if (topic !== undefined) topic.lastMessageId = message.id
  }

  #noteDeleted(message: Message): void {
    const chat = message.to < 0 ? this.#deps.chats.get(message.to) : undefined
    if (chat === undefined) {
      this.#deps.dialogs.noteDeleted(message)
      return
    }
    const conversation = String(chat.peer)
    if (chat.topMessageId === message.id) {
      const top = this.#deps.store.top(conversation)
      chat.topMessageId = top?.id ?? 0
      chat.topAtMs = top?.atMs ?? chat.createdAtMs
    }
    const topic = this.#topicOf(chat, message.topicId)
    if (topic?.lastMessageId === message.id)
      topic.lastMessageId = this.#deps.store.top(conversation, topic.id)?.id ?? topic.id
  }

  /** In a forum everything stands in a topic: what names none, in General. */
  #topicOf(chat: Chat, topicId: number | null | undefined): Topic | undefined {
    return chat.isForum ? this.#deps.chats.topic(chat.peer, topicId ?? generalTopicId) : undefined
  }
}

/** The counter that a chat's message ids come from: its own, or the common one of basic groups and private chats. */
function boxOf(chat: Chat | undefined): Peer {
  return chat === undefined || chat.kind === 'basic' ? 0 : chat.peer
}
