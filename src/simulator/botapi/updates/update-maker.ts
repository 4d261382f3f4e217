import type { ButtonPress, Message, ServiceAction, User, WorldEvent } from '../../world/model.ts'
import { isAdmin, isPresent } from '../../world/rights.ts'
import type { World } from '../../world/world.ts'
import type { FileIds } from '../files/file-ids.ts'
import { chatView } from '../view/chat.ts'
import { memberView } from '../view/member.ts'
import { messageView } from '../view/message.ts'
import { userView } from '../view/user.ts'
import { unixTime } from '../view/view.ts'
import type { Json, View } from '../view/view.ts'
import { passesPrivacy } from './privacy.ts'
import type { UpdateQueue } from './update-queue.ts'
import type { UpdateType } from './update-types.ts'

export interface UpdateMakerDeps {
  readonly world: World
  readonly queue: UpdateQueue
  readonly fileIds: FileIds
}

type MemberEvent = Extract<WorldEvent, { type: 'member' }>
type BlockEvent = Extract<WorldEvent, { type: 'blocked' }>

/** Turns what happens in the world into updates for the bots that it concerns, in the same transaction. */
export class UpdateMaker {
  readonly #deps: UpdateMakerDeps
  #actingBot: number | undefined

  constructor(deps: UpdateMakerDeps) {
    this.#deps = deps
  }

  listen(): void {
    this.#deps.world.events.listen((event) => this.#onEvent(event))
  }

  /** While `act` runs, this bot is the author: a post in a channel stands in the channel's name and does not tell who wrote it. */
  actingAs<T>(botId: number, act: () => T): T {
    this.#actingBot = botId
    try {
      return act()
    } finally {
      this.#actingBot = undefined
    }
  }

  #onEvent(event: WorldEvent): void {
    switch (event.type) {
      case 'message':
        this.#onMessage(event.message, false)
        return
      case 'edited':
        this.#onMessage(event.message, true)
        return
      case 'member':
        this.#onMember(event)
        return
      case 'blocked':
        this.#onBlocked(event)
        return
      case 'button':
        this.#onButton(event.callback)
        return
      case 'deleted':
      case 'answered':
        // The Bot API has no update for either.
        return
    }
  }

  #onMessage(message: Message, isEdited: boolean): void {
    const isPost = message.to < 0 && this.#deps.world.chats.get(message.to).kind === 'channel'
    const [fresh, edited] = isPost
      ? (['channel_post', 'edited_channel_post'] as const)
      : (['message', 'edited_message'] as const)
    const type = isEdited ? edited : fresh
    for (const bot of this.#readers(message))
      if (this.#deps.queue.wants(bot.id, type)) this.#add(bot.id, type, messageView(this.#view(bot.id), message))
  }

  *#readers(message: Message): Generator<User> {
    const { users, chats } = this.#deps.world
    if (message.to > 0) {
      for (const user of [users.get(message.to), users.get(message.fromId)])
        if (user.bot !== null && !this.#isOwn(user.id, message)) yield user
      return
    }
    // What one bot says no other bot gets to see: https://core.telegram.org/bots/faq#why-doesn-39t-my-bot-see-messages-from-other-bots
    const isByBot = message.fromId > 0 && users.get(message.fromId).bot !== null && message.action === null
    if (message.action?.type === 'created' && chats.get(message.to).kind !== 'basic') return
    for (const bot of users.bots()) {
      if (!isPresent(chats.member(message.to, bot.id)) || this.#isOwn(bot.id, message)) continue
      if (!isByBot && (message.to === message.fromId || passesPrivacy(this.#deps.world, bot, message))) yield bot
    }
  }

  /** A bot gets no update about what it said itself, except for service messages that somebody else might have caused as well. */
  #isOwn(botId: number, message: Message): boolean {
    const isAuthor = message.fromId === botId || this.#actingBot === botId
    return isAuthor && (message.action === null || !toldToAuthor.has(message.action.type))
  }

  #onMember(event: MemberEvent): void {
    const { world, queue } = this.#deps
    for (const bot of world.users.bots()) {
      const isSubject = bot.id === event.userId
      const type = isSubject ? 'my_chat_member' : 'chat_member'
      const mayKnow = isSubject || isAdmin(world.chats.member(event.chat.peer, bot.id))
      if (mayKnow && queue.wants(bot.id, type)) this.#addMember(bot.id, type, event)
    }
  }

  #addMember(botId: number, type: UpdateType, { chat, userId, before, after, byId }: MemberEvent): void {
    const view = this.#view(botId)
    const former = memberView(view, chat, userId, before)
    const current = memberView(view, chat, userId, after)
    if (JSON.stringify(former) === JSON.stringify(current)) return
    this.#add(botId, type, { chat: chatView(view, chat.peer), ...this.#changed(byId, former, current) })
  }

  /** For a private chat a blocked bot is "kicked" from it. */
  #onBlocked({ userId, targetId, isBlocked }: BlockEvent): void {
    const { users, dialogs } = this.#deps.world
    const bot = users.get(targetId)
    const isConcerned = bot.bot !== null && dialogs.hasPrivate(userId, bot.id)
    if (!isConcerned || !this.#deps.queue.wants(bot.id, 'my_chat_member')) return
    const member = { status: 'member', user: userView(bot) }
    const kicked = { status: 'kicked', user: userView(bot), until_date: 0 }
    const [former, current] = isBlocked ? [member, kicked] : [kicked, member]
    const chat = chatView(this.#view(bot.id), userId)
    this.#add(bot.id, 'my_chat_member', { chat, ...this.#changed(userId, former, current) })
  }

  #changed(byId: number, former: Json, current: Json): Json {
    const { users, clock } = this.#deps.world
    return {
      from: userView(users.get(byId)),
      date: unixTime(clock.nowMs()),
      old_chat_member: former,
      new_chat_member: current,
    }
  }

  #onButton({ id, userId, botId, message, data }: ButtonPress): void {
    if (!this.#deps.queue.wants(botId, 'callback_query')) return
    this.#add(botId, 'callback_query', {
      id,
      from: userView(this.#deps.world.users.get(userId)),
      message: messageView(this.#view(botId), message),
      // "Global identifier, uniquely corresponding to the chat": the chat's id in other clothes.
      chat_instance: String(BigInt(message.to < 0 ? message.to : -userId) * 7_919n),
      data,
    })
  }

  #view(botId: number): View {
    const { world, fileIds } = this.#deps
    return { world, fileIds, botId }
  }

  #add(botId: number, type: UpdateType, body: Json): void {
    this.#deps.queue.add(botId, type, body)
  }
}

/** tdlib/telegram-bot-api, Client::need_skip_update_message: these come to the bot that caused them, too. */
const toldToAuthor: ReadonlySet<ServiceAction['type']> = new Set([
  'left',
  'titleChanged',
  'topicCreated',
  'topicEdited',
  'pinned',
])
