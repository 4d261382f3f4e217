import type { Chats } from './chats.ts'
import type { Message, PtsByOwner } from './model.ts'
import type { Peer } from './peer.ts'
import type { StoredEvent, WorldStore } from './world-store.ts'
import type { Users } from './users.ts'

/**
 * The numbered event lists that clients catch up from (https://core.telegram.org/api/updates): one per channel, and one per account
 * for private chats and basic groups. Only accounts that ever signed in have one; nobody asks for the others'.
 */
export class Boxes {
  readonly #store: WorldStore
  readonly #users: Users
  readonly #chats: Chats
  readonly #pts: Map<Peer, number>

  constructor(store: WorldStore, users: Users, chats: Chats) {
    this.#store = store
    this.#users = users
    this.#chats = chats
    this.#pts = store.loadPts()
    // A chat's row is not written per message: its counters are in the messages and events.
    for (const [owner, pts] of this.#pts) {
      const chat = chats.find(owner)
      if (chat !== undefined) chat.pts = Math.max(chat.pts, pts)
    }
  }

  /** 1 before the first event, as Telegram counts. */
  pts(owner: Peer): number {
    return this.#pts.get(owner) ?? 1
  }

  enter(kind: StoredEvent['kind'], message: Message): PtsByOwner {
    const entered = new Map<Peer, number>()
    for (const owner of this.#owners(message)) {
      const pts = this.pts(owner) + 1
      this.#pts.set(owner, pts)
      const chat = owner < 0 ? this.#chats.get(owner) : undefined
      if (chat !== undefined) chat.pts = pts
      this.#store.saveEvent(owner, { pts, kind, box: message.box, messageId: message.id })
      entered.set(owner, pts)
    }
    return entered
  }

  /** Oldest first. */
  after(owner: Peer, pts: number, limit: number): StoredEvent[] {
    return this.#store.eventsAfter(owner, pts, limit)
  }

  *#owners(message: Message): Generator<Peer> {
    if (message.box !== 0) {
      yield message.box
      return
    }
    const userIds = message.to > 0 ? new Set([message.fromId, message.to]) : this.#presentIds(message.to)
    for (const id of userIds) if (this.#users.find(id)?.hasSignedIn === true) yield id
  }

  *#presentIds(peer: Peer): Generator<number> {
    for (const member of this.#chats.present(peer)) yield member.userId
  }
}
