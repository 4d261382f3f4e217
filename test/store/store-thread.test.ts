import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { StoreHandle } from '../../src/store/store-handle.ts'
import { startProgramThread } from '../support/program-thread.ts'
import { startTestStore } from '../support/store.ts'
import { temporaryFolder } from '../support/world.ts'

describe('the store’s thread', () => {
  it('answers a refused verb with its error, and commits the others of the same turn', async () => {
    const { store } = await startTestStore()

    const [failed, saved] = await Promise.allSettled([
      store.saveAccounts({
        patches: [],
        waits: [{ accountId: 404, key: 'send', untilMs: 2, reason: 'FLOOD_WAIT' }],
        nowMs: 1,
      }),
      store.saveSetting('a', '1', 1),
    ])

    expect(failed).toMatchObject({
      status: 'rejected',
      reason: { name: 'StoreError', code: 'SQLITE_CONSTRAINT_FOREIGNKEY' },
    })
    expect(saved.status).toBe('fulfilled')
    expect(await store.setting('a')).toBe('1')
  })

  it('rejects what is open when it ends, and says why it did', async () => {
    const { store, terminate, ended } = await startTestStore()
    const settled = Promise.allSettled([store.saveSetting('a', '1', 1)])

    await terminate()

    expect(['fulfilled', 'rejected']).toContain((await settled)[0].status)
    expect(await ended).toBe('exit code 1')
    await expect(store.setting('a')).rejects.toThrow('the store thread ended')
  })

  it('does not start on a file that is no database', async () => {
    const path = join(temporaryFolder(), 'karvon.db')
    writeFileSync(path, 'holiday photos '.repeat(500))

    const started = StoreHandle.start({
      start: { path },
      startThread: () => startProgramThread('store-thread'),
    })

    await expect(started).rejects.toThrow(/the store thread ended: file is not a database/)
  })

  it('copies the database between its commits, with progress', async () => {
    const { store, handle, path } = await startTestStore()
    for (let key = 0; key < 300; key++) void store.saveSetting(`k${key}`, 'x'.repeat(4000), 1)
    await store.setting('k0')
    const seen: { done: number; total: number }[] = []
    const to = `${path}.copy`

    const copied = handle.copy(to, ({ done, total }) => seen.push({ done, total }))
    const writes = Array.from({ length: 200 }, (_, index) => store.saveSetting(`during${index}`, 'y', 1))
    await Promise.all([copied, ...writes])

    expect(seen.length).toBeGreaterThan(1)
    expect(seen.every(({ done, total }) => done <= total && total > 300)).toBe(true)
    const copy = openDatabase(to)
    onTestFinished(() => void copy.close())
    expect(copy.prepare(`select count(*) from settings where key like 'k%'`).pluck().get()).toBe(300)
  })

  it('says why a copy cannot be made, and goes on', async () => {
    const { store, handle, path } = await startTestStore()

    await expect(handle.copy(join(path, 'no', 'such', 'folder'))).rejects.toThrow(/directory does not exist/)

    await store.saveSetting('a', '1', 1)
  })

  it('tells its figures', async () => {
    const { store, handle } = await startTestStore()
    await Promise.all([store.saveSetting('a', '1', 1), store.saveSetting('b', '1', 1)])

    const figures = await handle.figures()

    expect(figures).toMatchObject({ commits: 1, verbs: 2, failedCommits: 0 })
    expect(figures.fileBytes + figures.walBytes).toBeGreaterThan(4096)
    expect(figures.longestCommitMs).toBeGreaterThanOrEqual(figures.lastCommitMs)
  })

  it('finishes what is queued when it is stopped, and may be stopped twice', async () => {
    const { store, handle, db, path } = await startTestStore()
    db.close()
    const saved = store.saveSetting('a', '1', 1)
    await saved

    await Promise.all([handle.stop(), handle.stop()])

    expect(existsSync(`${path}-wal`)).toBe(false)
    await expect(handle.figures()).rejects.toThrow('the store thread ended')
  })
})

describe('a database file that goes away while it is in use', () => {
  it.each([
    ['removed', (path: string) => rmSync(path)],
    ['replaced', replace],
  ])('is noticed when it was %s: the store alerts, and takes nothing more', async (_, happen) => {
    const { store, lost, path } = await startTestStore({ watchEveryMs: 20 })
    await store.saveSetting('a', '1', 1)

    happen(path)

    expect(await lost).toMatch(/karvon\.db was (removed|replaced)/)
    await expect(store.saveSetting('b', '1', 1)).rejects.toThrow(/nothing more can be kept/)
  })

  it('can still be copied from the connection that has it open', async () => {
    const { store, handle, lost, path } = await startTestStore({ watchEveryMs: 20 })
    await store.saveSetting('a', '1', 1)
    rmSync(path)
    await lost

    await handle.copy(`${path}.rescued`)

    const rescued = openDatabase(`${path}.rescued`)
    onTestFinished(() => void rescued.close())
    expect(rescued.prepare('select value from settings').pluck().all()).toEqual(['1'])
  })
})

describe('a full disk', () => {
  it('fails the turn for all of its callers, changes nothing, and the next turn works once there is room', async (test) => {
    const folder = mountSmallDisk()
    if (folder === undefined) return test.skip('needs root: mounts a small file system')
    const { store, handle } = await startTestStore({ path: join(folder, 'karvon.db') })
    const ballast = join(folder, 'ballast')
    await store.saveSetting('before', '1', 1)
    fill(ballast)

    const results = await Promise.allSettled([
      store.saveSetting('small', '1', 1),
      store.saveSetting('large', 'x'.repeat(300_000), 1),
    ])

    expect(results).toMatchObject([full, full])
    expect(await store.setting('before')).toBe('1')
    expect(await store.setting('small')).toBeUndefined()
    rmSync(ballast)
    await store.saveSetting('large', 'x'.repeat(300_000), 1)
    expect(await handle.figures()).toMatchObject({ failedCommits: 1 })
  })
})
const full = { status: 'rejected', reason: { name: 'StoreError', code: 'SQLITE_FULL' } }

function replace(path: string): void {
  const other = openDatabase(`${path}.other`)
  other.exec('create table t (a)')
  other.close()
  renameSync(`${path}.other`, path)
}

/** @returns undefined where this user may not mount. */
function mountSmallDisk(): string | undefined {
  const folder = join(temporaryFolder(), 'small')
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]))
  return folder
}

function fill(path: string): void {
  try {
    for (let size = 1; ; size++) writeFileSync(path, Buffer.alloc(16_384), { flag: 'a' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
