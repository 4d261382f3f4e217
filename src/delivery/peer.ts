import type { Brand } from '../base/brand.ts'

/**
 * A user, group or channel as one marked number, as in the Bot API: a user is its positive id, a basic group `-id`, a supergroup or
 * channel `-1000000000000 - id`. Bare ids overlap between the kinds, so outside of `telegram/` only marked ones exist.
 * https://core.telegram.org/api/bots/ids
 */
export type Peer = Brand<number, 'Peer'>

/** Supergroups and channels are both `channel`: MTProto addresses them alike. */
export type PeerKind = 'user' | 'basic' | 'channel'

/** Marked ids of each kind, ends included. Between the ranges stand secret chats, which nobody but a phone can write to. */
const ranges: readonly { readonly kind: PeerKind; readonly min: number; readonly max: number }[] = [
  { kind: 'user', min: 1, max: 0xff_ffff_ffff },
  { kind: 'basic', min: -999_999_999_999, max: -1 },
  { kind: 'channel', min: -1_997_852_516_352, max: -1_000_000_000_001 },
  // Direct messages of channels ("monoforums").
  { kind: 'channel', min: -4_000_000_000_000, max: -2_002_147_483_649 },
]

const channelBase = 1_000_000_000_000

/** A marked id as a person or another program gives it, `-1001234567890`. @returns undefined for what is no peer's id. */
export function parsePeer(given: string | number): Peer | undefined {
  const id = typeof given === 'number' ? given : /^-?\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  return Number.isSafeInteger(id) && rangeOf(id) !== undefined ? (id as Peer) : undefined
}

/** From what MTProto says. @throws RangeError for an id that its kind cannot have. */
export function markPeer(kind: PeerKind, bareId: number): Peer {
  const marked = kind === 'user' ? bareId : kind === 'basic' ? -bareId : -channelBase - bareId
  if (!Number.isSafeInteger(bareId) || rangeOf(marked)?.kind !== kind) {
    throw new RangeError(`${bareId} is no id of a ${kind}`)
  }
  return marked as Peer
}

export function peerKind(peer: Peer): PeerKind {
  const range = rangeOf(peer)
  if (range === undefined) throw new RangeError(`${peer} is no peer's id`)
  return range.kind
}

/** The id that MTProto uses beside the peer's kind. */
export function bareId(peer: Peer): number {
  return peerKind(peer) === 'channel' ? -channelBase - peer : Math.abs(peer)
}

function rangeOf(id: number) {
  return ranges.find(({ min, max }) => id >= min && id <= max)
}
