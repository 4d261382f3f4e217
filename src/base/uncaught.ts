import type { Logger } from './log.ts'

/**
 * Ends the process when an error reaches nobody: its state is unknown from then on, and the rows know what was in flight.
 * Node's own report of such an error goes to standard error as it is; this one goes through the log, which masks secrets.
 */
export function endOnUncaught(log: Logger): void {
  const end = (error: unknown) => {
    log.fatal({ err: error instanceof Error ? error : new Error(String(error)) }, 'an error reached nobody: stopping')
    process.exit(internalError)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

/** EX_SOFTWARE of sysexits.h. */
const internalError = 70
