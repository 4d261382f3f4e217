import { existsSync } from 'node:fs'
import type { DataPaths } from '../base/data-folder.ts'
import { CannotOpen } from '../base/keyring.ts'
import type { Keyring } from '../base/keyring.ts'
import { Refusal } from '../base/refusal.ts'
import type { Database } from '../base/sqlite.ts'
import { inspectDatabase, readDatabase } from '../store/inspect.ts'
import type { Migration } from '../store/migrate.ts'
import { openSealed } from '../store/sealed.ts'
import { bad, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

export interface DatabaseDeps {
  readonly paths: DataPaths
  readonly migrations: readonly Migration[]
  readonly keyring: Keyring | undefined
  readonly nowMs: number
}

/** Schema, damage, key and time, each only where the one before allows it to be read. */
export function checkDatabase({ paths, migrations, keyring, nowMs }: DatabaseDeps): Finding[] {
  const { database } = paths
  if (!existsSync(database)) return [ok('schema', 'there is no database yet: the first start makes it')]
  try {
    const status = inspectDatabase(database, migrations)
    const pending = status.filter(({ appliedAtMs }) => appliedAtMs === null).map(({ name }) => name)
    const schema =
      pending.length === 0
        ? ok('schema', `up to date: ${status.length} steps`)
        : warn(
            'schema',
            `steps are pending: ${pending.join(', ')}`,
            'the next `karvon start` applies them after a backup',
          )
    const lastMs = Math.max(...status.map(({ appliedAtMs }) => appliedAtMs ?? 0))
    return readDatabase(database, (db) => [
      schema,
      damage(db),
      ...(pending.length === 0 ? keys(db, keyring) : []),
      ...laterThan(lastMs, nowMs),
    ])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [bad('schema', error.message, 'do as the line says; nothing was changed')]
  }
}

function damage(db: Database): Finding {
  const verdict = db.pragma('quick_check(1)', { simple: true })
  if (verdict === 'ok') return ok('database', 'quick check: sound')
  return bad(
    'database',
    `damaged: ${String(verdict).replaceAll('\n', ' ')}`,
    'stop karvon, keep a copy, restore the newest backup',
  )
}

/** Opens one value of every key: a key that fits the first row may still not fit a later one. */
function keys(db: Database, keyring: Keyring | undefined): Finding[] {
  if (keyring === undefined) return []
  const sealed = openSealed(db)
  const uses = sealed.keyUses()
  if (uses.length === 0) return [ok('key', 'nothing is sealed yet')]
  try {
    for (const { place, sealed: value } of sealed.samples()) keyring.open(value, place)
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    return [bad('key', error.message, 'put the key back that this data folder was made with')]
  }
  const old = uses.filter(({ keyId }) => keyId !== keyring.writingKeyId)
  if (old.length === 0) return [ok('key', `key ${keyring.writingKeyId} opens what is sealed`)]
  const left = old.map(({ keyId, values }) => `${values} with ${keyId ?? 'no key at all'}`).join(', ')
  return [warn('key', `older keys still hold values: ${left}`, 'run `karvon keys rotate`')]
}

/** An hour: what a wrong time zone makes. */
const aheadMaxMs = 3_600_000

function laterThan(lastMs: number, nowMs: number): Finding[] {
  if (lastMs <= nowMs + aheadMaxMs) return []
  const last = new Date(lastMs).toISOString()
  return [bad('clock', `the database was changed at ${last}, which is in the future`, 'set the clock before you start')]
}
