import { banEnd } from '../../world/ban-end.ts'
import type { AdminRight, Chat, Member } from '../../world/model.ts'
import { hasAdminRight, isAdmin, isPresent } from '../../world/rights.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { flagOf } from '../http/args.ts'
import { placeOf } from '../place.ts'
import { adminRightNames, bannedWithout } from '../view/rights.ts'
import { groupOf } from './chats.ts'

/** What a bot that is an admin does to members. */
export const memberMethods: BotMethods = {
  banChatMember(call) {
    const { chat, userId } = subjectOf(call)
    requireRight(call, chat, 'banUsers', 'not enough rights to restrict/unrestrict chat member')
    if (chat.kind === 'basic') call.world.membership.kick(chat, call.bot.id, userId)
    else call.world.membership.ban(chat, call.bot.id, userId, ['viewMessages'], untilMs(call))
    return true
  },

  /** Also puts out who is in the chat, unless only_if_banned is set. */
  unbanChatMember(call) {
    const { chat, userId, member } = subjectOf(call)
    if (chat.kind === 'basic') throw badRequest('method is available for supergroup and channel chats only')
    requireRight(call, chat, 'banUsers', 'not enough rights to restrict/unrestrict chat member')
    const isBanned = member?.role === 'banned'
    if (!isBanned && (call.args.flag('only_if_banned') || !isPresent(member))) return true
    const change = { role: 'left', banned: [], bannedUntilMs: null } as const
    call.world.chats.changeMember(chat, userId, change, call.bot.id)
    return true
  },

  restrictChatMember(call) {
    const { chat, userId } = subjectOf(call)
    if (chat.kind !== 'supergroup') throw badRequest('method is available only for supergroups')
    requireRight(call, chat, 'banUsers', 'not enough rights to restrict/unrestrict chat member')
    const given = call.args.json('permissions', 'permissions JSON object')
    if (typeof given !== 'object' || given === null) throw badRequest('object expected as permissions')
    const permissions = given as Record<string, unknown>
    const banned = bannedWithout((name) => flagOf(permissions[name]))
    call.world.membership.ban(chat, call.bot.id, userId, banned, untilMs(call))
    return true
  },

  /** No right at all takes the admin's rights away. */
  promoteChatMember(call) {
    const { chat, userId, member } = subjectOf(call)
    requireRight(call, chat, 'addAdmins', 'not enough rights')
    if (member?.role === 'creator') throw badRequest("can't edit the chat owner")
    if (!isPresent(member)) throw badRequest('USER_NOT_MUTUAL_CONTACT')
    const adminRights = rightsOf(call, chat)
    const isAdminNow = adminRights.length > 0 || call.args.flag('can_manage_chat')
    const change = { role: isAdminNow ? 'admin' : 'member', adminRights } as const
    call.world.chats.changeMember(chat, userId, change, call.bot.id)
    return true
  },
}

interface Subject {
  readonly chat: Chat
  readonly userId: number
  readonly member: Member | undefined
}

function subjectOf(call: BotCall): Subject {
  const chat = groupOf(placeOf(call, 'write'), "can't restrict members in private chats")
  const userId = call.args.integer('user_id')
  if (userId === undefined) throw badRequest('invalid user_id specified')
  if (call.world.users.find(userId) === undefined) throw badRequest('PARTICIPANT_ID_INVALID')
  if (userId === call.bot.id) throw badRequest("can't restrict self")
  return { chat, userId, member: call.world.chats.member(chat.peer, userId) }
}

function requireRight({ world, bot, args }: BotCall, chat: Chat, right: AdminRight, sentence: string): void {
  if (!hasAdminRight(world.chats.member(chat.peer, bot.id), right)) throw badRequest(sentence)
  if (right !== 'banUsers') return
  const member = world.chats.member(chat.peer, args.integer('user_id') ?? 0)
  if (member?.role === 'creator') throw badRequest("can't remove chat owner")
  if (isAdmin(member)) throw badRequest('user is an administrator of the chat')
}

function rightsOf({ args }: BotCall, chat: Chat): AdminRight[] {
  const own = adminRightNames.filter(([name, , kinds]) => kinds.includes(chat.kind) && args.flag(name))
  return own.map(([, right]) => right)
}

function untilMs({ args, world }: BotCall): number | null {
  return banEnd((args.integer('until_date') ?? 0) * 1000, world.clock.nowMs())
}
