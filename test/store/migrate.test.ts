import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { migrateDown, migrateUp, migrationStatus } from '../../src/store/migrate.ts'
import type { Migration } from '../../src/store/migrate.ts'
import { spine } from '../../src/store/migrations/0001-spine.ts'
import { deadly } from './deadly-steps.ts'
import { temporaryFolder } from '../support/world.ts'

describe('migrations', () => {
  it('go up once, in the order of their names, and down again', () => {
    const db = open()

    expect(migrateUp(db, [second, first], 5)).toEqual(['0001-first', '0002-second'])
    expect(migrateUp(db, [first, second], 6)).toEqual([])
    expect(migrateDown(db, [first, second], 1)).toEqual(['0002-second'])
    expect(migrationStatus(db, [first, second])).toEqual([
      { name: '0001-first', appliedAtMs: 5 },
      { name: '0002-second', appliedAtMs: null },
    ])
  })

  it('leave nothing of a step that fails', () => {
    const db = open()
    const broken = { name: '0002-broken', up: 'create table b (id integer); create table a (id integer)', down: '' }
    migrateUp(db, [first], 5)

    expect(() => migrateUp(db, [first, broken], 6)).toThrow(/already exists/)
    expect(tables(db)).toEqual(['a', 'migrations'])
  })

  it.each(['up', 'down'])('leave the schema that was there when they are killed between two steps %s', (direction) => {
    const path = join(temporaryFolder(), 'karvon.db')
    const db = openDatabase(path)
    onTestFinished(() => void db.close())
    db.function('die', () => 0)
    migrateUp(db, direction === 'up' ? deadly.slice(0, 1) : deadly, 5)
    const before = [tables(db), migrationStatus(db, deadly)]

    const killed = spawnSync(process.execPath, ['--import', 'tsx', fixture, path, direction], { timeout: 60_000 })

    expect(killed.signal).toBe('SIGKILL')
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect([tables(db), migrationStatus(db, deadly)]).toEqual(before)
  })

  it('refuse a newer database, an edited step and the file of another program', () => {
    const db = open()
    migrateUp(db, [first, second], 5)
    const foreign = open()
    foreign.exec('create table photos (id integer)')

    expect(() => migrationStatus(db, [first])).toThrow(/does not know: install the newer version/)
    expect(() => migrationStatus(db, [{ ...first, up: 'create table x (id integer)' }, second])).toThrow(/differs/)
    expect(() => migrationStatus(foreign, [first])).toThrow(/another program/)
  })

  it('take the whole spine up, down and up again', () => {
    const db = open()

    migrateUp(db, [spine], 1)
    const before = tables(db)
    migrateDown(db, [spine], 1)
    expect(tables(db)).toEqual(['migrations'])
    migrateUp(db, [spine], 2)

    expect(tables(db)).toEqual(before)
  })
})

const fixture = fileURLToPath(new URL('migrate-fixture.ts', import.meta.url))
const first: Migration = { name: '0001-first', up: 'create table a (id integer)', down: 'drop table a' }
const second: Migration = { name: '0002-second', up: 'create table b (id integer)', down: 'drop table b' }

function open(): Database {
  const db = openDatabase(join(temporaryFolder(), 'karvon.db'))
  onTestFinished(() => void db.close())
  return db
}

function tables(db: Database): string[] {
  return db
    .prepare<[], { name: string }>(`select name from sqlite_schema where type = 'table' order by name`)
    .all()
    .map(({ name }) => name)
}
