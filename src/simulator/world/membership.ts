import type { Chats, MemberChange } from './chats.ts'
import type { Messages } from './messages.ts'
import type { BannedRight, Chat } from './model.ts'
import type { NewChat } from './new-chat.ts'
import { badRequest, forbidden } from './refusal.ts'
import { hasAdminRight, isPresent } from './rights.ts'
import type { Users } from './users.ts'

/** https://limits.tginfo.me (unofficial): supergroups and channels an account may be in. */
const channelsMax = 500
const channelsPremiumMax = 1000

/** Coming and going, with the service messages that Telegram writes about it. */
export class Membership {
  readonly #users: Users
  readonly #chats: Chats
  readonly #messages: Messages

  constructor(deps: { readonly users: Users; readonly chats: Chats; readonly messages: Messages }) {
    this.#users = deps.users
    this.#chats = deps.chats
    this.#messages = deps.messages
  }

  /** Makes a chat before the eyes of its members: they are told, as when somebody makes one on a phone. */
  found(input: NewChat): Chat {
    const chat = this.#chats.create(input)
    for (const id of input.memberIds ?? []) this.#chats.tellPlaced(chat, id, input.creatorId)
    this.#messages.tellOpening(chat)
    return chat
  }

  /**
   * Joins a public chat, or any chat by its invite link.
   * @throws Refusal USER_ALREADY_PARTICIPANT, CHANNEL_PRIVATE, CHANNELS_TOO_MUCH, INVITE_REQUEST_SENT
   */
  join(chat: Chat, userId: number, byLink: boolean): void {
    const member = this.#chats.member(chat.peer, userId)
    if (isPresent(member)) throw badRequest('USER_ALREADY_PARTICIPANT')
    if (chat.isDeleted || member?.role === 'banned') throw badRequest('CHANNEL_PRIVATE')
    if (!byLink && chat.username === null) throw badRequest('CHANNEL_PRIVATE')
    if (this.#isFull(userId)) throw badRequest('CHANNELS_TOO_MUCH')
    if (chat.joinNeedsApproval) throw badRequest('INVITE_REQUEST_SENT')
    this.#chats.changeMember(chat, userId, { role: 'member' }, userId)
    if (chat.kind !== 'channel')
      this.#messages.announce(userId, chat.peer, { type: 'joined', userIds: [userId], byLink })
  }

  /** Somebody inside brings others. Users who are in it already are passed over. @throws Refusal CHAT_ADMIN_REQUIRED */
  add(chat: Chat, byId: number, userIds: readonly number[]): void {
    const by = this.#chats.member(chat.peer, byId)
    const isAllowed = hasAdminRight(by, 'inviteUsers') || (isPresent(by) && !chat.defaultBanned.includes('inviteUsers'))
    if (!isAllowed) throw badRequest('CHAT_ADMIN_REQUIRED')
    const added = userIds.filter((id) => !isPresent(this.#chats.member(chat.peer, id)))
    for (const id of added) this.#chats.changeMember(chat, id, { role: 'member' }, byId)
    if (added.length > 0 && chat.kind !== 'channel') {
      this.#messages.announce(byId, chat.peer, { type: 'joined', userIds: added, byLink: false })
    }
  }

  /** @throws Refusal USER_NOT_PARTICIPANT, USER_CREATOR */
  leave(chat: Chat, userId: number): void {
    const member = this.#chats.member(chat.peer, userId)
    if (member === undefined || !isPresent(member)) throw badRequest('USER_NOT_PARTICIPANT')
    if (member.role === 'creator' && chat.kind !== 'basic') throw badRequest('USER_CREATOR')
    if (chat.kind === 'basic') this.#messages.announce(userId, chat.peer, { type: 'left', userId })
    this.#chats.changeMember(chat, userId, { role: 'left' }, userId)
  }

  /** Puts somebody out of a basic group. @throws Refusal CHAT_ADMIN_REQUIRED, USER_NOT_PARTICIPANT */
  kick(chat: Chat, byId: number, userId: number): void {
    if (!hasAdminRight(this.#chats.member(chat.peer, byId), 'banUsers')) throw badRequest('CHAT_ADMIN_REQUIRED')
    const member = this.#chats.member(chat.peer, userId)
    if (member === undefined || !isPresent(member)) throw badRequest('USER_NOT_PARTICIPANT')
    if (member.role === 'creator') throw badRequest('USER_ADMIN_INVALID')
    this.#messages.announce(byId, chat.peer, { type: 'left', userId })
    this.#chats.changeMember(chat, userId, { role: 'banned' }, byId)
  }

  /**
   * Bans for good (`viewMessages`) or, with other rights listed, restricts until `untilMs` (null = for ever); no rights lift both.
   * @throws Refusal CHAT_ADMIN_REQUIRED, USER_ADMIN_INVALID
   */
  ban(chat: Chat, byId: number, userId: number, rights: readonly BannedRight[], untilMs: number | null): void {
    if (!hasAdminRight(this.#chats.member(chat.peer, byId), 'banUsers')) throw badRequest('CHAT_ADMIN_REQUIRED')
    const role = this.#chats.member(chat.peer, userId)?.role
    if (role === 'creator') throw badRequest('USER_ADMIN_INVALID')
    const change: MemberChange = rights.includes('viewMessages')
      ? { role: 'banned', bannedUntilMs: untilMs }
      : { ...(role === 'banned' ? { role: 'left' } : {}), banned: rights, bannedUntilMs: untilMs }
    this.#chats.changeMember(chat, userId, change, byId)
  }

  /**
   * A basic group becomes a supergroup: a new chat with the same people; the old one points to it and takes no more messages.
   * @throws Refusal CHAT_ADMIN_REQUIRED when `byId` did not create it, CHAT_ID_INVALID when it is none or has migrated.
   */
  migrate(chat: Chat, byId: number): Chat {
    if (chat.kind !== 'basic' || chat.migratedTo !== null) throw badRequest('CHAT_ID_INVALID')
    const by = this.#chats.member(chat.peer, byId)
    if (by?.role !== 'creator') throw forbidden('CHAT_ADMIN_REQUIRED')
    const successor = this.#chats.create({
      kind: 'supergroup',
      title: chat.title,
      creatorId: chat.creatorId,
      memberIds: [...this.#chats.present(chat.peer)].map((member) => member.userId),
      migratedFrom: chat.peer,
    })
    this.#messages.announce(byId, chat.peer, { type: 'migratedTo', chat: successor.peer })
    this.#chats.update(chat, { migratedTo: successor.peer })
    this.#messages.announce(byId, successor.peer, { type: 'migratedFrom', chat: chat.peer, title: chat.title })
    return successor
  }

  #isFull(userId: number): boolean {
    let count = 0
    for (const chat of this.#chats.of(userId)) if (chat.kind !== 'basic') count++
    return count >= (this.#users.get(userId).premium ? channelsPremiumMax : channelsMax)
  }
}
