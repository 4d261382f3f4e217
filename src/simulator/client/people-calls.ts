import type { Listing } from '../control/input.ts'
import type { DialogView } from '../control/views.ts'
import type { Message } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { ControlConnection } from './control-connection.ts'
import type { Paging } from './world-calls.ts'

/** What a person does on a phone, and what they see there. */
export class PeopleCalls {
  readonly #control: ControlConnection

  constructor(control: ControlConnection) {
    this.#control = control
  }

  /** Newest first. */
  dialogs(userId: number, query: Paging = {}): Promise<Listing<DialogView>> {
    return this.#control.get(`/users/${userId}/dialogs`, { ...query })
  }

  /** Newest first, as this user sees it. */
  messages(userId: number, peer: Peer, range: { limit?: number; belowId?: number; aboveId?: number } = {}) {
    return this.#control.get<Message[]>(`/users/${userId}/messages/${peer}`, { ...range })
  }

  write(
    userId: number,
    to: Peer,
    text: string,
    options: { topicId?: number; replyToId?: number } = {},
  ): Promise<Message> {
    return this.#control.post(`/users/${userId}/write`, { to, text, ...options })
  }

  /** Opens a bot by its link: t.me/bot?start=payload. */
  start(userId: number, botId: number, payload?: string): Promise<Message> {
    return this.#control.post(`/users/${userId}/start`, { botId, payload })
  }

  /** Presses an inline button. The bot's answer comes as the event `answered` with the same callbackId. */
  press(userId: number, peer: Peer, messageId: number, button: { data: string } | { text: string }) {
    return this.#control.post<{ callbackId: string }>(`/users/${userId}/press`, { peer, messageId, ...button })
  }

  shareContact(userId: number, to: Peer): Promise<Message> {
    return this.#control.post(`/users/${userId}/contact`, { to })
  }

  block(userId: number, targetId: number): Promise<null> {
    return this.#control.post(`/users/${userId}/block`, { userId: targetId })
  }

  unblock(userId: number, targetId: number): Promise<null> {
    return this.#control.post(`/users/${userId}/unblock`, { userId: targetId })
  }

  join(userId: number, where: { chat: Peer } | { username: string } | { invite: string }): Promise<null> {
    return this.#control.post(`/users/${userId}/join`, where)
  }

  leave(userId: number, chat: Peer): Promise<null> {
    return this.#control.post(`/users/${userId}/leave`, { chat })
  }

  /** Brings others into a chat, such as a bot. */
  add(userId: number, chat: Peer, userIds: readonly number[]): Promise<null> {
    return this.#control.post(`/users/${userId}/add`, { chat, userIds })
  }
}
