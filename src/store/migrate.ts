import { createHash } from 'node:crypto'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Database } from '../base/sqlite.ts'

/** One numbered step of the schema. Never edited after a release: its hash is checked. */
export interface Migration {
  /** `0001-spine`: they run in the order of their names. */
  readonly name: string
  readonly up: string
  readonly down: string
}

export interface MigrationStatus {
  readonly name: string
  /** Null while it is pending. */
  readonly appliedAtMs: number | null
}

/** The database and this program do not fit; the message says what to do. Nothing was changed. */
class SchemaMismatch extends Refusal {
  override readonly name = 'SchemaMismatch'

  constructor(message: string) {
    super(message, exitCodes.config)
  }
}

/**
 * What stands in the database, beside what this program knows.
 * @throws SchemaMismatch for a newer database, an edited migration, or a database that is not ours
 */
export function migrationStatus(db: Database, migrations: readonly Migration[]): MigrationStatus[] {
  const applied = new Map(appliedRows(db).map((row) => [row.name, row]))
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, hash } of applied.values()) {
    const migration = known.get(name)
    if (migration === undefined) {
      throw new SchemaMismatch(
        `the database has the step ${name}, which this version does not know: install the newer version`,
      )
    }
    if (hashOf(migration) !== hash) {
      throw new SchemaMismatch(
        `the step ${name} differs from the one that was applied: install the version that made this database`,
      )
    }
  }
  return inOrder(migrations).map(({ name }) => ({ name, appliedAtMs: applied.get(name)?.applied_at_ms ?? null }))
}

/**
 * Applies what is pending, all in one transaction: a crash in the middle leaves the schema that was there.
 * @returns the names that were applied
 */
export function migrateUp(db: Database, migrations: readonly Migration[], nowMs: number): string[] {
  const pending = new Set(namesWhere(migrationStatus(db, migrations), (step) => step.appliedAtMs === null))
  const steps = inOrder(migrations).filter(({ name }) => pending.has(name))
  if (steps.length === 0) return []
  db.transaction(() => {
    db.exec(migrationsTable)
    const note = db.prepare('insert into migrations (name, hash, applied_at_ms) values (?, ?, ?)')
    for (const step of steps) {
      db.exec(step.up)
      note.run(step.name, hashOf(step), nowMs)
    }
  }).immediate()
  return steps.map(({ name }) => name)
}

/** Takes back the last `count` steps, newest first, in one transaction. @returns their names. */
export function migrateDown(db: Database, migrations: readonly Migration[], count: number): string[] {
  const steps = lastApplied(db, migrations, count)
  if (steps.length === 0) return []
  db.transaction(() => {
    const forget = db.prepare('delete from migrations where name = ?')
    for (const step of steps) {
      db.exec(step.down)
      forget.run(step.name)
    }
  }).immediate()
  return steps.map(({ name }) => name)
}

/** The last `count` steps that stand in the database, newest first. */
function lastApplied(db: Database, migrations: readonly Migration[], count: number): Migration[] {
  const applied = new Set(namesWhere(migrationStatus(db, migrations), (step) => step.appliedAtMs !== null))
  return inOrder(migrations)
    .filter(({ name }) => applied.has(name))
    .slice(-count)
    .toReversed()
}

interface AppliedRow {
  readonly name: string
  readonly hash: string
  readonly applied_at_ms: number
}

const migrationsTable = `
create table if not exists migrations (name text primary key, hash text not null, applied_at_ms integer not null) strict`

function appliedRows(db: Database): AppliedRow[] {
  const tables = db.prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table'`).all()
  if (tables.length === 0) return []
  if (!tables.some(({ name }) => name === 'migrations')) {
    throw new SchemaMismatch('the file is a database of another program: name another data folder')
  }
  return db.prepare<[], AppliedRow>('select name, hash, applied_at_ms from migrations').all()
}

function inOrder(migrations: readonly Migration[]): Migration[] {
  return migrations.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function namesWhere(steps: readonly MigrationStatus[], test: (step: MigrationStatus) => boolean): string[] {
  return steps.filter(test).map(({ name }) => name)
}

function hashOf({ name, up, down }: Migration): string {
  return createHash('sha256').update(`${name}\n${up}\n${down}`).digest('hex')
}
