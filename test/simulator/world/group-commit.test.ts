import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { GroupCommit } from '../../../src/simulator/world/group-commit.ts'
import { openTestWorld } from '../../support/world.ts'

describe('the commit of a turn', () => {
  it('lets nobody be answered before another connection could see it', async () => {
    const { world, commit, db } = openTestWorld()
    const other = openDatabase(db.name, { readonly: true })
    const count = () => other.prepare('select count(*) from users').pluck().get()

    world.users.create({ firstName: 'Aziz' })
    const before = count()
    const after = await new Promise((resolve) => commit.whenDurable(() => resolve(count())))

    expect([before, after]).toEqual([0, 1])
    other.close()
  })

  it('calls who waits in the order in which they came, over many turns', async () => {
    const { world, commit } = openTestWorld()
    const called: number[] = []

    for (let turn = 0; turn < 20; turn++) {
      world.users.create({ firstName: `User ${turn}` })
      commit.whenDurable(() => called.push(turn))
      await new Promise((resolve) => setImmediate(resolve))
      commit.whenDurable(() => called.push(turn))
    }
    await new Promise<void>((resolve) => commit.whenDurable(resolve))

    expect(called).toEqual(Array.from({ length: 40 }, (_, index) => Math.floor(index / 2)))
  })

  it('calls at once when everything is on disk', () => {
    const { commit } = openTestWorld()
    let isCalled = false
    commit.close()

    commit.whenDurable(() => (isCalled = true))

    expect(isCalled).toBe(true)
  })

  it('keeps the last turn when it is closed', () => {
    const first = openTestWorld()
    first.world.users.create({ firstName: 'Aziz' })

    const { world } = first.reopen()

    expect([...world.users.all()].map(({ firstName }) => firstName)).toEqual(['Aziz'])
  })
})

describe('a file that another program keeps locked', () => {
  it('is told to whoever ends the process, because memory is ahead of it', () => {
    const { folder } = openTestWorld()
    const db = openDatabase(join(folder, 'other.db'))
    const stranger = openDatabase(join(folder, 'other.db'))
    const failures: unknown[] = []
    const commit = new GroupCommit(db, (error) => failures.push(error))
    stranger.exec('begin immediate')

    expect(() => commit.open()).toThrow('locked')
    expect(failures).toHaveLength(1)
    stranger.close()
    db.close()
  })
})
