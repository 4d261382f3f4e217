import type { Peer } from '../delivery/peer.ts'

/** 0: a person waits for it (test send, group import). 1: bulk. The first goes before the second at each account. */
export type Rank = 0 | 1

/** One message of a run, before it has an id. */
export interface NewSend {
  readonly accountId: number
  readonly partition: number
  readonly peer: number
  readonly topic: number
  readonly part: number
  readonly dueAtMs: number
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
  /** The supergroup as which this basic group goes on, as far as the account knows it. */
  readonly successor: Peer | null
  readonly successorHash: string | null
  readonly topic: number
  readonly part: number
  readonly content: string | null
  readonly payload: string | null
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
}

export type Confirmation = Settled & {
  readonly event: 'confirm'
  readonly messageId: number | null
  readonly result: string | null
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
  readonly ownerId: number
  readonly contentId: number
  readonly sends: readonly NewSend[]
}

/** A batch of a round; `isLast` when no other follows. */
export interface PlannedRound extends ScheduleArgs {
  readonly isLast: boolean
}
