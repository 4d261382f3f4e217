import type { Database } from '../base/sqlite.ts'

/** Pages done of all. The total grows when the database does meanwhile. */
export type CopyProgress = (progress: { readonly done: number; readonly total: number }) => void

/**
 * Copies a database as it is at the end of the copy, on the connection that writes, between its transactions: a copy made on another
 * connection starts again with every commit, and never ends under load (facts: storage 7).
 * @param to an empty file, or none
 */
export async function copyDatabase(db: Database, to: string, onProgress: CopyProgress): Promise<void> {
  const { totalPages } = await db.backup(to, {
    progress({ totalPages: total, remainingPages }) {
      onProgress({ done: total - remainingPages, total })
      return pagesAtOnce
    },
  })
  onProgress({ done: totalPages, total: totalPages })
}

/** 400 KB take about a millisecond: the next claims wait no longer. */
const pagesAtOnce = 100
