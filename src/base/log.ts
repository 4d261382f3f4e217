import { createRequire } from 'node:module'
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { redact } from './redact.ts'

export type { Logger } from 'pino'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/**
 * JSON lines on standard error, one object a line, so that standard output stays free for what a command prints.
 * On a terminal they are made readable where pino-pretty is installed (it is a development dependency).
 *
 * Every finished line is masked by value: pino's `redact` by path misses arrays, deeper fields, messages and stacks.
 */
export function openLog(level: LogLevel, to: DestinationStream = standardError()): Logger {
  const hooks = { streamWrite: redact }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks }, to)
}

/** Where lines go unless told otherwise; for whoever writes lines that another thread has finished. */
export function standardError(): DestinationStream {
  const pretty = process.stderr.isTTY ? loadPretty() : undefined
  // Synchronous, because the last lines before a crash are the ones that matter.
  if (pretty !== undefined) return pretty({ destination: 2, sync: true })
  const plain = pino.destination({ dest: 2, sync: true })
  // Whoever read our lines has died, a process manager for instance: what is in flight is worth more than saying so.
  plain.on('error', () => {})
  return plain
}

type Pretty = (options: { destination: number; sync: boolean }) => DestinationStream

function loadPretty(): Pretty | undefined {
  try {
    return createRequire(import.meta.url)('pino-pretty') as Pretty
  } catch {
    return undefined
  }
}
