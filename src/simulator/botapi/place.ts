import { peerFor } from '../world/conversation.ts'
import { generalTopicId } from '../world/model.ts'
import type { Chat, Message, User } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { isPresent } from '../world/rights.ts'
import { BotError, badRequest, forbidden } from './bot-error.ts'
import type { BotCall } from './call.ts'
import type { Args } from './http/args.ts'
import { integerOf } from './http/args.ts'
import { chatType } from './view/chat.ts'
import type { ChatType } from './view/chat.ts'

/** A chat that the bot named and may use in the way it wants to. */
export interface Place {
  readonly peer: Peer
  readonly type: ChatType
  /** Undefined for a private chat. */
  readonly chat: Chat | undefined
}

/** edit also covers leaving and looking at members; write is for everything new. */
export type Access = 'read' | 'edit' | 'write'

/** @throws BotError with what Telegram says where the bot cannot reach the chat. */
export function placeOf(call: BotCall, access: Access, name = 'chat_id'): Place {
  const raw = call.args.text(name).trim()
  if (raw === '') throw badRequest('chat_id is empty')
  return placeFor(call, access, raw)
}

export function placeFor(call: BotCall, access: Access, raw: string): Place {
  const target = targetOf(call, raw)
  if (target === undefined) throw badRequest('chat not found')
  if ('peer' in target) {
    checkChat(call, target, access)
    return { peer: target.peer, type: chatType(target), chat: target }
  }
  checkUser(call, target, access)
  return { peer: target.id, type: 'private', chat: undefined }
}

/** The chat that a request names, without asking whether the bot may use it: for faults and the ledger. */
export function namedPeer(call: Pick<BotCall, 'world'> & { readonly args: Args }): Peer | null {
  const target = targetOf(call, call.args.text('chat_id').trim())
  return target === undefined ? null : 'peer' in target ? target.peer : target.id
}

/** @throws BotError `… not found`, where `what` says which message the bot meant. */
export function messageIn(call: BotCall, place: Place, id: unknown, what: string): Message {
  const message = findMessage(call, place, integerOf(id) ?? 0)
  if (message === undefined) throw badRequest(`${what} not found`)
  return message
}

export function findMessage({ world, bot }: BotCall, place: Place, id: number): Message | undefined {
  const box = place.chat === undefined || place.chat.kind === 'basic' ? 0 : place.peer
  const message = id > 0 ? world.messages.find(box, id) : undefined
  return message !== undefined && isIn(message, place, bot) ? message : undefined
}

/** The topic named by message_thread_id; null for none. @throws BotError */
export function topicIn(call: BotCall, place: Place): number | null {
  const id = call.args.integer('message_thread_id') ?? 0
  if (id === 0) return null
  const topic = place.chat?.isForum === true ? call.world.chats.topic(place.peer, id) : undefined
  // General is addressed by naming no topic: https://github.com/tdlib/telegram-bot-api/issues/798
  if (topic === undefined || topic.isDeleted || id === generalTopicId) throw badRequest('message thread not found')
  return id
}

function targetOf({ world }: Pick<BotCall, 'world'>, raw: string): Chat | User | undefined {
  if (raw.startsWith('@')) return world.chats.byUsername(raw)
  if (!/^-?\d{1,16}$/.test(raw)) return undefined
  const id = Number(raw)
  return id < 0 ? world.chats.find(id) : world.users.find(id)
}

function checkUser({ world, bot }: BotCall, user: User, access: Access): void {
  if (user.id === bot.id) throw badRequest('chat not found')
  if (user.bot !== null) {
    if (access === 'write') throw forbidden("bot can't send messages to bots")
    return
  }
  if (!world.dialogs.hasPrivate(user.id, bot.id)) {
    // A user of a common group is known to the bot, but never opened a chat with it.
    const isMet = [...world.chats.of(bot.id)].some((chat) => isPresent(world.chats.member(chat.peer, user.id)))
    throw isMet && access === 'write'
      ? forbidden("bot can't initiate conversation with a user")
      : badRequest('chat not found')
  }
  if (access === 'read') return
  if (user.status === 'deactivated' || user.status === 'banned') throw forbidden('user is deactivated')
  if (access === 'write' && user.blocked.includes(bot.id)) throw forbidden('bot was blocked by the user')
}

function checkChat({ world, bot }: BotCall, chat: Chat, access: Access): void {
  const member = world.chats.member(chat.peer, bot.id)
  const type = chatType(chat)
  if (member === undefined && chat.username === null) throw badRequest('chat not found')
  if (chat.migratedTo !== null && access === 'write') throw upgradedTo(chat.migratedTo)
  if (chat.isDeleted && chat.kind === 'basic' && access !== 'read') throw forbidden('the group chat was deleted')
  // A deleted supergroup looks to the bot as if it had been put out of it.
  if (member?.role === 'banned' || chat.isDeleted) throw forbidden(`bot was kicked from the ${type} chat`)
  const needsMembership = access !== 'read' || chat.username === null
  if (needsMembership && !isPresent(member)) throw forbidden(`bot is not a member of the ${type} chat`)
}

function upgradedTo(successor: Peer): BotError {
  const sentence = 'Bad Request: group chat was upgraded to a supergroup chat'
  return new BotError(400, sentence, { migrate_to_chat_id: successor })
}

/** Ids of private chats and basic groups come from one counter, so that a number alone does not say where it belongs. */
function isIn(message: Message, place: Place, bot: User): boolean {
  if (message.to < 0) return message.to === place.peer
  const isOurs = message.to === bot.id || message.fromId === bot.id
  return isOurs && peerFor(message, bot.id) === place.peer
}
