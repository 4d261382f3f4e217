import type { AttemptState } from '../../../delivery/attempt.ts'
import type { Content } from '../../../delivery/message.ts'
import type { AccountState, Run } from '../../../store/store.ts'
import type { UndoWhat } from '../undo/verbs.ts'
import type { OwnerScope } from '../verbs.ts'

/** The verbs by which somebody looks back on the rounds of a campaign. Each is one transaction. */
export interface RoundVerbs {
  /** The newest first; `before` is the last id of the page before. Nothing of another owner's campaign. */
  rounds(page: RoundPage): Run[]
  /** @returns undefined for a round that is not this owner's */
  round(of: { readonly runId: number; readonly ownerId: OwnerScope }): Run | undefined
  /** What it says; a group may have said something of its own. @returns undefined for a round that is not this owner's */
  roundContent(of: { readonly runId: number; readonly ownerId: OwnerScope }): Content | undefined
  /** What became of each message of a round, or of some of them. */
  roundGroups(page: RoundGroupPage): RoundGroup[]
}

export interface RoundPage {
  readonly campaignId: number
  readonly ownerId: OwnerScope
  readonly before: number | null
  readonly limit: number
}

/** `open`: waits, or is on the wire. */
export type GroupFilter = 'all' | 'open' | 'sent' | 'failed' | 'uncertain' | 'cancelled'

export interface RoundGroupPage {
  readonly runId: number
  readonly ownerId: OwnerScope
  readonly filter: GroupFilter
  /** So many are passed over. */
  readonly skip: number
  readonly limit: number
  readonly nowMs: number
}

/** One message of a round. */
export interface RoundGroup {
  readonly accountId: number
  readonly accountName: string
  readonly accountState: AccountState
  readonly peer: number
  readonly topic: number
  /** Null for a group that its account does not know any more. */
  readonly title: string | null
  readonly username: string | null
  readonly state: AttemptState
  /** What Telegram said last. */
  readonly reason: string | null
  readonly dueAtMs: number
  readonly settledAtMs: number | null
  readonly messageId: number | null
  /** Where it stands: the group, or the supergroup that it became. */
  readonly chat: number
  /** Telegram asks its account to wait until then, for this group or for all. */
  readonly waitsUntilMs: number | null
  readonly waitReason: string | null
  /** The last undo's; null where none came here. */
  readonly change: {
    readonly what: UndoWhat
    readonly state: AttemptState
    readonly reason: string | null
    readonly atMs: number | null
  } | null
  /** The later round that has edited its message, or has taken it away for one of its own (`isGone`). */
  readonly takenBy: { readonly runId: number; readonly isGone: boolean } | null
}
