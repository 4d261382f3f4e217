import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import type { DataPaths } from '../../src/base/data-folder.ts'
import { lockFolder } from '../../src/base/folder-lock.ts'
import { keyIdOf, openKeyring } from '../../src/base/keyring.ts'
import { Secret } from '../../src/base/secret.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { migrations } from '../../src/features/store.ts'
import { examine } from '../../src/ops/doctor.ts'
import type { DoctorDeps } from '../../src/ops/doctor.ts'
import { raiseSchema } from '../../src/ops/schema-change.ts'
import { temporaryFolder } from '../support/world.ts'

describe('the doctor', () => {
  it('finds nothing wrong with a folder that is as it should be, and changes nothing', async () => {
    const { look, paths } = await setup()
    const before = readFileSync(paths.database)

    const findings = await look()

    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
    expect(findings.every(({ fix }) => fix === null)).toBe(true)
    expect(readFileSync(paths.database).equals(before)).toBe(true)
    expect(existsSync(paths.lock)).toBe(false)
  })

  it('finds a folder that is not there yet', async () => {
    const { find } = await setup({ paths: dataPaths(join(temporaryFolder(), 'data')) })

    expect(await find('data-folder')).toMatchObject([{ level: 'warn', fix: '`karvon start` makes it' }])
    expect(await find('schema')).toMatchObject([{ level: 'ok' }])
  })

  it('finds what others may read: the folder, a file in it, .env', async () => {
    const { find, paths, envFile } = await setup()
    writeFileSync(envFile, 'A=1', { mode: 0o644 })
    chmodSync(envFile, 0o644)
    chmodSync(paths.database, 0o640)

    expect(await find('data-folder')).toMatchObject([{ level: 'warn', what: 'others may read karvon.db' }])
    expect(await find('env-file')).toMatchObject([{ level: 'bad', fix: `chmod 600 ${envFile}` }])
  })

  it('finds a disk that is nearly full', async () => {
    const { find } = await setup({ freeBytes: () => 400 * 1024 * 1024 })

    expect(await find('disk')).toMatchObject([{ level: 'bad', what: expect.stringContaining('400 MB free') }])
  })

  it('names every problem of the configuration', async () => {
    const { find } = await setup({ configProblems: ['TG_API_ID is missing', 'SHARDS must be a number'] })

    expect((await find('config')).map(({ what }) => what)).toEqual(['TG_API_ID is missing', 'SHARDS must be a number'])
  })

  it('names the command that makes a key where there is none, and what has no effect', async () => {
    const { find } = await setup({
      configProblems: ['SESSION_SECRET_KEY is missing: seals sessions'],
      configNotices: ['REDIS_URL has no effect here'],
    })

    expect(await find('config')).toMatchObject([
      { level: 'bad', fix: 'run `karvon keys new --env .env`' },
      { level: 'warn', what: 'REDIS_URL has no effect here' },
    ])
  })

  it('tells who has the lock, without touching it', async () => {
    const { find, paths } = await setup()
    const lock = lockFolder(paths, 'karvon backup')
    onTestFinished(() => lock.release())

    expect(await find('lock')).toMatchObject([
      { level: 'warn', what: `held by karvon backup, process ${process.pid}, which has no control socket` },
    ])
    lock.release()
    expect(await find('lock')).toMatchObject([{ level: 'ok', what: 'free: nothing runs on this folder' }])
  })

  it('tells a supervisor that answers from one that does not', async () => {
    const { find: findAnswering } = await setup({ supervisorAnswers: () => Promise.resolve(true) })
    const { find: findSilent } = await setup({ supervisorAnswers: () => Promise.resolve(false) })

    expect(await findAnswering('lock')).toMatchObject([{ level: 'ok' }])
    expect(await findSilent('lock')).toMatchObject([{ level: 'bad', fix: 'see its log, or restart it' }])
  })

  it('finds pending steps, and a database that does not fit', async () => {
    const { find, paths } = await setup({ migrations: [...migrations, { name: '0099-later', up: '', down: '' }] })
    expect(await find('schema')).toMatchObject([{ level: 'warn', what: 'steps are pending: 0099-later' }])

    writeFileSync(paths.database, 'holiday photos '.repeat(500))
    expect(await find('schema')).toMatchObject([{ level: 'bad', what: expect.stringContaining('is not a database') }])
  })

  it('finds a damaged page', async () => {
    const { find, paths } = await setup()
    const bytes = readFileSync(paths.database)
    bytes.fill(0xff, 5 * 4096, 6 * 4096)
    writeFileSync(paths.database, bytes)

    expect(await find('database')).toMatchObject([{ level: 'bad', what: expect.stringContaining('damaged') }])
  })

  it('finds a key that does not fit, a key that is old, and one that is right', async () => {
    const [mine, old, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const { find, paths, look } = await setup({ keyring: openKeyring([mine, old]) })
    expect(await find('key')).toMatchObject([{ level: 'ok', what: 'nothing is sealed yet' }])

    seal(paths, 'key-canary', mine)
    expect(await find('key')).toMatchObject([{ level: 'ok', what: `key ${keyIdOf(mine)} opens what is sealed` }])
    seal(paths, 'instance-secret', old)
    expect(await find('key')).toMatchObject([{ level: 'warn', fix: 'run `karvon keys rotate`' }])
    seal(paths, 'instance-secret', foreign)
    expect(await find('key')).toMatchObject([{ level: 'bad', what: expect.stringContaining(keyIdOf(foreign)) }])
    expect(JSON.stringify(await look())).not.toContain(mine.toString('base64'))
  })

  it('finds a clock that was never set, and one that is behind the database', async () => {
    const { find: findUnset } = await setup({ clock: { nowMs: () => 5 } })
    const { find: findBehind } = await setup({ clock: { nowMs: () => Date.UTC(2026, 0, 2) } })

    expect(await findUnset('clock')).toContainEqual(expect.objectContaining({ level: 'bad' }))
    expect(await findBehind('clock')).toContainEqual(
      expect.objectContaining({ level: 'bad', what: expect.stringContaining('in the future') }),
    )
  })

  it('finds a database that was put beside the log of another, and backups that were not finished', async () => {
    const { find, paths } = await setup()
    const backup = join(paths.folder, 'backup')
    copyFileSync(paths.database, backup)
    writeFileSync(`${paths.database}-wal`, 'the log of the other one', { mode: 0o600 })
    utimesSync(`${paths.database}-wal`, 1, 1)
    mkdirSync(paths.backups, { mode: 0o700 })
    writeFileSync(join(paths.backups, 'karvon-2026-05-01T00-00-00Z.db.part'), '')

    const findings = await find('leftovers')

    expect(findings).toMatchObject([
      { level: 'bad', what: expect.stringContaining('karvon.db-wal'), fix: expect.stringContaining('restore') },
      { level: 'warn', what: expect.stringContaining('.db.part') },
    ])
    expect(statSync(`${paths.database}-wal`).size).toBeGreaterThan(0)
  })

  it('tells which data centres are reachable, and waits for none longer than its limit', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port: closedPort } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    const { find } = await setup({
      telegram: [
        { name: 'DC 1', host: '127.0.0.1', port },
        { name: 'DC 2', host: '127.0.0.1', port: closedPort },
      ],
    })

    expect(await find('telegram')).toMatchObject([
      { level: 'ok', what: `DC 1 is reachable (127.0.0.1:${port})` },
      {
        level: 'warn',
        what: expect.stringContaining('DC 2 is not reachable'),
        fix: expect.stringContaining('firewall'),
      },
    ])
  })

  it('connects to nothing while no Telegram is configured, and says why', async () => {
    const { find } = await setup({ telegram: { unknownBecause: 'TG_API_ID is missing' } })

    expect(await find('telegram')).toEqual([
      {
        id: 'telegram',
        level: 'warn',
        what: 'not looked at, because Telegram is not configured: TG_API_ID is missing',
        fix: 'set it in .env, and run `karvon doctor` again',
      },
    ])
  })

  it('reports a look that fails, and goes on with the others', async () => {
    const { look } = await setup({ supervisorAnswers: () => Promise.reject(new Error('no socket here')) })

    const findings = await look()

    expect(findings).toContainEqual(
      expect.objectContaining({ id: 'doctor', level: 'bad', what: 'a look failed: no socket here' }),
    )
    expect(findings.map(({ id }) => id)).toContain('clock')
  })
})

async function setup(change: Partial<DoctorDeps> = {}) {
  const folder = temporaryFolder()
  const paths = change.paths ?? dataPaths(join(folder, 'data'))
  const clock = { nowMs: () => Date.UTC(2026, 4, 1) }
  if (change.paths === undefined) {
    mkdirSync(paths.folder, { mode: 0o700 })
    await raiseSchema({ paths, migrations, clock })
  }
  const envFile = join(folder, '.env')
  const deps: DoctorDeps = {
    envFile,
    clock,
    migrations,
    configProblems: [],
    configNotices: [],
    keyring: openKeyring([randomBytes(32)]),
    telegram: [],
    supervisorAnswers: () => Promise.resolve(undefined),
    freeBytes: () => 10 ** 12,
    ...change,
    paths,
  }
  const look = () => examine(deps)
  const find = async (id: string) => (await look()).filter((finding) => finding.id === id)
  return { paths, envFile, look, find }
}

function seal({ database }: DataPaths, name: string, key: Buffer): void {
  const value = openKeyring([key]).seal(new Secret('x'), { table: 'settings', row: name, column: 'value' })
  const db = openDatabase(database)
  db.prepare('insert or replace into settings (key, value, updated_at_ms) values (?, ?, 1)').run(name, value)
  db.close()
}
