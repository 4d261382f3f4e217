import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startMs, startScheduling } from '../support/scheduling.ts'

describe('a process that is killed while it plans 5 000 targets', () => {
  it.each(['1st', '3rd', '5th'])('at batch %s plans the rest when it is back, each target once', async (passage) => {
    const { path, db, begin, lastRun, scheduler, events } = await startScheduling({ groups: 5_000 })
    const campaign = await begin({ groups: 5_000 })
    const batches = Number.parseInt(passage, 10)

    const killed = runFixture(path, `plan.batch:kill@${passage}`)
    const left = await lastRun(campaign)
    await scheduler.tick()

    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' })
    // Also after the fifth: only a page that is not full says that it was the last.
    expect(left).toMatchObject({ state: 'planning', targets: batches * 1_000 })
    expect(await lastRun(campaign)).toMatchObject({ id: left.id, state: 'running', targets: 5_000 })
    expect(db.prepare('select count(*) as rows, count(distinct peer) as peers from attempts').get()).toEqual({
      rows: 5_000,
      peers: 5_000,
    })
    expect(events.flatMap((event) => (event.name === 'enqueue' ? event.count : []))).toEqual(
      Array<number>(5 - batches).fill(1_000),
    )
  })

  it('twice in a row is still one run', async () => {
    const { path, db, begin, report } = await startScheduling({ groups: 5_000 })
    const campaign = await begin({ groups: 5_000 })

    const endings = ['plan.batch:kill@2nd', 'plan.batch:kill@4th', ''].map((rules) => runFixture(path, rules))

    expect(endings.map(({ signal, stdout }) => signal ?? stdout)).toEqual(['SIGKILL', 'SIGKILL', 'planned'])
    expect((await report(campaign)).runs).toMatchObject([{ state: 'running', targets: 5_000, open: 5_000 }])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.pragma('foreign_key_check')).toEqual([])
  })
})

/** While it runs, this test's own store thread stays idle: two writers are what the process lock forbids. */
function runFixture(path: string, rules: string) {
  const fixture = fileURLToPath(new URL('planning-fixture.ts', import.meta.url))
  const args = ['--import', 'tsx', fixture, path, String(startMs), rules]
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 })
}
