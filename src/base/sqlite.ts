import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'

export type Database = BetterSqlite3.Database
/** What a statement changed. */
export type RunResult = BetterSqlite3.RunResult
/** Prepared, without parameters of a fixed type. */
export type Statement = BetterSqlite3.Statement

export interface DatabaseOptions {
  /** A reader opens the file as it is and may not write; the file must exist. */
  readonly?: boolean
}

/** No native SQLite driver fits this Node. The message is one line for the operator. */
export class DriverMissing extends Error {
  override readonly name = 'DriverMissing'
}

type Driver = typeof BetterSqlite3
type Load = (packageName: string) => unknown

/**
 * Opens a file (or `:memory:`) with the settings that every connection of ours needs. The folder must exist.
 * A commit is on disk when it returns. @throws DriverMissing where no driver is installed.
 */
export function openDatabase(path: string, options: DatabaseOptions = {}): Database {
  const Driver = loadDriver()
  const isReader = options.readonly === true
  const db = new Driver(path, { readonly: isReader, fileMustExist: isReader, timeout: busyTimeoutMs })

  if (!isReader) {
    // Only a new file takes it, and only before its first page: free pages can then be given back to the disk step by step. Said to one
    // that has it, it would be a commit of its own, also when nothing else is written.
    if (db.pragma('auto_vacuum', { simple: true }) !== incremental) db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    // Explicit, because the driver is built to run a WAL file at NORMAL, which a power cut can roll back.
    db.pragma('synchronous = FULL')
    // The log is folded back every 32 MB and cut to 64 MB after a burst, otherwise it stays as large as it ever was.
    db.pragma('wal_autocheckpoint = 8192')
    db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`)
  }
  db.pragma('foreign_keys = ON')
  return db
}

/** better-sqlite3 13 is built on Node-API 10 and crashes on Node 20; 12 aborts in worker threads on Node 24. Neither serves all. */
export function driverFor(nodeApiVersion: number): 'better-sqlite3' | 'better-sqlite3-node20' {
  return nodeApiVersion >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20'
}

/** @throws DriverMissing. Arguments are for tests: the Node-API version to choose for, and what stands for `require`. */
export function loadDriver(nodeApiVersion = Number(process.versions['napi']), load: Load = requireHere): Driver {
  const packageName = driverFor(nodeApiVersion)

  try {
    const Driver = load(packageName) as Driver
    // A package whose native part was not built loads well, and fails at the first database.
    new Driver(':memory:').close()
    return Driver
  } catch (cause) {
    throw new DriverMissing(missing(packageName), { cause })
  }
}

// Waiting for a lock blocks the thread and cannot be interrupted, so the wait is short and the caller tries again.
const busyTimeoutMs = 250

/** What `pragma auto_vacuum` answers. */
const incremental = 2

const requireHere: Load = createRequire(import.meta.url)

function missing(packageName: string): string {
  const fix =
    packageName === 'better-sqlite3'
      ? 'run `npm ci` without --omit=optional'
      : 'install a C++ compiler, make and python3, then run `npm ci`; or use Node 22.18 or newer, which needs no compiler'
  return `the SQLite driver ${packageName} is not installed for Node ${process.versions.node}: ${fix}`
}
