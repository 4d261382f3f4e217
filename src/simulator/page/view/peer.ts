import type { User } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { phoneOf } from '../../world/people.ts'
import type { World } from '../../world/world.ts'

/** Somebody whose phone one may hold: a person or an account, never a bot. */
export interface PersonView {
  readonly id: number
  readonly name: string
  readonly username: string | null
  /** With its +; null where the world lists none. */
  readonly phone: string | null
  /** What a shared contact would say. */
  readonly sharedPhone: string
  readonly languageCode: string
  readonly isActive: boolean
}

export type PeerViewKind = 'person' | 'bot' | 'basic' | 'supergroup' | 'channel'

/** Whoever stands at the other end of a conversation. `name` is what they call themselves: hostile until shown as text. */
export interface PeerView {
  readonly peer: Peer
  readonly kind: PeerViewKind
  readonly name: string
  readonly username: string | null
  readonly isForum: boolean
  /** "Deleted account", or a group that is no more. */
  readonly isGone: boolean
}

export function personView(user: User): PersonView {
  return {
    id: user.id,
    name: nameOf(user),
    username: user.username,
    phone: user.phone === null ? null : `+${user.phone}`,
    sharedPhone: `+${phoneOf(user)}`,
    languageCode: user.languageCode,
    isActive: !isGone(user),
  }
}

/** Undefined for a peer that the world does not know. */
export function peerView(world: World, peer: Peer): PeerView | undefined {
  const user = peer > 0 ? world.users.find(peer) : undefined
  if (user !== undefined) return userView(user)
  const chat = world.chats.find(peer)
  if (chat === undefined) return undefined
  const { kind, title, username, isForum, isDeleted } = chat
  return { peer, kind, name: title, username, isForum, isGone: isDeleted }
}

export function userView(user: User): PeerView {
  return {
    peer: user.id,
    kind: user.bot === null ? 'person' : 'bot',
    name: nameOf(user),
    username: user.username,
    isForum: false,
    isGone: isGone(user),
  }
}

export function nameOf(user: User): string {
  return `${user.firstName} ${user.lastName}`.trim()
}

function isGone(user: User): boolean {
  return user.status === 'deactivated' || user.status === 'banned'
}
