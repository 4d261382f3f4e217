import type { Database } from '../base/sqlite.ts'

export type Value = string | number | null

export interface BulkStatement<Row> {
  /** The statement for so many rows: shared values first, then those of each row. */
  sql(rows: number): string
  /** Adds a row's values, in the statement's order. */
  bind(values: Value[], row: Row): void
}

/** Half of what a small statement costs is the call. With more rows than these it gets no cheaper any more. */
const bulkRows = 16

/**
 * One change for each of many rows, sixteen rows to a statement. That is right only where every row changes something; if one does not,
 * all are taken back and done row by row, so that each is judged by itself. Rows that change the same thing twice count once.
 * @returns a function that tells for each row whether it changed something
 */
export function openBulk<Row>(db: Database, { sql, bind }: BulkStatement<Row>) {
  const [many, one] = [db.prepare(sql(bulkRows)), db.prepare(sql(1))]
  const begin = db.prepare('savepoint bulk')
  const undo = db.prepare('rollback to bulk')
  const end = db.prepare('release bulk')

  /** @returns false, and nothing is changed, when one of them changed nothing. */
  const changeAll = (shared: readonly Value[], rows: readonly Row[], count: number): boolean => {
    begin.run()
    let isWhole = true
    for (let from = 0; isWhole && from < count; from += bulkRows) {
      const values = [...shared]
      for (let place = from; place < from + bulkRows; place++) bind(values, rows[place] as Row)
      isWhole = many.run(values).changes === bulkRows
    }
    if (!isWhole) undo.run()
    end.run()
    return isWhole
  }
  const changes = (shared: readonly Value[], row: Row): boolean => {
    const values = [...shared]
    bind(values, row)
    return one.run(values).changes === 1
  }

  return (shared: readonly Value[], rows: readonly Row[]): boolean[] => {
    const together = rows.length - (rows.length % bulkRows)
    const areChanged = together > 0 && changeAll(shared, rows, together)
    return rows.map((row, place) => (areChanged && place < together) || changes(shared, row))
  }
}

/** `(?, ?), (?, ?)`: the values of so many rows. @param row of one */
export function valuesOf(row: string, rows: number): string {
  return Array(rows).fill(row).join(', ')
}
