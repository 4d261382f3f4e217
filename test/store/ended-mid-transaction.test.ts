import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { startThread } from '../../src/base/start-thread.ts'
import { migrations } from '../../src/features/store.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { StoreHandle } from '../../src/store/store-handle.ts'
import { temporaryFolder } from '../support/world.ts'

describe('a store’s thread that is ended while its transaction is open', () => {
  it('leaves nothing of it, and the lock is free at once', async () => {
    const { handle, db, terminate } = await startStandingStill()
    const store = handle.connect()
    await store.saveSetting('before', '1', 1)
    const during = Promise.allSettled([store.saveSetting('during', '1', 1)])
    while (!isLocked(db)) await new Promise((resolve) => setImmediate(resolve))

    await terminate()

    expect(isLocked(db)).toBe(false)
    expect((await during)[0].status).toBe('rejected')
    expect(db.prepare('select key from settings').pluck().all()).toEqual(['before'])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })
})

/** A store whose second transaction never ends by itself. */
async function startStandingStill() {
  const path = join(temporaryFolder(), 'karvon.db')
  const db = openDatabase(path)
  migrateUp(db, migrations, 1)
  // Whether somebody has the lock is to be seen, not waited for.
  db.pragma('busy_timeout = 0')
  let terminate = () => Promise.resolve(0)
  const handle = await StoreHandle.start({
    start: { path, failpoints: 'commit.before:delay=60000@2nd' },
    startThread() {
      const thread = startThread('store-thread', new URL('../../src/main.ts', import.meta.url).href)
      terminate = () => thread.terminate()
      return thread
    },
  })
  onTestFinished(async () => {
    await terminate()
    db.close()
  })
  return { handle, db, terminate: () => terminate() }
}

function isLocked(db: ReturnType<typeof openDatabase>): boolean {
  try {
    db.transaction(() => {}).immediate()
    return false
  } catch {
    return true
  }
}
