import { closeSync, openSync } from 'node:fs'
import type { Clock } from '../base/clock.ts'
import type { DataPaths } from '../base/data-folder.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { openDatabase } from '../base/sqlite.ts'
import type { Database } from '../base/sqlite.ts'
import { copyDatabase } from '../store/copy-database.ts'
import type { CopyProgress } from '../store/copy-database.ts'
import { explain, inspectDatabase, verifyDatabase } from '../store/inspect.ts'
import { migrateDown, migrateUp } from '../store/migrate.ts'
import type { Migration } from '../store/migrate.ts'
import { makeBackup, requireDatabase } from './backup.ts'
import type { Backup, BackupOrder } from './backup.ts'

export interface SchemaDeps {
  readonly paths: DataPaths
  readonly migrations: readonly Migration[]
  readonly clock: Clock
  onProgress?: CopyProgress
}

export interface SchemaChange {
  /** The steps that were applied or taken back, in the order in which that was done. */
  readonly steps: readonly string[]
  /** What stood there before; undefined when there was nothing to lose. */
  readonly backup: Backup | undefined
}

/**
 * Brings the database up to this program, after a verified backup. All steps stand or none; a file that is not ours is not touched.
 * The caller holds the lock.
 * @throws Refusal for a newer, edited, foreign or damaged database
 */
export async function raiseSchema(deps: SchemaDeps): Promise<SchemaChange> {
  const { paths, migrations, clock } = deps
  const status = inspectDatabase(paths.database, migrations)
  if (status.every(({ appliedAtMs }) => appliedAtMs !== null)) return { steps: [], backup: undefined }
  makePrivateFile(paths.database)
  return writing(paths.database, async (db) => {
    const isNew = status.every(({ appliedAtMs }) => appliedAtMs === null)
    const backup = isNew ? undefined : await backUp(deps, db)
    return { steps: migrateUp(db, migrations, clock.nowMs()), backup }
  })
}

/**
 * For a command that is not about the schema: makes it in a new folder, and leaves raising an older one to the operator.
 * @throws Refusal for a database that is older, newer, edited, foreign or damaged
 */
export async function requireSchema(deps: SchemaDeps): Promise<void> {
  const status = inspectDatabase(deps.paths.database, deps.migrations)
  const pending = status.filter(({ appliedAtMs }) => appliedAtMs === null).length
  if (pending === status.length) await raiseSchema(deps)
  else if (pending > 0) {
    throw new Refusal(
      `the database is older than this program, by ${pending} steps: run \`karvon migrate up\`, which backs it up first`,
      exitCodes.config,
    )
  }
}

/**
 * Takes the last steps back, with the data in their tables, after a verified backup. The caller holds the lock and has asked.
 * @throws Refusal for a newer, edited, foreign or damaged database
 */
export async function lowerSchema(deps: SchemaDeps, count: number): Promise<SchemaChange> {
  const { paths, migrations } = deps
  const status = inspectDatabase(paths.database, migrations)
  if (status.every(({ appliedAtMs }) => appliedAtMs === null)) return { steps: [], backup: undefined }
  return writing(paths.database, async (db) => {
    const backup = await backUp(deps, db)
    return { steps: migrateDown(db, migrations, count), backup }
  })
}

/**
 * Copies the database while no supervisor runs; the caller holds the lock. Also for a schema that is older than this program.
 * @throws Refusal
 */
export async function backUpHere(deps: SchemaDeps, order: BackupOrder = {}): Promise<Backup> {
  requireDatabase(deps.paths)
  inspectDatabase(deps.paths.database, deps.migrations)
  return writing(deps.paths.database, (db) => backUp(deps, db, order))
}

function backUp({ paths, migrations, clock, onProgress }: SchemaDeps, db: Database, order: BackupOrder = {}) {
  return makeBackup(
    {
      paths,
      clock,
      copy: (to, report) => copyDatabase(db, to, report),
      verify: (path) => verifyDatabase(path, migrations),
    },
    { ...(onProgress === undefined ? {} : { onProgress }), ...order },
  )
}

async function writing<T>(path: string, work: (db: Database) => Promise<T>): Promise<T> {
  try {
    const db = openDatabase(path)
    try {
      return await work(db)
    } finally {
      db.close()
    }
  } catch (error) {
    throw explain(path, error) ?? error
  }
}

/** SQLite would make it readable for everybody that the umask lets in. */
function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST') throw error
  }
}
