import type { Migration } from '../../src/store/migrate.ts'

/** Each step ends by calling `die()`, which the connection defines: nothing, or the end of the process. */
export const deadly: readonly Migration[] = ['a', 'b', 'c'].map((table, index) => ({
  name: `000${index + 1}-${table}`,
  up: `create table ${table} (id integer); select die();`,
  down: `drop table ${table}; select die();`,
}))
