import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { dataPaths } from '../../src/base/data-folder.ts'
import type { DataPaths } from '../../src/base/data-folder.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { backUpHere, lowerSchema, raiseSchema } from '../../src/ops/schema-change.ts'
import { inspectDatabase } from '../../src/store/inspect.ts'
import type { Migration } from '../../src/store/migrate.ts'
import { temporaryFolder } from '../support/world.ts'

describe('bringing the schema up', () => {
  it('makes a new database for its owner only, and nothing to back up', async () => {
    const paths = newFolder()

    const change = await raiseSchema({ paths, migrations: steps, clock: systemClock })

    expect(change).toEqual({ steps: steps.map(({ name }) => name), backup: undefined })
    expect(statSync(paths.database).mode & 0o777).toBe(0o600)
    expect(await raiseSchema({ paths, migrations: steps, clock: systemClock })).toEqual({
      steps: [],
      backup: undefined,
    })
  })

  it('backs up what stands there first', async () => {
    const paths = newFolder()
    await raiseSchema({ paths, migrations: [first], clock: systemClock })

    const { steps: applied, backup } = await raiseSchema({ paths, migrations: steps, clock: systemClock })

    expect(applied).toEqual([second.name, third.name])
    expect(inspectDatabase(backup?.path ?? '', steps).map(({ appliedAtMs }) => appliedAtMs !== null)).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('taking the schema back', () => {
  it('takes the last steps, newest first, after a backup', async () => {
    const paths = newFolder()
    await raiseSchema({ paths, migrations: steps, clock: systemClock })

    const { steps: taken, backup } = await lowerSchema({ paths, migrations: steps, clock: systemClock }, 2)

    expect(taken).toEqual([third.name, second.name])
    expect(existsSync(backup?.path ?? '')).toBe(true)
  })
})

describe('a database that does not fit', () => {
  it.each<[string, (paths: DataPaths) => void | Promise<void>, RegExp]>([
    ['of a newer version', newer, /does not know: install the newer version/],
    ['with an edited step', edited, /differs from the one that was applied/],
    ['of another program', foreign, /database of another program/],
    ['that is none', garbage, /is not a database: name another data folder/],
    ['that is damaged', broken, /is damaged .*: keep a copy of it, then restore the newest backup/],
  ])('%s is refused with one line, and not changed', async (_, make, message) => {
    const paths = newFolder()
    await make(paths)
    const before = readFileSync(paths.database)
    const deps = { paths, migrations: steps, clock: systemClock }

    for (const change of [() => raiseSchema(deps), () => lowerSchema(deps, 1), () => backUpHere(deps)]) {
      await expect(change).rejects.toMatchObject({ exitCode: 78, message: expect.stringMatching(message) })
    }

    expect(readFileSync(paths.database).equals(before)).toBe(true)
    expect(existsSync(paths.backups) ? 'a backup' : 'no backup').toBe('no backup')
  })
})

const first: Migration = { name: '0001-a', up: 'create table a (id integer primary key)', down: 'drop table a' }
const second: Migration = { name: '0002-b', up: 'create table b (id integer primary key)', down: 'drop table b' }
const third: Migration = { name: '0003-c', up: 'create table c as select * from b', down: 'drop table c' }
const steps = [first, second, third]

function newFolder(): DataPaths {
  const paths = dataPaths(join(temporaryFolder(), 'data'))
  mkdirSync(paths.folder)
  return paths
}

async function newer(paths: DataPaths): Promise<void> {
  const future = { name: '0099-future', up: 'create table future (a)', down: 'drop table future' }
  await raiseSchema({ paths, migrations: [first, future], clock: systemClock })
}

async function edited(paths: DataPaths): Promise<void> {
  await raiseSchema({ paths, migrations: [{ ...first, up: `${first.up};` }], clock: systemClock })
}

function foreign(paths: DataPaths): void {
  const db = openDatabase(paths.database)
  db.exec('create table photos (a)')
  db.close()
}

function garbage(paths: DataPaths): void {
  writeFileSync(paths.database, 'holiday photos '.repeat(500))
}

async function broken(paths: DataPaths): Promise<void> {
  await raiseSchema({ paths, migrations: [first], clock: systemClock })
  const bytes = readFileSync(paths.database)
  // The first page is the schema itself; its head stays, so that it still looks like a database.
  bytes.fill(0xff, 100, 4096)
  writeFileSync(paths.database, bytes)
}
