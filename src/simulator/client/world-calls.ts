import type { z } from 'zod'
import type { Listing } from '../control/input.ts'
import type { newBotSchema } from '../control/routes/bots.ts'
import type { chatChangeSchema, newChatSchema } from '../control/routes/chats.ts'
import type { memberChangeSchema } from '../control/routes/members.ts'
import type { SessionView } from '../control/routes/sessions.ts'
import type { newTopicSchema, topicChangeSchema } from '../control/routes/topics.ts'
import type { foldersSchema, newUserSchema, userChangeSchema } from '../control/routes/users.ts'
import type { ChatView, UserView } from '../control/views.ts'
import type { StoredSession } from '../mtproto/stored-session.ts'
import type { ChatKind, Member, Message, Topic } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { ControlConnection } from './control-connection.ts'

export interface Paging {
  readonly limit?: number
  readonly offset?: number
}

/** Making, changing and reading the world. */
export class WorldCalls {
  readonly #control: ControlConnection

  constructor(control: ControlConnection) {
    this.#control = control
  }

  makeUser(input: z.input<typeof newUserSchema>): Promise<UserView> {
    return this.#control.post('/users', input)
  }

  makeUsers(inputs: readonly z.input<typeof newUserSchema>[]): Promise<UserView[]> {
    return this.#control.post('/users', inputs)
  }

  makeBot(input: z.input<typeof newBotSchema>): Promise<UserView> {
    return this.#control.post('/bots', input)
  }

  users(
    query: Paging & { phone?: string; username?: string; bots?: 'only' | 'none' } = {},
  ): Promise<Listing<UserView>> {
    return this.#control.get('/users', { ...query })
  }

  user(id: number): Promise<UserView> {
    return this.#control.get(`/users/${id}`)
  }

  changeUser(id: number, change: z.input<typeof userChangeSchema>): Promise<UserView> {
    return this.#control.patch(`/users/${id}`, change)
  }

  setPassword(id: number, password: string, hint?: string): Promise<UserView> {
    return this.#control.put(`/users/${id}/password`, { password, hint })
  }

  clearPassword(id: number): Promise<UserView> {
    return this.#control.delete(`/users/${id}/password`)
  }

  setFolders(id: number, folders: z.input<typeof foldersSchema>['folders']): Promise<UserView> {
    return this.#control.put(`/users/${id}/folders`, { folders })
  }

  makeChat(input: z.input<typeof newChatSchema>): Promise<ChatView> {
    return this.#control.post('/chats', input)
  }

  makeChats(inputs: readonly z.input<typeof newChatSchema>[]): Promise<ChatView[]> {
    return this.#control.post('/chats', inputs)
  }

  /** @param query `member`: only chats that this user is in */
  chats(query: Paging & { kind?: ChatKind; member?: number } = {}): Promise<Listing<ChatView>> {
    return this.#control.get('/chats', { ...query })
  }

  chat(peer: Peer): Promise<ChatView> {
    return this.#control.get(`/chats/${peer}`)
  }

  changeChat(peer: Peer, change: z.input<typeof chatChangeSchema>): Promise<ChatView> {
    return this.#control.patch(`/chats/${peer}`, change)
  }

  deleteChat(peer: Peer): Promise<ChatView> {
    return this.#control.delete(`/chats/${peer}`)
  }

  /** A basic group becomes a supergroup. @returns the supergroup */
  migrate(peer: Peer): Promise<ChatView> {
    return this.#control.post(`/chats/${peer}/migrate`)
  }

  /** Newest first. */
  messages(peer: Peer, range: { limit?: number; belowId?: number; aboveId?: number; topicId?: number } = {}) {
    return this.#control.get<Message[]>(`/chats/${peer}/messages`, { ...range })
  }

  members(peer: Peer, query: Paging = {}): Promise<Listing<Member>> {
    return this.#control.get(`/chats/${peer}/members`, { ...query })
  }

  /** Null for who never was in it. */
  member(peer: Peer, userId: number): Promise<Member | null> {
    return this.#control.get(`/chats/${peer}/members/${userId}`)
  }

  addMembers(peer: Peer, userIds: readonly number[]): Promise<{ membersCount: number }> {
    return this.#control.post(`/chats/${peer}/members`, { userIds })
  }

  changeMember(peer: Peer, userId: number, change: z.input<typeof memberChangeSchema>): Promise<Member> {
    return this.#control.patch(`/chats/${peer}/members/${userId}`, change)
  }

  topics(peer: Peer): Promise<Topic[]> {
    return this.#control.get(`/chats/${peer}/topics`)
  }

  makeTopic(peer: Peer, input: z.input<typeof newTopicSchema>): Promise<Topic> {
    return this.#control.post(`/chats/${peer}/topics`, input)
  }

  changeTopic(peer: Peer, id: number, change: z.input<typeof topicChangeSchema>): Promise<Topic> {
    return this.#control.patch(`/chats/${peer}/topics/${id}`, change)
  }

  /** Logins that are there from the beginning, one for each user. */
  makeSessions(userIds: readonly number[]): Promise<StoredSession[]> {
    return this.#control.post('/sessions', { userIds })
  }

  sessions(userId: number): Promise<SessionView[]> {
    return this.#control.get(`/users/${userId}/sessions`)
  }

  /** As from another device: their next request is answered AUTH_KEY_UNREGISTERED. */
  endSessions(userId: number): Promise<{ ended: number }> {
    return this.#control.delete(`/users/${userId}/sessions`)
  }

  /** The servers forget the auth keys: -404. */
  forgetKeys(userId: number): Promise<{ forgotten: number }> {
    return this.#control.delete(`/users/${userId}/keys`)
  }

  /** The login code that this phone waits for. */
  async code(phone: string): Promise<string> {
    return (await this.#control.get<{ code: string }>(`/codes/${encodeURIComponent(phone)}`)).code
  }
}
