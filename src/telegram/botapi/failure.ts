import type { GrammyError } from 'grammy'
import type { TelegramError } from '../../delivery/classify.ts'
import type { Successor } from '../../delivery/outcome.ts'
import { parsePeer } from '../../delivery/peer.ts'
import { grammy } from './grammy.ts'

/** A call that failed; `wasWritten` when any byte of it may have left. */
export interface Failed {
  readonly type: 'failed'
  readonly failure: TelegramError
  readonly wasWritten: boolean
  /** Where a basic group went on as a supergroup. */
  readonly migratedTo?: Successor
}

/** What became of one call. */
export type Called<Result> = { readonly type: 'answered'; readonly result: Result } | Failed

/**
 * What a call of grammY threw, in the words of the error table. Nothing of a foreign error comes through but its code: its text may
 * hold the address of the request, which holds the token.
 * @param mayHaveLeft whether a byte of the request may have left; an answer says so by itself
 */
export function failedBy(error: unknown, method: string, mayHaveLeft: boolean): Failed {
  const { GrammyError, HttpError } = grammy()
  if (error instanceof GrammyError) return refusedBy(error, method)
  const inner: unknown = error instanceof HttpError ? error.error : error
  return { type: 'failed', failure: networkFailure(inner, method), wasWritten: mayHaveLeft }
}

/** Nothing was asked: the caller gave up, or the link was closed. */
export const givenUp: Failed = {
  type: 'failed',
  failure: { layer: 'client', name: 'AbortError' },
  wasWritten: false,
}

function refusedBy(error: GrammyError, method: string): Failed {
  const { retry_after: seconds, migrate_to_chat_id: successor } = error.parameters
  // As it came over the wire: whoever stands between may have answered something else.
  const { error_code: code, description }: { error_code?: unknown; description?: unknown } = error
  const failure: TelegramError = {
    layer: 'botapi',
    name: typeof description === 'string' ? description : 'no description',
    ...(typeof code === 'number' ? { code } : {}),
    method,
    ...(seconds === undefined ? {} : { seconds }),
  }
  const peer = successor === undefined ? undefined : parsePeer(successor)
  const migratedTo = peer === undefined ? {} : { migratedTo: { peer, accessHash: null } }
  return { type: 'failed', failure, wasWritten: true, ...migratedTo }
}

/** Codes that the table knows. Others, such as those of certificates, stand behind the table's own sentence. */
const transportCode = /^E[A-Z_]{3,}$/

function networkFailure(error: unknown, method: string): TelegramError {
  if (error instanceof Error && /^Request to '\w+' timed out/.test(error.message)) {
    return { layer: 'client', name: 'TimeoutError', method }
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (transportCode.test(code)) return { layer: 'transport', name: code, method }
  const behind = /^[A-Z_]{3,60}$/.test(code) ? `: ${code}` : '!'
  return { layer: 'botapi', name: `Network request for '${method}' failed${behind}`, method }
}
