import { Hono } from 'hono'
import { z } from 'zod'
import { listOf, oneOf, whole } from '../../json-input.ts'
import { adminRights } from '../../world/model.ts'
import type { Chat, Member, MemberRole } from '../../world/model.ts'
import { isPresent } from '../../world/rights.ts'
import { answer } from '../answer.ts'
import { BadInput } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf, listingOf, numberParam, paging, queryOf } from '../input.ts'
import { chatIn, userNamed } from '../named.ts'
import { bannedRight } from './chats.ts'

const adminRight = oneOf(adminRights)

/** Telegram takes a longer ban for one that never ends (https://core.telegram.org/bots/api#banchatmember): say that by leaving it out. */
const banSecondsMax = 366 * 86_400
/** What 32 bits hold. */
const lastSecond = 2 ** 31 - 1

const newMembersSchema = z.strictObject({ userIds: listOf(whole(1), 100_000, 'ids of users') })

/** One change says it all: promote (admin, adminRights), restrict (banned), ban (role banned), kick (role left). */
export const memberChangeSchema = z.strictObject({
  role: oneOf(['admin', 'member', 'left', 'banned']).optional(),
  adminRights: listOf(adminRight, 20, 'rights').optional(),
  banned: listOf(bannedRight, 20, 'rights').optional(),
  /** From now by the world's clock; left out, a ban is for ever. */
  bannedForSeconds: whole(1, banSecondsMax).optional(),
})

const listQuery = z.strictObject({ ...paging, all: oneOf(['true']) }).partial()

/** Who is in a chat, and as what. The creator does all of it. */
export function memberRoutes({ world, clock }: ControlDeps): Hono {
  return new Hono()
    .get('/chats/:peer/members', (c) => {
      const chat = chatIn(c, world)
      const { all, ...page } = queryOf(c, listQuery)
      const members = all === undefined ? world.chats.present(chat.peer) : world.chats.membersEver(chat.peer)
      return answer(
        c,
        listingOf([...members], page, (member) => member),
      )
    })
    .post('/chats/:peer/members', async (c) => {
      const chat = chatIn(c, world)
      const { userIds } = await bodyOf(c, newMembersSchema)
      for (const id of userIds) userNamed(world, id)
      world.membership.add(chat, chat.creatorId, userIds)
      return answer(c, { membersCount: world.chats.presentCount(chat.peer) })
    })
    .get('/chats/:peer/members/:userId', (c) => {
      const chat = chatIn(c, world)
      return answer(c, world.chats.member(chat.peer, userNamed(world, numberParam(c, 'userId')).id))
    })
    .patch('/chats/:peer/members/:userId', async (c) => {
      const chat = chatIn(c, world)
      const { id } = userNamed(world, numberParam(c, 'userId'))
      const { bannedForSeconds, role, adminRights, banned } = await bodyOf(c, memberChangeSchema)
      refuseForCreator(chat, id)
      refuseForStranger(chat, id, role, world.chats.member(chat.peer, id))
      const isForbidding = banned !== undefined || bannedForSeconds !== undefined
      if (role === 'admin' && isForbidding)
        throw new BadInput('an admin is not restricted: role admin goes without banned')
      const bannedUntilMs =
        bannedForSeconds === undefined ? null : Math.min(clock.nowMs() + bannedForSeconds * 1000, lastSecond * 1000)
      const rights = role === 'admin' || adminRights === undefined ? adminRights : refuseRights()
      const change = {
        ...(role === undefined ? {} : { role, adminRights: rights ?? [] }),
        ...(banned === undefined ? {} : { banned }),
        // Otherwise a restriction lasts as long as was said when it was made.
        ...(isForbidding || role === 'banned' ? { bannedUntilMs } : {}),
      }
      return answer(c, world.chats.changeMember(chat, id, change, chat.creatorId))
    })
}

function refuseForCreator(chat: Chat, userId: number): void {
  if (chat.creatorId === userId) throw new BadInput(`user ${userId} made chat ${chat.peer} and stays its creator`)
}

/** Who is not there can be brought in or banned; a ban can be lifted (`left`). */
function refuseForStranger(chat: Chat, userId: number, role: MemberRole | undefined, member: Member | undefined): void {
  const isLifted = role === 'left' && member?.role === 'banned'
  if (isPresent(member) || isLifted || (role !== undefined && role !== 'left')) return
  throw new BadInput(`user ${userId} is not in chat ${chat.peer}`)
}

function refuseRights(): never {
  throw new BadInput('adminRights go with role admin only')
}
