import type { Chat, Member } from '../../world/model.ts'
import { bareId } from '../../world/peer.ts'
import { isPresent } from '../../world/rights.ts'
import type { World } from '../../world/world.ts'
import { tlPeer } from '../input-peer.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { isRestricted } from './chat.ts'
import { tlDate } from './date.ts'
import { tlAdminRights, tlBannedRights } from './rights.ts'

/** A member of a supergroup or channel. Who invited, promoted or banned is not kept: the creator stands for them. */
export function tlParticipant(world: World, chat: Chat, member: Member, viewerId: number): TlObject {
  const userId = BigInt(member.userId)
  const date = tlDate(member.joinedAtMs)
  const isSelf = member.userId === viewerId
  const byId = BigInt(chat.creatorId)
  if (member.role === 'creator') return { _: 'channelParticipantCreator', userId, adminRights: tlAdminRights(member) }
  if (member.role === 'admin') {
    const common = { _: 'channelParticipantAdmin', userId, promotedBy: byId, date, adminRights: tlAdminRights(member) }
    return isSelf ? { ...common, self: true, inviterId: byId } : common
  }
  if (member.role === 'left') return { _: 'channelParticipantLeft', peer: tlPeer(member.userId) }
  if (member.role === 'banned' || isRestricted(member, world.clock.nowMs())) return tlBanned(member, date, byId)
  if (isSelf) return { _: 'channelParticipantSelf', userId, inviterId: byId, date }
  return { _: 'channelParticipant', userId, date }
}

/** Everybody in a basic group; who is not in it sees nobody. */
export function tlChatParticipants(world: World, chat: Chat, viewerId: number): TlObject {
  const chatId = BigInt(bareId(chat.peer))
  if (!isPresent(world.chats.member(chat.peer, viewerId))) return { _: 'chatParticipantsForbidden', chatId }
  const participants = [...world.chats.present(chat.peer)].map((member) => tlChatParticipant(chat, member))
  return { _: 'chatParticipants', chatId, participants, version: 1 }
}

function tlChatParticipant(chat: Chat, member: Member): TlObject {
  const userId = BigInt(member.userId)
  if (member.role === 'creator') return { _: 'chatParticipantCreator', userId }
  const constructor = member.role === 'admin' ? 'chatParticipantAdmin' : 'chatParticipant'
  return { _: constructor, userId, inviterId: BigInt(chat.creatorId), date: tlDate(member.joinedAtMs) }
}

function tlBanned(member: Member, date: number, kickedBy: bigint): TlObject {
  const isOut = member.role === 'banned'
  return {
    _: 'channelParticipantBanned',
    left: isOut,
    peer: tlPeer(member.userId),
    kickedBy,
    date,
    bannedRights: tlBannedRights(isOut ? ['viewMessages', ...member.banned] : member.banned, member.bannedUntilMs),
  }
}
