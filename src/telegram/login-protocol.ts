import { Secret } from '../base/secret.ts'
import type { Answer, Self } from './contract.ts'
import type { LoginStep, TelegramLogin } from './login-contract.ts'

/** What a thread for sign-ins does: the steps of a login, and a look at a session that somebody brings. */
export interface SignIns extends TelegramLogin {
  /** Who is signed in on this session, over a connection of its own. Nobody else may use the session meanwhile. */
  whoIs(step: LoginStep, signal: AbortSignal): Promise<Answer<Self>>
  /** Which bot this token is of. Others may use it meanwhile. */
  whichBot(token: Secret, signal: AbortSignal): Promise<Answer<Self>>
}

export type SignInStep = keyof SignIns

/** What the thread is told. `given` is the step's arguments but for the signal, with packed secrets. */
export type ToLoginThread =
  | { readonly type: 'call'; readonly id: number; readonly step: SignInStep; readonly given: readonly unknown[] }
  /** Nobody waits for this call any more. */
  | { readonly type: 'abort'; readonly id: number }

/** `answer` with packed secrets. */
export interface FromLoginThread {
  readonly id: number
  readonly answer: unknown
}

/** A Secret arrives empty in another thread, on purpose. For the sign-in's own messages it is opened, and closed again there. */
export function packSecrets(value: unknown): unknown {
  if (value instanceof Secret) return { [mark]: value.reveal() }
  return eachOf(value, packSecrets)
}

export function unpackSecrets(value: unknown): unknown {
  const packed = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[mark] : undefined
  return typeof packed === 'string' ? new Secret(packed) : eachOf(value, unpackSecrets)
}

const mark = '$secret'

function eachOf(value: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
}
