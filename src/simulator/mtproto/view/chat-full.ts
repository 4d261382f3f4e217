import type { Chat, Member, MemberRole } from '../../world/model.ts'
import { bareId } from '../../world/peer.ts'
import { hasAdminRight, isAdmin } from '../../world/rights.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { isRestricted } from './chat.ts'
import { tlDate } from './date.ts'
import { tlInvite } from './invite.ts'
import { tlChatParticipants } from './participant.ts'

export const noPhoto = { _: 'photoEmpty', id: 0n } as const
export const plainNotifications = { _: 'peerNotifySettings' } as const

/** The profile page of a basic group. */
export function tlChatFull(world: World, chat: Chat, viewerId: number): TlObject {
  const member = world.chats.member(chat.peer, viewerId)
  return {
    _: 'chatFull',
    canSetUsername: member?.role === 'creator',
    id: BigInt(bareId(chat.peer)),
    about: chat.about,
    participants: tlChatParticipants(world, chat, viewerId),
    notifySettings: plainNotifications,
    exportedInvite: hasAdminRight(member, 'inviteUsers') ? tlInvite(chat) : undefined,
    botInfo: [],
    availableReactions: { _: 'chatReactionsNone' },
  }
}

/** The profile page of a supergroup or channel. */
export function tlChannelFull(world: World, chat: Chat, viewerId: number): TlObject {
  const member = world.chats.member(chat.peer, viewerId)
  const dialog = world.dialogs.get(viewerId, chat.peer)
  return {
    _: 'channelFull',
    canViewParticipants: chat.kind === 'supergroup' || isAdmin(member),
    canSetUsername: member?.role === 'creator',
    canDeleteChannel: member?.role === 'creator',
    id: BigInt(bareId(chat.peer)),
    about: chat.about,
    participantsCount: world.chats.presentCount(chat.peer),
    ...(isAdmin(member) ? countsFor(world, chat) : {}),
    readInboxMaxId: dialog.readInboxId,
    readOutboxMaxId: chat.topMessageId,
    unreadCount: world.dialogs.unreadCount(viewerId, dialog),
    chatPhoto: noPhoto,
    notifySettings: plainNotifications,
    exportedInvite: hasAdminRight(member, 'inviteUsers') ? tlInvite(chat) : undefined,
    botInfo: [],
    ...slowModeOf(world, chat, member),
    ...originOf(world, chat, viewerId),
    pts: chat.pts,
    availableReactions: { _: 'chatReactionsNone' },
  }
}

function slowModeOf(world: World, chat: Chat, member: Member | undefined): Partial<TlObject> {
  if (chat.slowModeSeconds === 0) return {}
  const nextAtMs = (member?.lastSentAtMs ?? 0) + chat.slowModeSeconds * 1000
  const isWaiting = !isAdmin(member) && nextAtMs > world.clock.nowMs()
  return {
    slowmodeSeconds: chat.slowModeSeconds,
    slowmodeNextSendDate: isWaiting ? tlDate(nextAtMs + 999) : undefined,
  }
}

/** The basic group that this one was, with the last message that stands there. */
function originOf(world: World, chat: Chat, viewerId: number): Partial<TlObject> {
  if (chat.migratedFrom === null) return {}
  const { topMessageId } = world.dialogs.get(viewerId, chat.migratedFrom)
  return { migratedFromChatId: BigInt(bareId(chat.migratedFrom)), migratedFromMaxId: topMessageId }
}

function countsFor(world: World, chat: Chat): Partial<TlObject> {
  const roles: Record<MemberRole, number> = { creator: 0, admin: 0, member: 0, left: 0, banned: 0 }
  const nowMs = world.clock.nowMs()
  let bannedCount = 0
  for (const member of world.chats.membersEver(chat.peer)) {
    roles[member.role]++
    if (member.role === 'member' && isRestricted(member, nowMs)) bannedCount++
  }
  return { adminsCount: roles.creator + roles.admin, kickedCount: roles.banned, bannedCount }
}
