import { errors } from 'telegram'
import { clientFailure, transportFailure } from './failure.ts'
import type { Failure } from './failure.ts'

/**
 * What a call of GramJS threw, in the words of the error table. Only names that are listed here come through: the text of a foreign
 * error may hold anything, also the phone number that it complains about.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof errors.RPCError) return rpcFailure(error)
  if (error instanceof errors.BadMessageError) return badMessageFailure(error)
  if (!(error instanceof Error)) return clientFailure('thrown without an error')
  const said = saidByGramjs.exec(error.message)?.[0]
  return clientFailure(said ?? error.constructor.name)
}

/** Why a TCP connection, directly or through a proxy, was not made. */
export function connectFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return transportFailure('not connected')
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const name = code ?? /\bE[A-Z_]{3,}\b/.exec(error.message)?.[0] ?? saidByProxy.exec(error.message)?.[0]
  return transportFailure(name ?? 'not connected')
}

function badMessageFailure(error: errors.BadMessageError): Failure {
  const code: unknown = Reflect.get(error, 'code') // Private, and said elsewhere only in a sentence.
  return typeof code === 'number'
    ? transportFailure(`bad_msg_notification ${code}`, code)
    : transportFailure('bad_msg_notification')
}

/** Own errors of the client that the table has a row for. */
const saidByGramjs =
  /^(?:Could not find the input entity|Cannot send requests while disconnected|Request was unsuccessful \d+ time|No user has|Cannot find any entity)/

/** From the `socks` package, which GramJS uses. */
const saidByProxy =
  /Socks5 Authentication failed|Socks5 proxy rejected connection|no accepted authentication type|Proxy connection timed out|Socket closed/i

/** Ten patterns get a class of their own, which replaces the name by a sentence; the name is made again here. */
function rpcFailure(error: errors.RPCError): Failure {
  const failure: Failure = {
    layer: 'mtproto',
    name: nameOf(error),
    ...(error.code === undefined ? {} : { code: error.code }),
  }
  return 'seconds' in error && typeof error.seconds === 'number' ? { ...failure, seconds: error.seconds } : failure
}

function nameOf(error: errors.RPCError): string {
  // Told apart from FLOOD_PREMIUM_WAIT by nothing: both become this class.
  if (error instanceof errors.FloodWaitError) return `FLOOD_WAIT_${error.seconds}`
  if (error instanceof errors.SlowModeWaitError) return `SLOWMODE_WAIT_${error.seconds}`
  if (error instanceof errors.FloodTestPhoneWaitError) return `FLOOD_TEST_PHONE_WAIT_${error.seconds}`
  if (error instanceof errors.EmailUnconfirmedError) return `EMAIL_UNCONFIRMED_${error.codeLength}`
  if (error instanceof errors.FileMigrateError) return `FILE_MIGRATE_${error.newDc}`
  if (error instanceof errors.PhoneMigrateError) return `PHONE_MIGRATE_${error.newDc}`
  if (error instanceof errors.NetworkMigrateError) return `NETWORK_MIGRATE_${error.newDc}`
  if (error instanceof errors.UserMigrateError) return `USER_MIGRATE_${error.newDc}`
  return error.errorMessage
}
