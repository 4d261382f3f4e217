import type { Chat, Member } from '../../world/model.ts'
import { hasAdminRight } from '../../world/rights.ts'
import { adminRightsView, permissionsView } from './rights.ts'
import { userView } from './user.ts'
import { unixTime } from './view.ts'
import type { Json, View } from './view.ts'

/** https://core.telegram.org/bots/api#chatmember: six shapes, told apart by `status`. */
export function memberView({ world, botId }: View, chat: Chat, userId: number, member: Member | undefined): Json {
  const user = userView(world.users.get(userId))
  if (member === undefined || member.role === 'left') return { status: 'left', user }
  const until = member.bannedUntilMs === null ? 0 : unixTime(member.bannedUntilMs)
  switch (member.role) {
    case 'creator':
      return { status: 'creator', user, is_anonymous: false }
    case 'admin': {
      const own = world.chats.member(chat.peer, botId)
      const canBeEdited = userId !== botId && hasAdminRight(own, 'addAdmins')
      return {
        status: 'administrator',
        user,
        can_be_edited: canBeEdited,
        ...adminRightsView(member.adminRights, chat.kind),
      }
    }
    case 'banned':
      return { status: 'kicked', user, until_date: until }
    case 'member': {
      const isOver = member.bannedUntilMs !== null && member.bannedUntilMs <= world.clock.nowMs()
      if (member.banned.length === 0 || isOver) return { status: 'member', user }
      return { status: 'restricted', user, is_member: true, ...permissionsView(member.banned), until_date: until }
    }
  }
}
