import type { AccountState } from '../../store/store.ts'

/** The verbs of groups in the store. Each is one transaction. Bad input is a value, never thrown. */
export interface GroupVerbs {
  /** Groups and channels by title. */
  groups(of: { readonly accountId: number; readonly limit: number }): Group[]
  groupFigures(accountId: number): GroupFigures

  /** Has something of an account read by its shard, unless that is being done or was done just now. */
  askRead(ask: ReadAsk): ReadAnswer
  /** How that is going. @returns undefined for an account that is not this owner's */
  readState(of: ReadOf): ReadState | undefined

  /**
   * Every group that an account knows, with what was chosen of it. A basic group that goes on as a supergroup is that supergroup, also
   * where it was chosen before.
   * @returns undefined for an account that is not this owner's
   */
  knownGroups(of: OfAccount): KnownGroups | undefined
  /** Changes the choice. What the account cannot write to is passed over. @returns the choice as it is now */
  chooseGroups(change: ChoiceChange): ChoiceFigures | undefined
  /** Where a campaign of this account goes: all that is chosen and can be written to. */
  chosenTargets(of: OfAccount): Target[] | undefined
}

/** What groups must know of accounts: who has them, and how they are. */
export interface AccountLookup {
  accountOf(of: { readonly id: number; readonly ownerId: number | null }): AccountView | undefined
  accounts(page: { readonly ownerId: number | null; readonly after: number; readonly limit: number }): AccountView[]
}

export interface AccountView {
  readonly id: number
  readonly ownerId: number
  readonly kind: 'user' | 'bot'
  readonly name: string
  readonly state: AccountState
}

export interface OfAccount {
  readonly accountId: number
  /** Null for an admin at the command line, who reaches everybody's. */
  readonly ownerId: number | null
}

export interface Group {
  readonly peer: number
  readonly kind: 'basic' | 'supergroup' | 'channel'
  readonly title: string
  readonly username: string | null
  readonly mayPost: boolean
  /** A word of the adapter's, such as `admins-only`; null when the account may write. */
  readonly whyNot: string | null
  readonly isForum: boolean
}

export interface GroupFigures {
  readonly count: number
  readonly mayPost: number
  /** When the newest of them was seen. */
  readonly seenAtMs: number | null
}

/** One thing that is read of an account: its list, its folders, the topics of one forum, what stands behind one link. */
export interface ReadOf extends OfAccount {
  readonly kind: string
  /** Which one, where there are several of a kind; else empty. */
  readonly subject: string
}

export interface ReadAsk extends ReadOf {
  readonly peer: number | null
  readonly payload: string
  /** So long after a reading, no other one begins. */
  readonly refreshMinMs: number
  /** The same after one that failed. */
  readonly cooldownMs: number
  readonly nowMs: number
}

export type ReadAnswer =
  /** Under way, by this request or by an earlier one. */
  | { readonly type: 'asked'; readonly attemptId: number; readonly partition: number }
  | { readonly type: 'recent' }
  | { readonly type: 'cooling'; readonly reason: string; readonly untilMs: number }
  /** Nothing of it is claimed while it is not active. */
  | { readonly type: 'unusable'; readonly state: AccountState }
  /** Telegram tells bots nothing of the kind. */
  | { readonly type: 'bot' }
  | { readonly type: 'not-found' }

export interface ReadState {
  readonly accountState: AccountState
  /** The last request; null when there was none, or it was so long ago that it is pruned. */
  readonly last: {
    readonly attemptId: number
    readonly state: string
    readonly reason: string | null
    readonly dueAtMs: number
  } | null
  /** What was found last. */
  readonly found: Found | null
}

export interface Found {
  readonly atMs: number
  /** JSON, of its kind. */
  readonly result: string | null
}

/** Topic 0: the group itself, or General in a forum. */
export interface Target {
  readonly peer: number
  readonly topic: number
}

export interface KnownGroup extends Group {
  /** Chosen topics; 0 among them for the group itself. */
  readonly chosen: readonly number[]
  /** Another account of the owner writes there already. */
  readonly isElsewhere: boolean
  /** Why Telegram refused the last three messages since it was chosen; null when it did not. */
  readonly refusedWith: string | null
}

export interface KnownGroups {
  /** When the list was read as a whole; null: never. */
  readonly readAtMs: number | null
  readonly groups: readonly KnownGroup[]
  readonly figures: ChoiceFigures
}

export interface ChoiceFigures {
  readonly groups: number
  /** Of forums; each is a target of its own. */
  readonly topics: number
}

export interface ChoiceChange extends OfAccount {
  readonly add: readonly Target[]
  /** Topic null: all of the group. */
  readonly remove: readonly { readonly peer: number; readonly topic: number | null }[]
  readonly nowMs: number
}
