import type { AccountState } from '../../store/store.ts'

/** The verbs of accounts in the store, beside those of the spine. Each is one transaction. Bad input is a value, never thrown. */
export interface AccountVerbs {
  /** Who has this login or this Telegram account already. Asked before anybody connects: two connections would end the session. */
  loginTaken(login: LoginIds): TakenLogin | undefined
  hasOwner(ownerId: number): boolean
  /** Adds an account under an id that was reserved, unless its login or its Telegram account is there by now. */
  addLogin(login: NewLogin): { readonly account: Account } | { readonly taken: TakenLogin }
  /** Gives an account another login, and lets it send again. @returns undefined when it is gone */
  replaceLogin(login: AnotherLogin): Account | undefined

  /** What a look at it found: how long its captions may be goes by that. */
  savePremium(of: { readonly accountId: number; readonly isPremium: boolean }): void
  accountOf(of: Addressed): Account | undefined
  /** By id; `after` is the last one of the page before. */
  accounts(page: { readonly ownerId: OwnerScope; readonly after: number; readonly limit: number }): Account[]
  /** Until when Telegram has told this account to send nothing (FLOOD_WAIT, `retry_after`); null: it has not. */
  sendWaitUntil(of: { readonly accountId: number; readonly nowMs: number }): number | null
  /** From this commit on nothing of it is claimed; what is on the wire arrives. */
  pauseAccount(of: Addressed): AccountAnswer
  /** A limit that Telegram set goes on until its time. */
  resumeAccount(of: Addressed & { readonly nowMs: number }): AccountAnswer
}

/** Whose: an owner's id, or null for an admin, who reaches everybody's. */
export type OwnerScope = number | null

export interface Addressed {
  readonly id: number
  readonly ownerId: OwnerScope
}

/** An account for everybody who may see it: nothing of its login. */
export interface Account {
  readonly id: number
  readonly ownerId: number
  readonly kind: 'user' | 'bot'
  readonly telegramId: number
  readonly name: string
  readonly username: string | null
  /** What its owner calls it; null: by its name at Telegram. */
  readonly alias: string | null
  readonly state: AccountState
  readonly reason: string | null
  /** When a limit ends; null: no limit, or until its owner acts. */
  readonly untilMs: number | null
  readonly capPerMinute: number
  /** Of the owner's proxies; null: directly. */
  readonly proxyId: number | null
  /** Since when that proxy does not answer. */
  readonly proxyDownAtMs: number | null
  readonly partition: number
  readonly createdAtMs: number
}

export interface LoginIds {
  /** Null for a bot, which has a token instead. */
  readonly authKeyId: string | null
  /** Null while nobody has asked Telegram yet. */
  readonly telegramId: number | null
}

export interface TakenLogin {
  readonly account: Account
  /** This very login, and not another one of the same Telegram account. */
  readonly isSameLogin: boolean
}

export interface NewLogin {
  readonly id: number
  readonly ownerId: number
  /** A person's account unless it is said. */
  readonly kind?: 'user' | 'bot'
  readonly telegramId: number
  readonly authKeyId: string | null
  readonly name: string
  readonly username: string | null
  /** Sealed for this id. */
  readonly session: string
  /** JSON. */
  readonly device: string
  readonly capPerMinute: number
  /** One of the owner's, sealed for this id. Where it is gone or full by now, the account is paused. */
  readonly proxy?: { readonly id: number; readonly sealed: string }
  /** Left out where nobody has asked Telegram: the first look at the account does. */
  readonly isPremium?: boolean
  readonly nowMs: number
}

/** Without a proxy it keeps the one that it has. */
export type AnotherLogin = Pick<
  NewLogin,
  'id' | 'authKeyId' | 'name' | 'username' | 'session' | 'device' | 'proxy' | 'isPremium'
>

export type AccountAnswer = { readonly account: Account } | { readonly problem: AccountProblem }

/** Why an account does not do what it was told. */
export type AccountProblem =
  { readonly type: 'not-found' } | { readonly type: 'wrong-state'; readonly account: Account }
