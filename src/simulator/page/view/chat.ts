import type { BotCommand, Chat, Message, Topic, User } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { Refusal } from '../../world/refusal.ts'
import { isPresent, mayView, sendRefusal } from '../../world/rights.ts'
import type { World } from '../../world/world.ts'
import { lastMessageView } from './dialog.ts'
import type { LastMessageView } from './dialog.ts'
import { keyboardChange, keyboardOf } from './markup.ts'
import type { Keyboard } from './markup.ts'
import { peerView } from './peer.ts'
import type { PeerView } from './peer.ts'

/** What stands at the foot of the chat: an input, or the one button that leads to it, or why there is none. */
export type WritingView =
  | { readonly type: 'open' }
  | { readonly type: 'start' }
  | { readonly type: 'join' }
  | { readonly type: 'unblock' }
  | { readonly type: 'closed'; readonly refusal: string }

export interface KeyboardView extends Keyboard {
  readonly messageId: number
  /** A one-time keyboard that was used waits folded, as a phone folds it. */
  readonly isUsed: boolean
}

export interface TopicView {
  readonly id: number
  readonly title: string
  readonly isClosed: boolean
  readonly last: LastMessageView | null
}

/** Everything around the messages of one conversation, for one viewer. */
export interface ChatView {
  readonly peer: PeerView
  readonly membersCount: number | null
  readonly about: string
  readonly isBlocked: boolean
  readonly isMember: boolean
  readonly writing: WritingView
  readonly slowModeSeconds: number
  readonly commands: readonly BotCommand[]
  readonly keyboard: KeyboardView | null
  /** The message that a bot wants an answer to. */
  readonly answerTo: number | null
  readonly topics: readonly TopicView[] | null
}

export type CommandsOf = (
  botId: number,
  viewer: { readonly userId: number; readonly languageCode: string },
) => readonly BotCommand[]

/** The newest message that says anything about the keyboard decides; older than this is forgotten. */
const keyboardSearchMax = 200

/** Undefined for a peer that the world does not know. @param isInvited came by the invite link, so a private chat may be joined. */
export function chatView(
  world: World,
  viewer: User,
  peer: Peer,
  options: { readonly commandsOf: CommandsOf; readonly isInvited: boolean },
): ChatView | undefined {
  const view = peerView(world, peer)
  if (view === undefined) return undefined
  const chat = world.chats.find(peer)
  const bot = world.users.find(peer)?.bot ?? null
  return {
    peer: view,
    membersCount: chat === undefined ? null : world.chats.presentCount(peer),
    about: chat?.about ?? bot?.description ?? '',
    isBlocked: viewer.blocked.includes(peer),
    isMember: isPresent(world.chats.member(peer, viewer.id)),
    writing:
      chat === undefined ? privateWriting(world, viewer, view) : chatWriting(world, viewer, chat, options.isInvited),
    slowModeSeconds: chat?.slowModeSeconds ?? 0,
    commands: bot === null ? [] : options.commandsOf(peer, { userId: viewer.id, languageCode: viewer.languageCode }),
    ...keyboardView(world, viewer.id, peer),
    topics: chat?.isForum === true && mayLook(world, viewer, chat) ? topicViews(world, viewer.id, chat) : null,
  }
}

function privateWriting(world: World, viewer: User, { peer, kind, isGone }: PeerView): WritingView {
  if (isGone) return { type: 'closed', refusal: 'INPUT_USER_DEACTIVATED' }
  if (viewer.blocked.includes(peer)) return { type: 'unblock' }
  return { type: kind === 'bot' && !world.dialogs.hasPrivate(viewer.id, peer) ? 'start' : 'open' }
}

function chatWriting(world: World, viewer: User, chat: Chat, isInvited: boolean): WritingView {
  const member = world.chats.member(chat.peer, viewer.id)
  const mayJoin = (isInvited || chat.username !== null) && !chat.isDeleted && member?.role !== 'banned'
  if (!isPresent(member) && mayJoin) return { type: 'join' }
  const refusal = sendRefusal(chat, member, { media: null, topic: undefined }, world.clock.nowMs())
  // Waits pass by themselves: the input stays, and a message that comes too early is refused with the seconds.
  if (refusal === undefined || refusal.message.startsWith('SLOWMODE_WAIT')) return { type: 'open' }
  return { type: 'closed', refusal: refusal.message }
}

function mayLook(world: World, viewer: User, chat: Chat): boolean {
  return mayView(chat, world.chats.member(chat.peer, viewer.id))
}

function topicViews(world: World, viewerId: number, chat: Chat): TopicView[] {
  return world.chats
    .topics(chat.peer)
    .filter((topic) => !topic.isDeleted)
    .map((topic) => topicView(world, viewerId, topic))
    .sort((one, other) => (other.last?.atMs ?? 0) - (one.last?.atMs ?? 0))
}

function topicView(world: World, viewerId: number, { chat, id, title, isClosed, lastMessageId }: Topic): TopicView {
  const last = world.messages.find(chat, lastMessageId)
  return { id, title, isClosed, last: last === undefined ? null : lastMessageView(world, viewerId, last) }
}

function keyboardView(
  world: World,
  viewerId: number,
  peer: Peer,
): { keyboard: KeyboardView | null; answerTo: number | null } {
  const none = { keyboard: null, answerTo: null }
  const recent = readable(world, viewerId, peer)
  const index = recent.findIndex((message) => isAddressed(world, viewerId, message))
  const message = recent[index]
  if (message === undefined) return none

  const since = recent.slice(0, index).filter(({ fromId }) => fromId === viewerId)
  const change = keyboardChange(message.markup)
  if (change === 'answer-wanted') return { ...none, answerTo: since.length === 0 ? message.id : null }
  if (change !== 'replaced') return none
  const keyboard = keyboardOf(message.markup)
  const labels = new Set(keyboard.rows.flat().map(({ text }) => text))
  const isUsed = keyboard.isOneTime && since.some(({ text, media }) => media?.type === 'contact' || labels.has(text))
  return { ...none, keyboard: { ...keyboard, messageId: message.id, isUsed } }
}

function readable(world: World, viewerId: number, peer: Peer): Message[] {
  try {
    return world.messages.history(viewerId, peer, { limit: keyboardSearchMax })
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** https://core.telegram.org/bots/api#replykeyboardmarkup: a selective one is for who is mentioned in the text or answered. */
function isAddressed(world: World, viewerId: number, message: Message): boolean {
  if (message.fromId === viewerId || keyboardChange(message.markup) === null) return false
  if (message.to > 0 || message.markup?.['selective'] !== true) return true
  const answered = message.replyToId === null ? undefined : world.messages.find(message.box, message.replyToId)
  return answered?.fromId === viewerId || isMentioned(world.users.get(viewerId), message)
}

function isMentioned(viewer: User, { text, entities }: Message): boolean {
  const mention = viewer.username === null ? null : `@${viewer.username.toLowerCase()}`
  return entities.some(({ offset, length, userId }) => {
    return userId === viewer.id || text.slice(offset, offset + length).toLowerCase() === mention
  })
}
