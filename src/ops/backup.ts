import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import type { DataPaths } from '../base/data-folder.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { openDatabase } from '../base/sqlite.ts'
import type { CopyProgress } from '../store/copy-database.ts'
import { naming } from '../store/inspect.ts'
import { backupTarget, refusedPath, taken } from './backup-target.ts'

export interface BackupDeps {
  readonly paths: DataPaths
  readonly clock: Clock
  /** Copies the database on the connection that writes it: `StoreHandle.copy`, or `copyDatabase` while the lock is ours. */
  copy(to: string, onProgress: CopyProgress): Promise<void>
  /** Checks a copy: `verifyDatabase`, in a thread where claims would have to wait for it. @throws Refusal */
  verify(path: string): Promise<void> | void
  /** Bytes that may be written beside `path`; replaced in tests. */
  freeBytes?(folder: string): number
}

export interface BackupOrder {
  /** A file that does not exist, in a folder that does; absent: a name with the instant, in data/backups. */
  readonly to?: string | undefined
  onProgress?: CopyProgress
}

/** A copy that was verified. */
export interface Backup {
  readonly path: string
  readonly bytes: number
  readonly tookMs: number
}

/**
 * Copies the database while it is in use, and verifies the copy before it gets its name: a file called `.db` in data/backups is whole.
 * Nothing is ever overwritten. It holds sealed sessions and not the key.
 * @throws Refusal when the file cannot be made there, the disk is too small or the copy not sound; then nothing is left behind
 */
export async function makeBackup(deps: BackupDeps, { to, onProgress = () => {} }: BackupOrder = {}): Promise<Backup> {
  const startedAtMs = deps.clock.nowMs()
  requireDatabase(deps.paths)
  const target = backupTarget(deps.paths, to, startedAtMs)
  if (dirname(target) === deps.paths.backups) clearLeftovers(deps.paths.backups, startedAtMs)
  requireSpace(deps, target)

  const part = `${target}.part`
  makeEmpty(part)
  try {
    await deps.copy(part, onProgress)
    makeOneFile(part)
    await deps.verify(part)
    giveName(part, target)
  } catch (error) {
    throw withoutSpace(target, error) ?? error
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(part + suffix, { force: true })
  }
  return { path: target, bytes: statSync(target).size, tookMs: deps.clock.nowMs() - startedAtMs }
}

/** Said after every backup: the copy alone opens no session. */
export const keepTheKeyApart =
  'Keep SESSION_SECRET_KEY somewhere else than this copy: without the key its sessions cannot be opened, with it by anybody.'

/** @throws Refusal where nothing is there: to open it would make an empty one, and a copy of that is no backup */
export function requireDatabase({ database }: DataPaths): void {
  if (!existsSync(database)) throw new Refusal(`there is no database ${database} to back up`, exitCodes.config)
}

/** What backups left that were killed. One that is being written is touched all the time; other names are somebody's own. */
function clearLeftovers(backups: string, nowMs: number): void {
  for (const name of readdirSync(backups).filter((one) => partName.test(one))) {
    const path = join(backups, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat !== undefined && stat.mtimeMs <= nowMs - leftoverMs) rmSync(path, { force: true })
  }
}

/** As backupTarget names them. */
const partName = /^karvon-[\dT-]{19}Z(?:-\d+)?\.db\.part(?:-journal|-wal|-shm)?$/
const leftoverMs = 24 * 3_600_000

/** A full disk would stop the store, not only the backup. */
function requireSpace({ paths, freeBytes = freeBytesOf }: BackupDeps, target: string): void {
  const sizes = [paths.database, `${paths.database}-wal`].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  )
  const needed = sizes.reduce((sum, size) => sum + size, reserveBytes)
  const free = freeBytes(dirname(target))
  if (free < needed) {
    throw new Refusal(
      `a backup needs ${megabytes(needed)} MB free in ${dirname(target)}, and there are ${megabytes(free)}: make room or give --to`,
      exitCodes.temporary,
    )
  }
}

const reserveBytes = 16 * 1024 * 1024

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024)
}

/** For its owner only, before the first byte is in it. */
function makeEmpty(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new Refusal(`${path} is being written, or was left by a backup that was killed: delete it then`)
    }
    throw withoutSpace(path, error) ?? refusedPath(path, error) ?? error
  }
}

/** A copy of a WAL database asks for companions wherever it is opened; this one shall be a single file. */
function makeOneFile(path: string): void {
  naming(path, () => {
    const db = openDatabase(path)
    db.pragma('journal_mode = DELETE')
    db.close()
  })
}

/** @throws Refusal when somebody took the name meanwhile */
function giveName(part: string, target: string): void {
  try {
    linkSync(part, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw taken(target)
    // A file system without hard links: take the name, then put the copy in its place.
    closeSync(openSync(target, 'wx', 0o600))
    try {
      renameSync(part, target)
    } catch (failure) {
      rmSync(target, { force: true })
      throw failure
    }
  }
  const folder = openSync(dirname(target), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function withoutSpace(target: string, error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!code.startsWith('SQLITE_FULL') && code !== 'ENOSPC') return undefined
  return new Refusal(`the disk of ${target} is full: make room or give --to`, exitCodes.temporary, { cause: error })
}
