import type { Message } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlChat } from './chat.ts'
import { tlUser } from './user.ts'

/** Collects whom an answer names: clients learn users, chats and their access hashes from what comes beside messages. */
export class Peers {
  readonly #world: World
  readonly #viewerId: number
  readonly #peers = new Set<Peer>()

  constructor(world: World, viewerId: number) {
    this.#world = world
    this.#viewerId = viewerId
  }

  add(...peers: readonly Peer[]): this {
    for (const peer of peers) this.#peers.add(peer)
    return this
  }

  /** Everybody that a message names: its sender and place, origin, mentions, and whom a service message is about. */
  addMessage(message: Message): this {
    this.add(message.fromId, message.to)
    if (message.forward !== null) this.add(message.forward.fromId)
    if (message.viaBotId !== null) this.add(message.viaBotId)
    if (message.media?.type === 'contact' && message.media.userId !== null) this.add(message.media.userId)
    for (const { userId } of message.entities) if (userId !== undefined) this.add(userId)
    const action = message.action
    if (action === null) return this
    if ('userIds' in action) this.add(...action.userIds)
    if ('userId' in action) this.add(action.userId)
    if ('chat' in action) this.add(action.chat)
    return this
  }

  addMessages(messages: readonly Message[]): this {
    for (const message of messages) this.addMessage(message)
    return this
  }

  /** The two lists as nearly every answer has them. */
  lists(): { users: TlObject[]; chats: TlObject[] } {
    const users: TlObject[] = []
    const chats: TlObject[] = []
    for (const peer of this.#peers) {
      const user = peer > 0 ? this.#world.users.find(peer) : undefined
      if (user !== undefined) users.push(tlUser(this.#world, user, this.#viewerId))
      const chat = peer < 0 ? this.#world.chats.find(peer) : undefined
      if (chat !== undefined) chats.push(tlChat(this.#world, chat, this.#viewerId))
    }
    return { users, chats }
  }
}
