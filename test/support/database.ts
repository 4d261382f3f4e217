import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database, Statement } from '../../src/base/sqlite.ts'
import { migrations } from '../../src/features/store.ts'
import { migrateUp } from '../../src/store/migrate.ts'
import { temporaryFolder } from './world.ts'

/** The bytes of each database that was filled, by what fills it. */
const filled = new Map<string, Buffer>()

/**
 * A new database with the whole schema, and what `fill` writes into it, at this path. Made once for each name: applying every step of
 * the schema takes longer than most tests do, and a copy is the same file.
 * @param name of what is filled in; the same name must mean the same rows
 */
export function newDatabase(path: string, name: string, fill: (db: Database) => void): Database {
  if (existsSync(path)) throw new Error(`${path} is there already`)
  const bytes = filled.get(name) ?? make(fill)
  filled.set(name, bytes)
  writeFileSync(path, bytes)
  return openDatabase(path)
}

function make(fill: (db: Database) => void): Buffer {
  const path = join(temporaryFolder(), 'made.db')
  const db = openDatabase(path)
  migrateUp(db, migrations, 1)
  db.transaction(() => fill(db)).immediate()
  // The last connection that closes folds the log back: everything is in the one file then.
  db.close()
  return readFileSync(path)
}

/**
 * The same connection, on which a statement is prepared when it is first wanted: all of them would take most of a test's time. That each
 * can be prepared is shown by every store that runs on a thread of its own.
 */
export function preparedWhenUsed(db: Database): Database {
  const prepare = (sql: string) => {
    let statement: Statement | undefined
    return new Proxy({} as Statement, {
      get(_, name) {
        statement ??= db.prepare(sql)
        const value: unknown = Reflect.get(statement, name)
        return typeof value === 'function' ? value.bind(statement) : value
      },
    })
  }
  return new Proxy(db, {
    get(_, name) {
      if (name === 'prepare') return prepare
      const value: unknown = Reflect.get(db, name)
      return typeof value === 'function' ? value.bind(db) : value
    },
  })
}
