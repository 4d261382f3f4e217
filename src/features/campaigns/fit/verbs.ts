import type { AccountKind } from '../../../delivery/attempt.ts'
import type { AccountState } from '../../../store/store.ts'
import type { AccountPlan } from './forecast.ts'

/** An account as a forecast needs it. */
export interface SendingAccount {
  readonly id: number
  readonly ownerId: number
  readonly name: string
  readonly kind: AccountKind
  readonly state: AccountState
  readonly capPerMinute: number
  /** What it was slowed down to, as it stands in its row; '' where it never was. */
  readonly pace: string
  readonly nextAtMs: number
}

/** A running campaign's part of one account. */
export interface RunningPlan extends AccountPlan {
  readonly campaignId: number
  readonly name: string
}

/** What an account has to send by itself. */
export interface AccountSending {
  readonly account: SendingAccount
  readonly plans: readonly RunningPlan[]
  /** Its chats with slow mode, as far as it has met it. */
  readonly slowModes: readonly { readonly peer: number; readonly slowModeMs: number; readonly title: string }[]
}

/** What the database can be asked about who sends how much. */
export interface FitVerbs {
  /** Undefined for one that is not there. */
  accountSending(accountId: number): AccountSending | undefined
  /** Accounts that are there, by id. Without the control bot, which sends to no group: it belongs to nobody. */
  sendingAccounts(page: { readonly after: number; readonly limit: number }): SendingAccount[]
}
