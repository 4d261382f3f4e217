import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { openIds } from '../../src/store/ids.ts'
import { spine } from '../../src/store/migrations/0001-spine.ts'

describe('ids', () => {
  it('are counted for each kind from 1, so that a first campaign is number 1 whatever came before it', () => {
    const ids = openIds(database())
    ids.take(1000, 'attempts')

    expect([ids.take(1, 'campaigns'), ids.take(1, 'runs'), ids.take(1, 'campaigns'), ids.take(1)]).toEqual([1, 1, 2, 1])
    expect(ids.take(1, 'attempts')).toBe(1001)
  })

  it('go on behind all others in a database where they had one counter', () => {
    const db = database()
    db.exec(`insert into ids (name, next_id) values ('own', 500)`)
    const ids = openIds(db)

    expect([ids.take(2, 'campaigns'), ids.take(1, 'campaigns'), ids.take(1, 'runs')]).toEqual([500, 502, 500])
  })

  it('that were taken by what was rolled back are free again', () => {
    const db = database()
    const ids = openIds(db)
    const fail = db.transaction(() => {
      ids.take(5, 'runs')
      throw new Error('on purpose')
    })

    expect(() => fail.immediate()).toThrow('on purpose')
    expect(ids.take(1, 'runs')).toBe(1)
  })
})

function database() {
  const db = openDatabase(':memory:')
  db.exec(spine.up)
  return db
}
