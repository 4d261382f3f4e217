import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { WorldEvents } from './events.ts'
import type { AdminRight, BannedRight, Chat, ChatKind, Member, MemberRole, Topic } from './model.ts'
import { newChat, newInviteHash } from './new-chat.ts'
import type { NewChat } from './new-chat.ts'
import { bareId, basicPeer, channelPeer, firstBareIds } from './peer.ts'
import type { Peer } from './peer.ts'
import { badRequest } from './refusal.ts'
import { isPresent } from './rights.ts'
import type { WorldStore } from './world-store.ts'

export interface MemberChange {
  readonly role?: MemberRole
  readonly adminRights?: readonly AdminRight[]
  readonly banned?: readonly BannedRight[]
  readonly bannedUntilMs?: number | null
}

/** A basic group holds at most this many: https://limits.tginfo.me (unofficial); above it Telegram asks to make a supergroup. */
const basicMembersMax = 200

export interface ChatsDeps {
  readonly store: WorldStore
  readonly events: WorldEvents
  readonly clock: Clock
  readonly random: Random
}

/** Groups and channels, who is in them and as what. Messages about it (joined, left) are the caller's to send. */
export class Chats {
  readonly #deps: ChatsDeps
  readonly #byPeer = new Map<Peer, Chat>()
  readonly #byUsername = new Map<string, Chat>()
  readonly #byInvite = new Map<string, Chat>()
  readonly #members = new Map<Peer, Map<number, Member>>()
  readonly #chatsOf = new Map<number, Set<Peer>>()
  readonly #topics = new Map<Peer, Map<number, Topic>>()
  readonly #presentCounts = new Map<Peer, number>()
  #onCreated: (chat: Chat, memberIds: readonly number[]) => void = () => {}
  readonly #nextBareIds: Record<keyof typeof firstBareIds, number> = { ...firstBareIds }

  constructor(deps: ChatsDeps) {
    this.#deps = deps
    for (const chat of deps.store.loadChats()) this.#index(chat)
    for (const member of deps.store.loadMembers()) this.#indexMember(member)
    for (const topic of deps.store.loadTopics()) this.#indexTopic(topic)
    for (const chat of this.#byPeer.values()) this.#restore(chat)
  }

  /** Every chat begins with something: who writes it (Messages) listens here. One listener, set when the world is opened. */
  onCreated(listener: (chat: Chat, memberIds: readonly number[]) => void): void {
    this.#onCreated = listener
  }

  /** @throws Refusal USERNAME_OCCUPIED or USERS_TOO_MUCH. */
  create(input: NewChat): Chat {
    if (input.username != null && this.#byUsername.has(input.username.toLowerCase()))
      throw badRequest('USERNAME_OCCUPIED')
    if (input.kind === 'basic' && (input.memberIds?.length ?? 0) >= basicMembersMax) throw badRequest('USERS_TOO_MUCH')
    const chat = newChat(input, this.#nextPeer(input.kind), this.#deps)
    this.#index(chat)
    this.#deps.store.saveChat(chat)
    this.#place(chat, input.creatorId, { role: 'creator' }, chat.createdAtMs)
    for (const userId of input.memberIds ?? [])
      if (userId !== input.creatorId) this.#place(chat, userId, { role: 'member' }, chat.createdAtMs)
    this.#onCreated(chat, input.memberIds ?? [])
    return chat
  }

  update(chat: Chat, changes: Partial<Omit<Chat, 'peer' | 'kind' | 'username' | 'inviteHash'>>): void {
    Object.assign(chat, changes)
    this.#deps.store.saveChat(chat)
  }

  /** Makes a chat public under a name, or private (null). @throws Refusal USERNAME_OCCUPIED by another chat */
  setUsername(chat: Chat, username: string | null): void {
    const holder = username === null ? undefined : this.#byUsername.get(username.toLowerCase())
    if (holder !== undefined && holder !== chat) throw badRequest('USERNAME_OCCUPIED')
    if (chat.username !== null) this.#byUsername.delete(chat.username.toLowerCase())
    chat.username = username
    this.#index(chat)
    this.#deps.store.saveChat(chat)
  }

  /** A new link; the old one leads nowhere from now on. */
  renewInvite(chat: Chat): void {
    this.#byInvite.delete(chat.inviteHash)
    chat.inviteHash = newInviteHash(this.#deps.random)
    this.#index(chat)
    this.#deps.store.saveChat(chat)
  }

  find(peer: Peer): Chat | undefined {
    return this.#byPeer.get(peer)
  }

  get(peer: Peer): Chat {
    const chat = this.#byPeer.get(peer)
    if (chat === undefined) throw new Error(`chat ${peer} is not in the world`)
    return chat
  }

  byUsername(username: string): Chat | undefined {
    return this.#byUsername.get(username.replace(/^@/, '').toLowerCase())
  }

  byInvite(hash: string): Chat | undefined {
    return this.#byInvite.get(hash)
  }

  all(): IterableIterator<Chat> {
    return this.#byPeer.values()
  }

  /** Undefined for who never was in it; a member that left or was banned keeps its row with that role. */
  member(peer: Peer, userId: number): Member | undefined {
    const member = this.#members.get(peer)?.get(userId)
    if (member?.role === 'banned' && this.#isOver(member)) member.role = 'left'
    return member
  }

  /** Those who are in it now. */
  *present(peer: Peer): Generator<Member> {
    for (const member of this.#members.get(peer)?.values() ?? []) if (isPresent(member)) yield member
  }

  /** Every row, also of those who left or were banned. */
  membersEver(peer: Peer): IterableIterator<Member> {
    return (this.#members.get(peer) ?? new Map<number, Member>()).values()
  }

  presentCount(peer: Peer): number {
    return this.#presentCounts.get(peer) ?? 0
  }

  /** The chats this user is in now. */
  *of(userId: number): Generator<Chat> {
    for (const peer of this.#chatsOf.get(userId) ?? []) {
      if (isPresent(this.member(peer, userId))) yield this.get(peer)
    }
  }

  /** Joins, leaves, bans, promotes or restricts; tells the listeners (my_chat_member, chat_member). */
  changeMember(chat: Chat, userId: number, change: MemberChange, byId: number): Member {
    const before = { ...(this.member(chat.peer, userId) ?? stranger(chat.peer, userId)) }
    const after = this.#place(chat, userId, change)
    this.#deps.events.emit({ type: 'member', chat, userId, before, after: { ...after }, byId })
    return after
  }

  /** Tells the listeners of somebody who was in the chat from its beginning. */
  tellPlaced(chat: Chat, userId: number, byId: number): void {
    const after = this.member(chat.peer, userId)
    if (after === undefined) return
    const before = stranger(chat.peer, userId)
    this.#deps.events.emit({ type: 'member', chat, userId, before, after: { ...after }, byId })
  }

  /** Slow mode counts from here; written only where slow mode is on, so that the common send stays cheap. */
  noteSent(chat: Chat, member: Member, atMs: number): void {
    member.lastSentAtMs = atMs
    if (chat.slowModeSeconds > 0) this.#deps.store.saveMember(member)
  }

  topics(peer: Peer): Topic[] {
    return [...(this.#topics.get(peer)?.values() ?? [])]
  }

  topic(peer: Peer, id: number): Topic | undefined {
    return this.#topics.get(peer)?.get(id)
  }

  saveTopic(topic: Topic): void {
    this.#indexTopic(topic)
    this.#deps.store.saveTopic(topic)
  }

  #place(chat: Chat, userId: number, change: MemberChange, atMs = this.#deps.clock.nowMs()): Member {
    const existing = this.member(chat.peer, userId)
    const member = existing ?? stranger(chat.peer, userId)
    const wasPresent = isPresent(member)
    if (change.role !== undefined && !wasPresent) member.joinedAtMs = atMs
    if (endsRestriction(member, change)) Object.assign(member, { banned: [], bannedUntilMs: null })
    if (change.role !== undefined) member.role = change.role
    if (change.adminRights !== undefined) member.adminRights = change.adminRights
    if (change.banned !== undefined) member.banned = change.banned
    if (change.bannedUntilMs !== undefined) member.bannedUntilMs = change.bannedUntilMs
    if (existing === undefined) this.#indexMember(member)
    else this.#count(chat.peer, Number(isPresent(member)) - Number(wasPresent))
    this.#deps.store.saveMember(member)
    return member
  }

  /** Nobody ends a ban when its time is over; it is seen when somebody looks. */
  #isOver({ bannedUntilMs }: Member): boolean {
    return bannedUntilMs !== null && bannedUntilMs <= this.#deps.clock.nowMs()
  }

  #count(peer: Peer, change: number): void {
    this.#presentCounts.set(peer, this.presentCount(peer) + change)
  }

  /** A chat's row is not written per message: where it stands is in the messages. */
  #restore(chat: Chat): void {
    const conversation = String(chat.peer)
    const top = this.#deps.store.top(conversation)
    chat.topMessageId = top?.id ?? 0
    chat.topAtMs = top?.atMs ?? chat.createdAtMs
    chat.lastMessageId = chat.kind === 'basic' ? chat.topMessageId : this.#deps.store.lastInBox(chat.peer)
    for (const topic of this.topics(chat.peer)) {
      topic.lastMessageId = this.#deps.store.top(conversation, topic.id)?.id ?? topic.id
    }
  }

  #index(chat: Chat): void {
    this.#byPeer.set(chat.peer, chat)
    this.#byInvite.set(chat.inviteHash, chat)
    if (chat.username !== null) this.#byUsername.set(chat.username.toLowerCase(), chat)
    const range = chat.kind === 'basic' ? 'basic' : 'channel'
    this.#nextBareIds[range] = Math.max(this.#nextBareIds[range], bareId(chat.peer) + 1)
  }

  #nextPeer(kind: ChatKind): Peer {
    return kind === 'basic' ? basicPeer(this.#nextBareIds.basic) : channelPeer(this.#nextBareIds.channel)
  }

  #indexMember(member: Member): void {
    const members = this.#members.get(member.chat) ?? new Map<number, Member>()
    members.set(member.userId, member)
    this.#members.set(member.chat, members)
    if (isPresent(member)) this.#count(member.chat, 1)
    const chats = this.#chatsOf.get(member.userId) ?? new Set<Peer>()
    chats.add(member.chat)
    this.#chatsOf.set(member.userId, chats)
  }

  #indexTopic(topic: Topic): void {
    const topics = this.#topics.get(topic.chat) ?? new Map<number, Topic>()
    topics.set(topic.id, topic)
    this.#topics.set(topic.chat, topics)
  }
}

/** A promotion, a ban and the end of a ban: what was forbidden before, and until when, does not come back after them. */
function endsRestriction(member: Member, { role }: MemberChange): boolean {
  return role === 'admin' || role === 'banned' || (role !== undefined && member.role === 'banned')
}

function stranger(chat: Peer, userId: number): Member {
  return {
    chat,
    userId,
    role: 'left',
    adminRights: [],
    banned: [],
    bannedUntilMs: null,
    joinedAtMs: 0,
    lastSentAtMs: 0,
  }
}
