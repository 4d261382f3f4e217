import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { after, killed, oneShard, openChaos, whenFree } from './chaos.ts'
import { allWell } from './judge.ts'

const ended = { code: 0, signal: null }

describe('the thread that writes', () => {
  it('ends inside of a transaction five times, and the next start finds a whole database (W7)', async (t) => {
    const { start, random, read, settle } = await openChaos(t, oneShard)
    for (const action of ['exit', 'kill', 'exit', 'kill', 'exit'] as const) {
      const engine = start({ KARVON_FAILPOINTS: `commit.before:${action}@${random.int(12, 40)}th` })
      expect(await engine.ended).toEqual(action === 'kill' ? killed : { code: 70, signal: null })
      expect(read('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
    }
    expect((await settle()).verdict).toEqual(allWell)
  })

  it('refuses every other commit for a while, and what Telegram did is written all the same', async (t) => {
    // Few ticks of the scheduler, so that what is counted is what a shard writes, however long it takes to start.
    const settings = { SHARDS: '1', SCHEDULER_CHECK_INTERVAL_MS: '60000' }
    const { settle, log } = await openChaos(t, { accounts: 4, groups: 80, settings })
    const refused = Array.from({ length: 25 }, (_, index) => `commit.before:throw@${30 + 2 * index}th`)

    expect(await settle({ KARVON_FAILPOINTS: refused.join(',') })).toEqual({ ending: ended, verdict: allWell })
    expect(log()).not.toContain('shard_ended')
  })
})

describe('another connection that commits all the time (S2)', () => {
  it('never comes between what a verb reads and what it writes', async (t) => {
    const { installation, start, isFinished, settle, log } = await openChaos(t, { ...oneShard, gapMs: 100 })
    const engine = start()
    await engine.ready
    const db = openDatabase(installation.database)
    const write = db.prepare(`
      insert into settings (key, value, updated_at_ms) values ('other', '0', 1)
      on conflict (key) do update set updated_at_ms = updated_at_ms + 1`)
    let commits = 0
    while (!isFinished()) {
      for (let commit = 0; commit < 10; commit++) {
        commits += whenFree(() => write.run()).changes
        await after(5)
      }
    }
    db.close()
    expect(await engine.end('SIGTERM')).toEqual(ended)

    expect((await settle()).verdict).toEqual(allWell)
    expect(commits).toBeGreaterThan(50)
    // Waiting for the other's commit may take too long, and is tried again; this one no wait would help.
    expect(log()).not.toContain('SQLITE_BUSY_SNAPSHOT')
  })
})
