import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { migrations, openAllVerbs } from '../../src/features/store.ts'
import { migrateDown, migrateUp } from '../../src/store/migrate.ts'

describe('the store with its features', () => {
  it('serves the verbs of the spine and of each feature, none under the name of another', () => {
    const db = openDatabase(':memory:')
    migrateUp(db, migrations, 1)

    expect(Object.keys(openAllVerbs(db))).toEqual(
      expect.arrayContaining(['claim', 'settle', 'createCampaign', 'pauseAccount', 'users']),
    )
  })

  it('goes down to nothing, and up again to the same', () => {
    const db = openDatabase(':memory:')
    const schema = () => db.prepare('select type, name, sql from sqlite_schema order by type, name').all()
    migrateUp(db, migrations, 1)
    const before = schema()

    expect(migrateDown(db, migrations, 100)).toHaveLength(migrations.length)
    expect(schema()).toMatchObject([{ name: 'sqlite_autoindex_migrations_1' }, { name: 'migrations' }])
    migrateUp(db, migrations, 2)

    expect(schema()).toEqual(before)
  })
})
