import type { Database } from '../base/sqlite.ts'

/** What has numbers of its own, because people see them or there are many. `other`: all the rest. */
export type IdKind = 'accounts' | 'attempts' | 'campaigns' | 'contents' | 'other' | 'runs'

/**
 * Ids of our own: integers from a counter for each kind, so that a person's first campaign is number 1. Taken inside the verb's
 * transaction: one that is rolled back gives its ids back, and none is ever given twice.
 */
export function openIds(db: Database) {
  // Once all kinds shared the counter 'own'. In a database from then each kind goes on behind it: below it, a number of a row that was
  // deleted could be given again.
  const take = db.prepare<[{ kind: IdKind; count: number }], { next_id: number }>(`
    insert into ids (name, next_id)
    values (@kind, coalesce((select next_id from ids where name = 'own'), 1) + @count)
    on conflict (name) do update set next_id = next_id + @count
    returning next_id`)

  return {
    /** @returns the first of `count` consecutive ids. */
    take(count: number, kind: IdKind = 'other'): number {
      const row = take.get({ kind, count })
      if (row === undefined) throw new Error('the id counter gave nothing')
      return row.next_id - count
    },
  }
}

export type Ids = ReturnType<typeof openIds>
