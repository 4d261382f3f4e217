import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { loadDriver, openDatabase } from '../base/sqlite.ts'
import type { Database } from '../base/sqlite.ts'
import { CannotStart } from './cannot-start.ts'
import { diskTrouble, sqliteCode } from './disk-trouble.ts'

/** @throws CannotStart when the file is none of ours, was damaged, or another simulator works on it. */
export function openSimulatorDatabase(path: string): Database {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isFile() === true) checkFile(path, stat.size)
    return openDatabase(path)
  } catch (error) {
    const line = lineFor(error, path)
    if (line === undefined) throw error
    throw new CannotStart(line, { cause: error })
  }
}

/**
 * An error that came while a folder's contents were read, as the operator should read it: they were written by us, so what cannot be
 * read was damaged. Everything else is returned as it is.
 */
export function readingError(error: unknown, folder: string): unknown {
  const isUnreadable = error instanceof SyntaxError || sqliteCode(error) !== undefined
  if (!isUnreadable) return error
  const trouble = diskTrouble(error, folder)
  if (trouble !== undefined) return new CannotStart(trouble, { cause: error })
  const line = `what ${folder} holds cannot be read (${(error as Error).message}): ${remedy}`
  return new CannotStart(line, { cause: error })
}

const remedy = 'put a copy of it back, delete the folder to begin anew, or give another --data'

/**
 * Looked at alone: a connection with the exclusive lock can be had only where nobody else has the file open. That holds also after
 * the lock file was deleted, which would let a second simulator in.
 */
function checkFile(path: string, sizeBytes: number): void {
  // SQLite takes it for a new database, and a world would be gone without a word.
  if (sizeBytes === 0) throw new CannotStart(`${path} is empty: put a copy of it back, or delete it to begin anew`)
  const Driver = loadDriver()
  const db = new Driver(path, { timeout: 0 })
  try {
    db.pragma('locking_mode = EXCLUSIVE')
    const [row] = db.pragma('quick_check(1)') as { quick_check: string }[]
    if (row?.quick_check !== 'ok') throw new CannotStart(damaged(path))
  } finally {
    db.close()
  }
}

function lineFor(error: unknown, path: string): string | undefined {
  if (error instanceof CannotStart) return error.message
  const code = sqliteCode(error)
  if (code === undefined) return undefined
  if (code.startsWith('SQLITE_BUSY'))
    return `${dirname(path)} is in use by another simulator: stop that one, or give another --data`
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) return damaged(path)
  return diskTrouble(error, path) ?? `${path} cannot be opened (${(error as Error).message}): ${remedy}`
}

function damaged(path: string): string {
  return `${path} is damaged: ${remedy}`
}
