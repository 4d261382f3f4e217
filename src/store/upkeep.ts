import type { Database } from '../base/sqlite.ts'

/** What keeps the file itself in shape. */
export function openUpkeep(db: Database) {
  const count = (pragma: string) => Number(db.pragma(pragma, { simple: true }))

  return {
    /** Looks anew at how rows are spread, where that is worth it, so that the planner of queries knows it. Bounded by SQLite itself. */
    optimize: (): void => void db.pragma('optimize'),
    /**
     * Gives up to `pages` of the file's free pages back to the disk; 256 take about five milliseconds. Those that new attempts will fill
     * again within a round of pruning stay: growing the file anew costs more than they do. @returns how many were given back.
     */
    shrink(pages: number): number {
      const [free, total] = [count('freelist_count'), count('page_count')]
      if (free <= total * freeShare) return 0
      db.pragma(`incremental_vacuum(${Math.floor(pages)})`)
      return total - count('page_count')
    },
  }
}

/** A fifth of the file. */
const freeShare = 0.2
