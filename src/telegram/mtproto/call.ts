import type { Api } from 'telegram'
import { clientFailure } from './failure.ts'
import type { Failure } from './failure.ts'

/** One call on an account's connection: what a method of Telegram's needs, and all that it gets. */
export type Call = <Request extends Api.AnyRequest>(request: Request) => Promise<Called<Request['__response']>>

/** What became of one call. */
export type Called<Result> = { readonly type: 'answered'; readonly result: Result } | Failed

/** A call that failed; `wasWritten` when any byte of it may have left. */
export interface Failed {
  readonly type: 'failed'
  readonly failure: Failure
  readonly wasWritten: boolean
}

/** Telegram answered with something that this layer of the schema does not have: what it was asked for may be done. */
export function unreadable(method: string): Failed {
  return { type: 'failed', failure: clientFailure(`TypeNotFoundError in ${method}`), wasWritten: true }
}
