import { Refusal, exitCodes } from './refusal.ts'
import { loadDriver } from './sqlite.ts'
import type { Database } from './sqlite.ts'

/** Another process holds the folder. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld'
}

export interface ProcessLock {
  release(): void
}

/**
 * Holds `path` until released or until this process ends in any way, `kill -9` included: an exclusive SQLite lock on a file of its
 * own, which the kernel gives back at once. Nobody may open that file with `fs`: closing it would drop the lock silently (POSIX).
 * @throws LockHeld when another process, or this one, has it already; Refusal when what is there can be no lock
 */
export function acquireProcessLock(path: string): ProcessLock {
  const db = openLock(path)
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('begin exclusive')
  } catch (cause) {
    db.close()
    throw isBusy(cause) ? new LockHeld(`${path} is held by another process`, { cause }) : (noLock(path, cause) ?? cause)
  }
  return { release: () => release(db) }
}

function openLock(path: string): Database {
  const Driver = loadDriver()
  try {
    return new Driver(path, { timeout: 0 })
  } catch (cause) {
    throw noLock(path, cause) ?? cause
  }
}

/** @returns undefined for what the operator cannot mend */
function noLock(path: string, cause: unknown): Refusal | undefined {
  const refuse = (text: string) => new Refusal(`${path} ${text}`, exitCodes.config, { cause })
  switch (codeOf(cause)) {
    case 'SQLITE_NOTADB':
      return refuse('is not the lock that karvon makes: move it away')
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_CANTOPEN_ISDIR':
      return refuse('cannot be opened: check who owns it and its folder')
    default:
      return undefined
  }
}

function release(db: Database): void {
  if (!db.open) return
  db.exec('rollback')
  db.close()
}

function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
