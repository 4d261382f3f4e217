import type { StoredWait } from '../../store/store.ts'
import type { Account, AccountAnswer, Addressed } from './verbs.ts'

/** What owners see of their accounts and do with them. Each is one transaction. Another owner's account is one that is not there. */
export interface CareVerbs {
  /** By id. */
  accountList(page: { readonly ownerId: number; readonly offset: number; readonly limit: number }): AccountList
  accountCard(of: Addressed & { readonly nowMs: number; readonly sinceMs: number }): AccountCard | undefined

  /** Null takes the name away. */
  aliasAccount(of: Addressed & { readonly alias: string | null }): AccountAnswer
  /** From the account's next message on, when its shard has read it anew. */
  capAccount(of: Addressed & { readonly capPerMinute: number }): AccountAnswer

  /** Its login is over, and nothing of it is kept. Nobody may have a link of it meanwhile. */
  signAccountOut(of: Addressed): AccountAnswer
  /** What deleting it would end. @returns undefined when it is not there */
  accountTies(of: Addressed): AccountTies | undefined
  /** It is gone for its owner, and leaves their campaigns; one without a group then is stopped. Its open attempts follow by `sweepRemoved`. */
  removeAccount(of: Addressed & { readonly nowMs: number }): AccountAnswer
  /** Accounts whose attempts may still be open. */
  removals(limit: number): { readonly accountId: number; readonly removedAtMs: number }[]
  /** Cancels open attempts of a deleted account. @returns how many; 0 when none are left */
  sweepRemoved(of: { readonly accountId: number; readonly limit: number; readonly nowMs: number }): number
  endRemoval(accountId: number): void

  /** Has an account looked at by its shard; a look that was asked for with the same key is the answer. @returns undefined when it cannot */
  askCheck(
    of: Addressed & { readonly key: string; readonly rank: 0 | 1; readonly nowMs: number },
  ): AskedCheck | undefined
  /** Accounts whose time for a look has come. */
  checksDue(of: { readonly nowMs: number; readonly limit: number }): DueCheck[]
  planChecks(plans: readonly { readonly accountId: number; readonly atMs: number }[]): void

  /** Since when its proxy does not answer. Null: it does. @returns its owner and the proxy, where that is news */
  noteProxy(of: { readonly accountId: number; readonly downAtMs: number | null }): ProxyNews | undefined
}

export interface AccountList {
  readonly total: number
  readonly accounts: readonly ListedAccount[]
}

/** An account with what decides how it is: what it waits for before it may send, and what the last look at it found. */
export interface ListedAccount extends Account {
  readonly sendWait: StoredWait | null
  readonly check: CheckRow | null
}

export interface AccountCard extends ListedAccount {
  /** As in the row of its state: '' for one that was never slowed down. */
  readonly pace: string
  /** Messages since the quarter of an hour of `sinceMs`. */
  readonly sent: number
  /** Due or later, and not held back; at most `figuresMax`. */
  readonly waiting: number
  /** Of its lanes. */
  readonly waits: readonly StoredWait[]
  /** How many of its chats wait for themselves. */
  readonly waitingPeers: number
  readonly proxy: { readonly id: number; readonly host: string; readonly port: number } | null
}

/** More are not counted: nobody reads the difference. */
export const figuresMax = 100_000

/** The newest look that was asked for, and the one before while it is not done. */
export interface CheckRow {
  readonly isAsked: boolean
  /** When the one that was asked for is tried next. */
  readonly dueAtMs: number | null
  /** Why it was not done yet. */
  readonly reason: string | null
  /** JSON of a Finding; null when nothing was found out yet. */
  readonly found: string | null
  readonly foundAtMs: number | null
}

export interface AccountTies {
  readonly campaigns: number
  readonly targets: number
  /** Messages that wait; at most `figuresMax`. */
  readonly waiting: number
}

export interface AskedCheck {
  readonly attemptId: number
  readonly account: Account
}

export interface DueCheck {
  readonly accountId: number
  readonly ownerId: number
  readonly partition: number
  /** 0 for an account that has no time yet. */
  readonly checkAtMs: number
}

export interface ProxyNews {
  readonly accountId: number
  readonly ownerId: number
  readonly name: string
}
