import { statSync } from 'node:fs'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { openDatabase } from '../base/sqlite.ts'
import type { Database } from '../base/sqlite.ts'
import { migrationStatus } from './migrate.ts'
import type { Migration, MigrationStatus } from './migrate.ts'

/**
 * Which steps stand in a database file, without changing it: a file that is not ours must not even be turned to WAL.
 * @returns all steps pending for a file that is not there
 * @throws Refusal with code 78 for a newer database, an edited step, a foreign file or a damaged one
 */
export function inspectDatabase(path: string, migrations: readonly Migration[]): MigrationStatus[] {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    return migrations.map(({ name }) => ({ name, appliedAtMs: null }))
  }
  return readDatabase(path, (db) => migrationStatus(db, migrations))
}

/**
 * Reads from a database file that exists. @throws Refusal with code 78 when it is none, or damaged.
 */
export function readDatabase<T>(path: string, read: (db: Database) => T): T {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new Refusal(`${path} is no file: name another data folder, or move it away`, exitCodes.config)
  }
  return naming(path, () => {
    const db = openDatabase(path, { readonly: true })
    try {
      return read(db)
    } finally {
      db.close()
    }
  })
}

/**
 * Everything that SQLite can check about a file, and whether its schema is one that this program knows. Takes a second for each
 * 100 MB. @throws Refusal with code 78
 */
export function verifyDatabase(path: string, migrations: readonly Migration[]): void {
  readDatabase(path, (db) => {
    const damage = db.pragma('integrity_check(1)', { simple: true })
    if (damage !== 'ok') throw damaged(path, String(damage))
    const orphans = db.pragma('foreign_key_check') as { table: string }[]
    if (orphans[0] !== undefined) throw damaged(path, `${orphans.length} rows of ${orphans[0].table} refer to nothing`)
    migrationStatus(db, migrations)
  })
}

/** Does something with a database file, and turns SQLite's own words about the file into one line with what to do. */
export function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw explain(path, error) ?? error
  }
}

/** @returns undefined for what is not the file's fault */
export function explain(path: string, error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const refuse = (text: string) => new Refusal(text, exitCodes.config, { cause: error })
  if (code === 'SQLITE_NOTADB') {
    return refuse(`${path} is not a database: name another data folder, or restore a backup over it`)
  }
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(path, error instanceof Error ? error.message : '')
  if (code === 'SQLITE_CANTOPEN') return refuse(`${path} cannot be opened: check who owns it and its folder`)
  if (code.startsWith('SQLITE_READONLY')) {
    return refuse(`${path} cannot be written: check its rights, and that its disk is not mounted read-only`)
  }
  if (code.startsWith('SQLITE_IOERR')) return refuse(`${path} cannot be read or written (${code}): check its disk`)
  if (code.startsWith('SQLITE_FULL')) return refuse(`the disk of ${path} is full: make room and try again`)
  return undefined
}

function damaged(path: string, detail: string): Refusal {
  return new Refusal(
    `${path} is damaged (${detail.replaceAll('\n', ' ')}): keep a copy of it, then restore the newest backup`,
    exitCodes.config,
  )
}
