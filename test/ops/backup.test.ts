import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { Secret } from '../../src/base/secret.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { migrations } from '../../src/features/store.ts'
import { makeBackup } from '../../src/ops/backup.ts'
import type { BackupDeps, BackupOrder } from '../../src/ops/backup.ts'
import { verifyInThread } from '../../src/ops/verify-copy.ts'
import { startProgramThread } from '../support/program-thread.ts'
import { mountSmallDisk, needsMount } from '../support/small-disk.ts'
import { startTestStore } from '../support/store.ts'
import { temporaryFolder } from '../support/world.ts'

describe('a backup', () => {
  it('is one verified file for its owner only, named after its instant, made while the store is written', async () => {
    const { store, backup, paths } = await setup()
    const progress: number[] = []
    const writes = Array.from({ length: 100 }, (_, index) => store.saveSetting(`k${index}`, 'x'.repeat(2000), 1))

    const made = await backup({ onProgress: ({ done, total }) => progress.push(done / total) })
    await Promise.all(writes)

    expect(made.path).toBe(join(paths.backups, 'karvon-2026-05-01T10-20-30Z.db'))
    expect(readdirSync(paths.backups)).toEqual(['karvon-2026-05-01T10-20-30Z.db'])
    expect(statSync(made.path).mode & 0o777).toBe(0o600)
    expect(statSync(paths.backups).mode & 0o777).toBe(0o700)
    expect(made.bytes).toBe(statSync(made.path).size)
    expect(progress.at(-1)).toBe(1)
    const copy = openDatabase(made.path, { readonly: true })
    onTestFinished(() => void copy.close())
    expect(copy.prepare('select count(*) from users').pluck().get()).toBe(1)
  })

  it('never takes the name of another: neither in the same second nor where it was told to go', async () => {
    const { backup, paths } = await setup()
    const elsewhere = join(paths.folder, 'mine.db')
    writeFileSync(elsewhere, 'precious')

    await backup()
    const second = await backup()

    expect(second.path).toBe(join(paths.backups, 'karvon-2026-05-01T10-20-30Z-2.db'))
    await expect(backup({ to: elsewhere })).rejects.toThrow(/mine\.db exists already/)
    expect(readFileSync(elsewhere, 'utf8')).toBe('precious')
  })

  it('loses against whoever takes the name while it is being made', async () => {
    const { backup, paths } = await setup()
    const to = join(paths.folder, 'mine.db')

    const made = backup({ to, onProgress: () => writeFileSync(to, 'precious') })

    await expect(made).rejects.toThrow(/exists already/)
    expect(readFileSync(to, 'utf8')).toBe('precious')
    expect(leftovers(paths.folder)).toEqual([])
  })

  it('clears away what backups left that were killed a day ago, and nothing else', async () => {
    const { backup, paths } = await setup()
    const dayAgoMs = Date.UTC(2026, 3, 30, 10, 20, 30)
    const put = (name: string, atMs: number) => {
      writeFileSync(join(paths.backups, name), 'x')
      utimesSync(join(paths.backups, name), atMs / 1000, atMs / 1000)
    }
    mkdirSync(paths.backups)
    const mine = ['mine.db.part', 'karvon-2026-04-01T00-00-00Z.db']
    for (const suffix of ['', '-journal']) put(`karvon-2026-04-29T00-00-00Z-2.db.part${suffix}`, dayAgoMs)
    for (const name of mine) put(name, dayAgoMs)
    put('karvon-2026-04-30T11-00-00Z.db.part', dayAgoMs + 3_600_000)

    await backup()

    expect(readdirSync(paths.backups).sort()).toEqual([
      'karvon-2026-04-01T00-00-00Z.db',
      'karvon-2026-04-30T11-00-00Z.db.part',
      'karvon-2026-05-01T10-20-30Z.db',
      'mine.db.part',
    ])
  })

  it('is refused before it begins when the disk has not the room', async () => {
    const { backup, paths } = await setup({ freeBytes: () => 1024 })

    await expect(backup()).rejects.toMatchObject({ exitCode: 75, message: expect.stringMatching(/needs \d+ MB free/) })
    expect(readdirSync(paths.backups)).toEqual([])
  })

  it('leaves nothing behind where the disk fills up on the way', async (t) => {
    const disk = mountSmallDisk(64 * 1024)
    if (disk === undefined) return t.skip(needsMount)
    const { backup } = await setup({ freeBytes: () => 10 ** 12 })

    await expect(backup({ to: join(disk.folder, 'b.db') })).rejects.toMatchObject({
      exitCode: 75,
      message: `the disk of ${disk.folder}/b.db is full: make room or give --to`,
    })
    expect(readdirSync(disk.folder)).toEqual([])
  })

  it('does not count when it is not sound, and leaves nothing behind', async () => {
    const { backup, paths, handle } = await setup({
      copy: async (to) => {
        await handle.copy(to)
        // A write that the disk lost: the page is there, and empty.
        const size = statSync(to).size
        truncateSync(to, size - 4096)
        truncateSync(to, size)
      },
    })

    await expect(backup()).rejects.toMatchObject({ exitCode: 78, message: expect.stringContaining('is damaged') })
    expect(readdirSync(paths.backups)).toEqual([])
  })

  it('says what is missing: a database, a folder', async () => {
    const { backup, paths } = await setup()
    const empty = dataPaths(temporaryFolder())

    await expect(backup({ to: join(paths.folder, 'no', 'x.db') })).rejects.toThrow(/there is no folder .*no: make it/)
    await expect(makeBackup({ ...deps(empty), copy: () => Promise.resolve() })).rejects.toThrow(/there is no database/)
  })

  it('holds sealed sessions, neither in clear nor their key', async () => {
    const key = randomBytes(32)
    const canary = `canary-${randomBytes(12).toString('hex')}`
    const { store, backup } = await setup()
    const place = { table: 'accounts', row: 1, column: 'session' }
    await store.sealSession(1, openKeyring([key]).seal(new Secret(canary), place))

    const { path } = await backup()

    const bytes = readFileSync(path)
    expect(bytes.includes(canary)).toBe(false)
    expect(bytes.includes(key) || bytes.includes(key.toString('base64'))).toBe(false)
    expect(existsSync(`${path}-wal`)).toBe(false)
  })
})

async function setup(change: Partial<BackupDeps> = {}) {
  const paths = dataPaths(join(temporaryFolder(), 'data'))
  mkdirSync(paths.folder)
  const started = await startTestStore({ path: paths.database })
  const all = { ...deps(paths), copy: started.handle.copy.bind(started.handle), ...change }
  return { ...started, paths, backup: (order?: BackupOrder) => makeBackup(all, order) }
}

function deps(paths: BackupDeps['paths']): Omit<BackupDeps, 'copy'> {
  return {
    paths,
    clock: { nowMs: () => Date.UTC(2026, 4, 1, 10, 20, 30, 456) },
    verify: (path) =>
      verifyInThread((start) => startProgramThread('verify-thread', { workerData: start }), { path, migrations }),
  }
}

function leftovers(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.part'))
}
