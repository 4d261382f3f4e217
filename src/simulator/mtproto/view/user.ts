import type { User } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'

/** The account that Telegram itself writes from: login codes and notices of new logins. */
export const telegramUserId = 777_000

/**
 * A user as `viewerId` sees them: `self` and the phone only for themselves, the access hash that this viewer may use and no other.
 * The phone of others stays hidden, as Telegram's default privacy keeps it from who is no contact.
 */
export function tlUser(world: World, user: User, viewerId: number): TlObject {
  const isSelf = user.id === viewerId
  const common = { _: 'user', id: BigInt(user.id), accessHash: world.users.accessHash(viewerId, user.id), self: isSelf }
  if (isGone(user) && !isSelf) return { ...common, deleted: true }
  return {
    ...common,
    firstName: user.firstName,
    lastName: user.lastName === '' ? undefined : user.lastName,
    username: user.username ?? undefined,
    phone: isSelf || user.id === telegramUserId ? (user.phone ?? undefined) : undefined,
    premium: user.premium,
    verified: user.id === telegramUserId,
    support: user.id === telegramUserId,
    status: user.bot === null ? { _: 'userStatusRecently' } : undefined,
    ...botFlags(user),
  }
}

/** For users.getFullUser: what stands on the profile page. */
export function tlUserFull(world: World, user: User, viewer: User): TlObject {
  return {
    _: 'userFull',
    id: BigInt(user.id),
    about: user.bot === null || user.bot.description === '' ? undefined : user.bot.description,
    blocked: viewer.blocked.includes(user.id),
    canPinMessage: true,
    settings: { _: 'peerSettings' },
    notifySettings: { _: 'peerNotifySettings' },
    botInfo:
      user.bot === null ? undefined : { _: 'botInfo', userId: BigInt(user.id), description: user.bot.description },
    commonChatsCount: user.id === viewer.id ? 0 : commonChatsCount(world, user.id, viewer.id),
  }
}

/** What stands in the place of somebody whom the asker may not see. */
export function tlUserEmpty(id: number): TlObject {
  return { _: 'userEmpty', id: BigInt(id) }
}

/** Others see "Deleted Account": the name and the photo are gone. */
function isGone(user: User): boolean {
  return user.status === 'deactivated' || user.status === 'banned'
}

function botFlags(user: User): Partial<TlObject> {
  if (user.bot === null) return {}
  return { bot: true, botInfoVersion: 1, botChatHistory: !user.bot.privacy }
}

function commonChatsCount(world: World, userId: number, viewerId: number): number {
  const mine = new Set([...world.chats.of(viewerId)].map((chat) => chat.peer))
  let count = 0
  for (const chat of world.chats.of(userId)) if (mine.has(chat.peer)) count++
  return count
}
