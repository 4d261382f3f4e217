import type { PeopleVerbs } from '../../access/verbs.ts'
import type { Logger } from '../../base/log.ts'
import type { CodeWay, LoginRefused } from '../../telegram/login-contract.ts'
import type { ControlDeps } from '../feature.ts'
import type { KeptLogin } from './logins.ts'
import type { LoginPlace, LoginVerbs } from './logins-verbs.ts'
import type { ProxyVerbs } from './proxies/verbs.ts'
import type { AccountVerbs } from './verbs.ts'

export interface LoginDeskDeps extends Pick<
  ControlDeps<AccountVerbs & LoginVerbs & PeopleVerbs & ProxyVerbs>,
  'store' | 'clock' | 'keyring' | 'signIns' | 'shards' | 'settings'
> {
  readonly log: Logger
}

/** A login as its own person may see it. */
export interface Login {
  readonly id: number
  readonly step: LoginPlace
  /** Telegram is being asked. */
  readonly isBusy: boolean
  /** Masked. */
  readonly phone: string
  /** How many digits of the code are typed. */
  readonly digits: number
  readonly way: CodeWay
  readonly codeLength: number | null
  readonly resendAtMs: number
  readonly triesLeft: number
  readonly hint: string | null
}

/** What came of asking Telegram. */
export type LoginNews =
  /** Look where the login stands. */
  | { readonly type: 'here'; readonly note?: LoginNote }
  | { readonly type: 'kept'; readonly kept: KeptLogin }
  | { readonly type: 'refused'; readonly refused: LoginRefused }
  /** The Telegram account is somebody else's here. */
  | { readonly type: 'taken' }
  /** Another login, or none, has taken its place. */
  | { readonly type: 'over' }

export const loginNotes = ['code-wrong', 'code-expired', 'code-typed', 'no-new-code', 'password-wrong'] as const
export type LoginNote = (typeof loginNotes)[number]

/** How long a login lasts from the last code on. */
export const loginTtlMs = 15 * 60_000
/** Telegram makes a code void after about as many; a person should know before. */
export const codeTriesMax = 5
