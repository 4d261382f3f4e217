import type { Secret } from '../base/secret.ts'
import type { Device, Proxy, Self } from './contract.ts'

/**
 * A person's sign-in, step by step. Every step makes its own connection from what the last one returned, so that a restart, another
 * thread or an hour may lie between. Nothing throws: what goes wrong is a value that names what to tell the person.
 *
 * Not for a thread that sends: the arithmetic of a password stops it for a quarter of a second.
 */
export interface TelegramLogin {
  /** Asks Telegram for a code. Also for the next one, when the first expired. */
  sendCode(start: LoginStart, signal: AbortSignal): Promise<CodeSent | SignedIn | LoginRefused>
  /** The same code on another way, once `CodeSent.resendAfterS` has passed. */
  resendCode(step: CodeStep, signal: AbortSignal): Promise<CodeSent | SignedIn | LoginRefused>
  signIn(step: CodeStep, code: Secret, signal: AbortSignal): Promise<SignedIn | PasswordNeeded | LoginRefused>
  checkPassword(step: LoginStep, password: Secret, signal: AbortSignal): Promise<SignedIn | LoginRefused>
  /** Ends a session at Telegram. One that was ended before is logged out just as well. */
  logOut(step: LoginStep, signal: AbortSignal): Promise<LoggedOut | LoginRefused>
}

export interface LoginStart {
  readonly phone: Secret
  /** The same in all steps, and later for the account. */
  readonly device: Device
  readonly proxy: Proxy | undefined
  /** Of an earlier try, so that no second key is made. */
  readonly session?: Secret
}

export interface LoginStep {
  readonly session: Secret
  readonly device: Device
  readonly proxy: Proxy | undefined
}

export interface CodeStep extends LoginStep {
  readonly phone: Secret
  readonly phoneCodeHash: Secret
}

export interface CodeSent {
  readonly type: 'code-sent'
  /** To be kept, sealed, for the next step: it may name another DC than before. */
  readonly session: Secret
  readonly phoneCodeHash: Secret
  readonly way: CodeWay
  readonly codeLength: number | null
  readonly resendAfterS: number | null
}

/** Where the code is: in another device of the account, in a message, in a call … */
export type CodeWay = 'app' | 'sms' | 'call' | 'missed-call' | 'email' | 'fragment' | 'other'

export interface PasswordNeeded {
  readonly type: 'password-needed'
  readonly session: Secret
  /** What the person wrote down for this moment. */
  readonly hint: string | null
}

export interface SignedIn {
  readonly type: 'signed-in'
  readonly session: Secret
  /** Unique over all accounts: two of one id would end each other. */
  readonly authKeyId: string
  readonly self: Self
}

export interface LoggedOut {
  readonly type: 'logged-out'
}

export interface LoginRefused {
  readonly type: 'refused'
  readonly reason: LoginReason
  /** Telegram's own name for it. */
  readonly error: string
  /** For `wait`; null where nothing is to be waited for. */
  readonly waitSeconds: number | null
}

export type LoginReason =
  | 'phone-invalid'
  /** Banned or deleted by Telegram. */
  | 'phone-banned'
  /** Nobody has registered it; only Telegram's own apps may. */
  | 'phone-unknown'
  | 'code-invalid'
  /** Too old, or void because it was typed into a chat. */
  | 'code-expired'
  | 'password-invalid'
  /** This login must begin anew: its key is gone, or the password changed meanwhile. */
  | 'begin-again'
  | 'wait'
  /** Telegram does not send codes to this phone now, or wants an e-mail or a payment first. */
  | 'code-unavailable'
  /** TG_API_ID and TG_API_HASH are wrong or blocked. */
  | 'application-refused'
  /** Telegram wants a newer client than ours. */
  | 'application-outdated'
  | 'proxy-failed'
  /** No connection, or no answer in time. */
  | 'no-answer'
  | 'telegram-failed'
