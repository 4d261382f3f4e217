import type { Chat, Member } from '../../world/model.ts'
import { bareId } from '../../world/peer.ts'
import { isPresent, mayView } from '../../world/rights.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'
import { tlAdminRights, tlBannedRights } from './rights.ts'

/** A group or channel as this viewer may see it: one they were put out of, or never were in, is a forbidden one. */
export function tlChat(world: World, chat: Chat, viewerId: number): TlObject {
  const member = world.chats.member(chat.peer, viewerId)
  if (chat.kind === 'basic') return tlBasicGroup(world, chat, member, viewerId)
  return mayView(chat, member) ? tlChannel(world, chat, member, viewerId) : tlForbidden(world, chat, viewerId)
}

/** The proof with which this viewer may address a supergroup or channel. */
function tlInputChannel(world: World, chat: Chat, viewerId: number): TlObject {
  const accessHash = world.users.accessHash(viewerId, chat.peer)
  return { _: 'inputChannel', channelId: BigInt(bareId(chat.peer)), accessHash }
}

function tlBasicGroup(world: World, chat: Chat, member: Member | undefined, viewerId: number): TlObject {
  const id = BigInt(bareId(chat.peer))
  const isOutside = member === undefined || member.role === 'banned'
  if (isOutside || chat.isDeleted) return { _: 'chatForbidden', id, title: chat.title }
  const successor = chat.migratedTo === null ? undefined : world.chats.find(chat.migratedTo)
  return {
    _: 'chat',
    creator: member.role === 'creator',
    left: !isPresent(member),
    deactivated: successor !== undefined,
    noforwards: chat.noForwards,
    id,
    title: chat.title,
    photo: { _: 'chatPhotoEmpty' },
    participantsCount: world.chats.presentCount(chat.peer),
    date: tlDate(chat.createdAtMs),
    version: 1,
    migratedTo: successor === undefined ? undefined : tlInputChannel(world, successor, viewerId),
    adminRights: member.role === 'admin' ? tlAdminRights(member) : undefined,
    defaultBannedRights: tlBannedRights(chat.defaultBanned),
  }
}

function tlChannel(world: World, chat: Chat, member: Member | undefined, viewerId: number): TlObject {
  return {
    _: 'channel',
    creator: member?.role === 'creator',
    left: !isPresent(member),
    broadcast: chat.kind === 'channel',
    megagroup: chat.kind === 'supergroup',
    slowmodeEnabled: chat.slowModeSeconds > 0,
    noforwards: chat.noForwards,
    joinRequest: chat.joinNeedsApproval,
    forum: chat.isForum,
    id: BigInt(bareId(chat.peer)),
    accessHash: world.users.accessHash(viewerId, chat.peer),
    title: chat.title,
    username: chat.username ?? undefined,
    photo: { _: 'chatPhotoEmpty' },
    date: tlDate(member !== undefined && isPresent(member) ? member.joinedAtMs : chat.createdAtMs),
    ...rightsIn(world, chat, member),
    participantsCount: world.chats.presentCount(chat.peer),
  }
}

function rightsIn(world: World, chat: Chat, member: Member | undefined): Partial<TlObject> {
  const isAdmin = member?.role === 'creator' || member?.role === 'admin'
  return {
    adminRights: isAdmin ? tlAdminRights(member) : undefined,
    bannedRights: isRestricted(member, world.clock.nowMs())
      ? tlBannedRights(member.banned, member.bannedUntilMs)
      : undefined,
    defaultBannedRights: chat.kind === 'supergroup' ? tlBannedRights(chat.defaultBanned) : undefined,
  }
}

/** Has this member own bans that are not over? */
export function isRestricted(member: Member | undefined, nowMs: number): member is Member {
  if (member === undefined || member.banned.length === 0) return false
  return member.bannedUntilMs === null || member.bannedUntilMs > nowMs
}

function tlForbidden(world: World, chat: Chat, viewerId: number): TlObject {
  return {
    _: 'channelForbidden',
    broadcast: chat.kind === 'channel',
    megagroup: chat.kind === 'supergroup',
    id: BigInt(bareId(chat.peer)),
    accessHash: world.users.accessHash(viewerId, chat.peer),
    title: chat.title,
  }
}
