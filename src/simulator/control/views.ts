import type { Chat, Message, User } from '../world/model.ts'
import type { Dialog } from '../world/dialogs.ts'
import type { World } from '../world/world.ts'

/** A user as the control API tells of it: everything but the verifier of the password. */
export interface UserView extends Omit<User, 'password'> {
  readonly hasPassword: boolean
}

export interface ChatView extends Chat {
  readonly membersCount: number
}

/** A line of a user's list of conversations. */
export interface DialogView extends Dialog {
  readonly title: string
  readonly unreadCount: number
  readonly topMessage: Message | null
}

export function userView({ password, ...user }: User): UserView {
  return { ...user, hasPassword: password !== null }
}

export function chatView(world: World, chat: Chat): ChatView {
  return { ...chat, membersCount: world.chats.presentCount(chat.peer) }
}

export function dialogView(world: World, ownerId: number, dialog: Dialog): DialogView {
  const { peer, topMessageId, topAtMs, readInboxId, isPinned } = dialog
  const chat = peer < 0 ? world.chats.get(peer) : undefined
  const user = peer > 0 ? world.users.get(peer) : undefined
  return {
    peer,
    topMessageId,
    topAtMs,
    readInboxId,
    isPinned,
    title: chat?.title ?? `${user?.firstName ?? ''} ${user?.lastName ?? ''}`.trim(),
    unreadCount: world.dialogs.unreadCount(ownerId, dialog),
    topMessage: world.messages.find(boxOf(world, peer), topMessageId) ?? null,
  }
}

/** Where the ids of a conversation's messages are counted: see `Message.box`. */
export function boxOf(world: World, peer: number): number {
  const chat = peer < 0 ? world.chats.find(peer) : undefined
  return chat === undefined || chat.kind === 'basic' ? 0 : chat.peer
}
