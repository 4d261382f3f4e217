import type { CodeWay } from '../../telegram/login-contract.ts'

/** The verbs of sign-ins that are going on. Each is one transaction. */
export interface LoginVerbs {
  /** For a login that is about to begin: what it keeps is sealed for its id. */
  reserveLoginId(): number
  /** Begins one; what this person had begun before is over. */
  beginLogin(login: NewLoginRow): void
  /** The one that this person is at. An expired one is none. */
  loginOf(of: { readonly userId: number; readonly nowMs: number }): LoginRow | undefined
  /** Any, also one that is over. */
  login(id: number): LoginRow | undefined
  /**
   * The next step of a login that stands where it was seen.
   * @returns false when it is over or elsewhere by now: then nothing was changed, and what led here is to be dropped
   */
  saveLogin(change: LoginChange): boolean
  /** Ends what this person is at; with an id, only that one. */
  endLogin(of: { readonly userId: number; readonly id: number | null; readonly nowMs: number }): void
  /** Nothing of it is left anywhere. */
  forgetLogin(id: number): void
  /** Ends those whose time is over. @returns all that are over and may have left a session at Telegram */
  endedLogins(of: { readonly nowMs: number; readonly limit: number }): LoginRow[]
}

/**
 * `asking` for a code · `code` is being typed · `void`: another code is needed · `checking` the code · `password` is awaited · `proving` it ·
 * `signed-in` at Telegram, not stored here yet · `ending`: over, and to be logged out where Telegram has let it in.
 *
 * The process may end in any of them. While Telegram is asked (`asking`, `checking`, `proving`) a person's button asks again; of those that
 * may be signed in, nothing is left behind.
 */
export type LoginPlace = 'asking' | 'code' | 'void' | 'checking' | 'password' | 'proving' | 'signed-in' | 'ending'

export interface NewLoginRow {
  readonly id: number
  readonly userId: number
  readonly secrets: string
  /** JSON. */
  readonly device: string
  readonly expiresAtMs: number
  readonly nowMs: number
}

export interface LoginRow {
  /** Another one each time somebody begins, so that nothing of an earlier login can be taken for this one. */
  readonly id: number
  readonly userId: number
  readonly step: LoginPlace
  /** JSON, sealed for this id. */
  readonly secrets: string
  readonly device: string
  readonly way: CodeWay | null
  readonly codeLength: number | null
  readonly resendAtMs: number
  /** Wrong ones, of the code or the password. */
  readonly tries: number
  readonly expiresAtMs: number
}

export type LoginChange = Omit<LoginRow, 'userId' | 'device'> & { readonly from: LoginPlace }
