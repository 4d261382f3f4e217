import type { MessageKind } from '../delivery/attempt.ts'
import type { Peer } from '../delivery/peer.ts'
import type { KeepLatest } from './runs.ts'

/** 0: a person waits for it (test send, group import). 1: bulk. The first goes before the second at each account. */
export type Rank = 0 | 1

/** One message of a run, before it has an id. */
export interface NewSend {
  readonly accountId: number
  readonly partition: number
  readonly peer: number
  readonly topic: number
  readonly part: number
  /** Instead of the run's; absent or null: that one. */
  readonly contentId?: number | null
  readonly dueAtMs: number
  /** Of the message that is taken back or edited. */
  readonly messageId?: number
  readonly payload?: string | null
}

/** Work of an account that belongs to no run: fetch dialogs, check a right. Its key makes a repeated request one attempt. */
export interface NewWork {
  readonly kind: string
  readonly accountId: number
  readonly ownerId: number
  readonly partition: number
  readonly idempotencyKey: string
  readonly payload: string
  readonly peer: number | null
  /** Of a message; other work has none. */
  readonly contentId?: number
  readonly dueAtMs: number
  readonly rank: Rank
}

/** A pending attempt with all that a shard needs to put it on the wire. */
export interface DueAttempt {
  readonly id: number
  readonly kind: string
  readonly accountId: number
  readonly ownerId: number
  readonly partition: number
  readonly rank: Rank
  readonly dueAtMs: number
  readonly tries: number
  readonly crashes: number
  readonly maybeSent: 0 | 1
  readonly runId: number | null
  readonly campaignUuid: string | null
  readonly plannedAtMs: number | null
  readonly idempotencyKey: string | null
  readonly peer: Peer | null
  readonly accessHash: string | null
  /** Of the chat, as far as this account has met it; 0 where it has not. */
  readonly slowModeSeconds: number
  /** The supergroup as which this basic group goes on, as far as the account knows it. */
  readonly successor: Peer | null
  readonly successorHash: string | null
  readonly topic: number
  readonly part: number
  readonly content: string | null
  /** 1: not what its run says, but a text of this group's own. */
  readonly isOwnText: 0 | 1
  readonly payload: string | null
  /** Of the message that is to be taken back or edited; null for one that is to be sent. */
  readonly messageId: number | null
  /** What becomes of the campaign's message before this one; null for work without a run. */
  readonly keepLatest: KeepLatest | null
}

export interface Claim {
  readonly id: number
  readonly accountId: number
  readonly epoch: number
  /** Written with the claim, so that the pause after a message survives `kill -9`. */
  readonly nextAtMs: number
}

/** What became of an attempt that was claimed; `event` is the transition's name. */
export type Settlement = Confirmation | (Settled & Unsent)

interface Settled {
  readonly id: number
  readonly accountId: number
  readonly runId: number | null
  readonly epoch: number
  /** Left out: a message, which counts as sent. */
  readonly isChange?: boolean
}

export type Confirmation = Settled & {
  readonly event: 'confirm'
  readonly messageId: number | null
  readonly result: string | null
  /** Once it stands, older ones of its campaign are taken away, in the same transaction. */
  readonly replacesOlder?: boolean
}

type Unsent =
  | { readonly event: 'postpone' | 'release'; readonly dueAtMs: number; readonly reason: string }
  | { readonly event: 'retry' | 'unknown'; readonly dueAtMs: number; readonly reason: string }
  | { readonly event: 'bury' | 'lose'; readonly reason: string }

export interface Head {
  readonly accountId: number
  readonly rank: Rank
  readonly dueAtMs: number
}

export interface ScheduleArgs {
  readonly runId: number
  /** `send`, unless told. */
  readonly kind?: MessageKind
  readonly ownerId: number
  readonly contentId: number
  readonly sends: readonly NewSend[]
}

/** A batch of a round; `isLast` when no other follows. */
export interface PlannedRound extends ScheduleArgs {
  readonly isLast: boolean
}
