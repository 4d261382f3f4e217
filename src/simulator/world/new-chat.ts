import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { BannedRight, Chat, ChatKind } from './model.ts'
import type { Peer } from './peer.ts'

export interface NewChat {
  readonly kind: ChatKind
  readonly title: string
  readonly creatorId: number
  readonly about?: string
  readonly username?: string | null
  readonly isForum?: boolean
  readonly slowModeSeconds?: number
  readonly paidMessageStars?: number
  readonly noForwards?: boolean
  readonly joinNeedsApproval?: boolean
  readonly defaultBanned?: readonly BannedRight[]
  readonly memberIds?: readonly number[]
  readonly migratedFrom?: Peer
  /** When it was made; a world that is being built has a past. Now, when left out. */
  readonly createdAtMs?: number
}

/** A chat as it begins, before anybody is in it. */
export function newChat(input: NewChat, peer: Peer, deps: { readonly clock: Clock; readonly random: Random }): Chat {
  const createdAtMs = input.createdAtMs ?? deps.clock.nowMs()
  return {
    peer,
    kind: input.kind,
    title: input.title,
    about: input.about ?? '',
    username: input.username ?? null,
    isForum: input.isForum ?? false,
    noForwards: input.noForwards ?? false,
    slowModeSeconds: input.slowModeSeconds ?? 0,
    paidMessageStars: input.paidMessageStars ?? 0,
    defaultBanned: input.defaultBanned ?? [],
    inviteHash: newInviteHash(deps.random),
    joinNeedsApproval: input.joinNeedsApproval ?? false,
    migratedTo: null,
    migratedFrom: input.migratedFrom ?? null,
    isDeleted: false,
    creatorId: input.creatorId,
    createdAtMs,
    lastMessageId: 0,
    topMessageId: 0,
    topAtMs: createdAtMs,
    pts: 1,
  }
}

/** The hash in t.me/+hash. */
export function newInviteHash(random: Random): string {
  return random.bytes(12).toString('base64url')
}
