import type { Chat, Member } from '../../world/model.ts'
import { badRequest } from '../../world/refusal.ts'
import { isAdmin, isPresent } from '../../world/rights.ts'
import { openChannelOf, requireRight, userIn } from '../chat-access.ts'
import { happening } from '../happening.ts'
import { peerOfInput, resolveInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { isRestricted } from '../view/chat.ts'
import { tlParticipant } from '../view/participant.ts'
import { Peers } from '../view/peers.ts'
import { adminRightsOf, bannedRightsOf, bannedUntilMs } from '../view/rights.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface OfChannel {
  readonly channel: InputPeer
}

interface GetParticipants extends OfChannel {
  readonly filter: TlObject
  readonly offset: number
  readonly limit: number
}

const pageMax = 200

/** Who is in a supergroup or channel, and as what. */
export const participantMethods: Methods = {
  'channels.getParticipants': signedIn<GetParticipants>(({ channel, filter, offset, limit }, call) => {
    const { world, user } = call
    const chat = openChannelOf(call, channel)
    const found = filtered(call, chat, filter)
    const from = Math.max(offset, 0)
    const page = found.slice(from, from + Math.min(Math.max(limit, 0), pageMax))
    return {
      _: 'channels.channelParticipants',
      count: found.length,
      participants: page.map((member) => tlParticipant(world, chat, member, user.id)),
      ...new Peers(world, user.id).add(chat.peer, ...page.map(({ userId }) => userId)).lists(),
    }
  }),

  'channels.getParticipant': signedIn<OfChannel & { readonly participant: InputPeer }>((body, call) => {
    const { world, user } = call
    const chat = openChannelOf(call, body.channel)
    const userId = resolveInput(world, body.participant, user.id)
    if (userId !== user.id) requireMemberList(call, chat)
    const member = world.chats.member(chat.peer, userId)
    const isTold = isPresent(member) || (member?.role === 'banned' && isAdmin(world.chats.member(chat.peer, user.id)))
    if (member === undefined || !isTold) throw badRequest('USER_NOT_PARTICIPANT')
    return {
      _: 'channels.channelParticipant',
      participant: tlParticipant(world, chat, member, user.id),
      ...new Peers(world, user.id).add(chat.peer, userId).lists(),
    }
  }),

  'channels.editAdmin': writing<OfChannel & { readonly userId: InputPeer; readonly adminRights: TlObject }>(
    (body, call) => {
      const chat = openChannelOf(call, body.channel)
      requireRight(call, chat, 'addAdmins')
      const { id } = userIn(call, body.userId)
      const member = call.world.chats.member(chat.peer, id)
      if (member === undefined || !isPresent(member)) throw badRequest('USER_NOT_PARTICIPANT')
      if (member.role === 'creator') throw badRequest('USER_CREATOR')
      const adminRights = adminRightsOf(body.adminRights)
      const role = adminRights.length > 0 ? 'admin' : 'member'
      return happening(call, () => call.world.chats.changeMember(chat, id, { role, adminRights }, call.user.id))
    },
  ),

  'channels.editBanned': writing<OfChannel & { readonly participant: InputPeer; readonly bannedRights: TlObject }>(
    (body, call) => {
      const { world, user } = call
      const chat = openChannelOf(call, body.channel)
      const userId = peerOfInput(body.participant, user.id)
      if (userId === null || userId < 0) throw badRequest('PARTICIPANT_ID_INVALID')
      const { id } = userIn(call, body.participant)
      const rights = bannedRightsOf(body.bannedRights)
      const untilMs = bannedUntilMs(body.bannedRights, world.clock.nowMs())
      return happening(call, () => world.membership.ban(chat, user.id, id, rights, untilMs))
    },
  ),
}

/** In the order of joining, the newest first, as Telegram lists "recent" ones. */
function filtered(call: SignedInCall, chat: Chat, filter: TlObject): Member[] {
  const { world } = call
  const query = typeof filter['q'] === 'string' ? filter['q'] : ''
  const isNamed = ({ userId }: Member) => query === '' || hasName(call, userId, query)
  const present = () => [...world.chats.present(chat.peer)].reverse()
  const ever = () => [...world.chats.membersEver(chat.peer)].reverse()
  switch (filter._) {
    case 'channelParticipantsAdmins':
      return present().filter((member) => isAdmin(member))
    case 'channelParticipantsKicked':
      requireRight(call, chat, 'banUsers')
      return ever().filter((member) => member.role === 'banned' && isNamed(member))
    case 'channelParticipantsBanned':
      requireRight(call, chat, 'banUsers')
      return ever().filter((member) => isHeld(call, member) && isNamed(member))
    case 'channelParticipantsContacts':
      return []
    case 'channelParticipantsBots':
      requireMemberList(call, chat)
      return present().filter(({ userId }) => world.users.find(userId)?.bot != null)
    default:
      requireMemberList(call, chat)
      return present().filter(isNamed)
  }
}

/** Restricted but not put out. */
function isHeld({ world }: SignedInCall, member: Member): boolean {
  return member.role !== 'banned' && isRestricted(member, world.clock.nowMs())
}

/** Only admins see the members of a channel. @throws Refusal CHAT_ADMIN_REQUIRED */
function requireMemberList({ world, user }: SignedInCall, chat: Chat): void {
  const mayList = chat.kind === 'supergroup' || isAdmin(world.chats.member(chat.peer, user.id))
  if (!mayList) throw badRequest('CHAT_ADMIN_REQUIRED')
}

/** Telegram looks for words that begin with the query. */
function hasName({ world }: SignedInCall, userId: number, query: string): boolean {
  const user = world.users.find(userId)
  if (user === undefined) return false
  const wanted = query.toLowerCase().replace(/^@/, '')
  const words = `${user.firstName} ${user.lastName} ${user.username ?? ''}`.toLowerCase().split(/\s+/)
  return words.some((word) => word.startsWith(wanted)) || words.join(' ').startsWith(wanted)
}
