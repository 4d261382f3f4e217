import { openDatabase } from '../../src/base/sqlite.ts'
import { migrateDown, migrateUp } from '../../src/store/migrate.ts'
import { deadly } from './deadly-steps.ts'

// Run as a program: changes a schema, and is killed by its own hand after the first step of several.
const [path = '', direction] = process.argv.slice(2)
const db = openDatabase(path)
db.function('die', () => {
  process.kill(process.pid, 'SIGKILL')
  return 0
})

if (direction === 'up') migrateUp(db, deadly, 6)
else migrateDown(db, deadly, 3)
