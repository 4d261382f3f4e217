import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DriverMissing, driverFor, loadDriver, openDatabase } from '../../src/base/sqlite.ts'

describe('a database', () => {
  it('is opened with the settings that keep a commit through a power cut', () => {
    const db = openDatabase(join(temporaryFolder(), 'a.db'))
    db.exec('create table t (id integer primary key) strict; insert into t values (1)')

    // Read after a write: before the first one SQLite answers what it was built with.
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('busy_timeout', { simple: true })).toBe(250)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(db.pragma('wal_autocheckpoint', { simple: true })).toBe(8192)
    expect(db.pragma('journal_size_limit', { simple: true })).toBe(67_108_864)
    db.close()
  })

  it('shows a reader what the writer committed, and lets it write nothing', () => {
    const path = join(temporaryFolder(), 'a.db')
    const writer = openDatabase(path)
    writer.exec('create table t (id integer primary key) strict; insert into t values (7)')

    const reader = openDatabase(path, { readonly: true })

    expect(reader.prepare('select id from t').pluck().get()).toBe(7)
    expect(() => reader.exec('insert into t values (8)')).toThrow('readonly')
    reader.close()
    writer.close()
  })

  it('is not created by a reader', () => {
    const path = join(temporaryFolder(), 'absent.db')

    expect(() => openDatabase(path, { readonly: true })).toThrow()
    expect(() => statSync(path)).toThrow('ENOENT')
  })
})

describe('the driver', () => {
  it('is chosen by the Node-API version', () => {
    expect(driverFor(9)).toBe('better-sqlite3-node20')
    expect(driverFor(10)).toBe('better-sqlite3')
  })

  it.each([
    [9, /better-sqlite3-node20 is not installed for Node .+ C\+\+ compiler/],
    [10, /better-sqlite3 is not installed for Node .+ `npm ci`/],
  ])('says in one line what to do when it is missing (Node-API %i)', (nodeApiVersion, message) => {
    const load = (): never => {
      throw new Error('Cannot find module')
    }

    expect(() => loadDriver(nodeApiVersion, load)).toThrow(DriverMissing)
    expect(() => loadDriver(nodeApiVersion, load)).toThrow(message)
  })

  it('counts as missing when its native part was not built', () => {
    function Unbuilt(): never {
      throw new Error('Could not locate the bindings file')
    }

    expect(() => loadDriver(10, () => Unbuilt)).toThrow(DriverMissing)
  })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-sqlite-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
