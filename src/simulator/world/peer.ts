/**
 * Marked peer ids: one number says what it is, as in the Bot API. A user is its positive id, a basic group `-id`,
 * a supergroup or channel `-1000000000000 - id` (https://core.telegram.org/api/bots/ids).
 */
export type Peer = number

export type PeerKind = 'user' | 'basic' | 'channel'

const channelBase = 1_000_000_000_000

/**
 * Where the bare ids of each kind begin. Clients tell a kind by how its marked id is written: `-100` and the bare id is a channel.
 * That is the number which the Bot API and the ledger use (`-1000000000000 - id`) from ten digits on only, and a basic group's `-id`
 * must never begin like one. Today's ids look like these.
 */
export const firstBareIds = { channel: 1_000_000_001, basic: 4_000_000_001 } as const

/** The marked id of a supergroup or channel with this bare id. */
export function channelPeer(bareId: number): Peer {
  return -channelBase - bareId
}

/** The marked id of a basic group with this bare id. */
export function basicPeer(bareId: number): Peer {
  return -bareId
}

/** Supergroups and channels are both `channel` here: MTProto addresses them alike. */
export function peerKind(peer: Peer): PeerKind {
  if (peer > 0) return 'user'
  return peer <= -channelBase ? 'channel' : 'basic'
}

/** The id that MTProto uses beside the peer's kind. */
export function bareId(peer: Peer): number {
  if (peer > 0) return peer
  return peer <= -channelBase ? -peer - channelBase : -peer
}

/** The counter that a conversation's message ids come from: a channel's own, or 0, the common one of all others. */
export function boxOf(peer: Peer): Peer {
  return peerKind(peer) === 'channel' ? peer : 0
}
