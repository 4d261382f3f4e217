import type { TelegramError } from '../../delivery/classify.ts'

/** Why a call has no result, in the words of the error table: plain, so that it can cross threads and stand in a log line. */
export type Failure = TelegramError

export function transportFailure(name: string, code?: number): Failure {
  return code === undefined ? { layer: 'transport', name } : { layer: 'transport', name, code }
}

export function clientFailure(name: string): Failure {
  return { layer: 'client', name }
}

/** The caller gave up, or the link was closed. */
export const abortFailure = clientFailure('AbortError')
