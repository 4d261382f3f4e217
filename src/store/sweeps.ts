import type { Database } from '../base/sqlite.ts'
import type { Runs } from './runs.ts'

/** The last attempt that was looked at: sweeps go through a run in the order of its unique index. */
export interface SweepCursor {
  readonly peer: number
  readonly topic: number
  readonly part: number
}

export interface Swept {
  readonly changed: number
  /** Where to go on; null when the whole run was looked at. */
  readonly after: SweepCursor | null
  /** Whose attempts changed: to be hinted at, when they are due again. */
  readonly accounts: readonly { readonly id: number; readonly partition: number }[]
}

/** A batch looks at `limit` attempts, whatever it finds: one that searched for so many to change would read on to the run's end. */
export interface RunBatch {
  readonly runId: number
  readonly after: SweepCursor | null
  readonly limit: number
}

/**
 * Changes to many attempts at once, in batches: one statement over 100 000 rows would keep every shard's claims waiting for it.
 * Each call is one transaction; the caller repeats it with the cursor it got until that is null.
 */
export function openSweeps(db: Database, runs: Runs) {
  const sql = prepareSweeps(db)

  const look = ({ runId, after, limit }: RunBatch): SweptRow[] => {
    const { peer, topic, part } = after ?? beforeAll
    return sql.look.all(runId, peer, topic, part, limit)
  }
  /** Changes those of the batch that `change` takes, and says where to go on. */
  const sweep = (batch: RunBatch, change: (row: SweptRow) => boolean): Swept => {
    const rows = look(batch)
    const changed = rows.filter(change)
    const last = rows.length < batch.limit ? undefined : rows.at(-1)
    const after = last === undefined ? null : { peer: last.peer, topic: last.topic, part: last.part }
    return { changed: changed.length, after, accounts: accountsOf(changed) }
  }

  return {
    /**
     * Takes a run's waiting attempts out of it. One that Telegram may already have becomes uncertain: calling it cancelled would
     * be a lie to its owner.
     */
    cancelPending({ reason, nowMs, ...batch }: RunBatch & { readonly reason: string; readonly nowMs: number }): Swept {
      const figures = { cancelled: [] as RunRow[], uncertain: [] as RunRow[] }
      const swept = sweep(batch, ({ id, maybeSent }) => {
        const figure = maybeSent === 1 ? 'uncertain' : 'cancelled'
        if (sql.cancel.run(figure, reason, nowMs, id).changes === 0) return false
        figures[figure].push(batch)
        return true
      })
      runs.count('cancelled', figures.cancelled, nowMs)
      runs.count('uncertain', figures.uncertain, nowMs)
      return swept
    },
    /** Takes a paused run's attempts out of the index of due rows, or puts them back. `claim` refuses them in any case. */
    setHeld: ({ isHeld, ...batch }: RunBatch & { readonly isHeld: 0 | 1 }): Swept =>
      sweep(batch, ({ id }) => sql.hold.run(isHeld, id, isHeld).changes === 1),
    /** Retry failed only: back from the dead letters with fresh tries. The run runs again; one that was stopped or paused does not. */
    revive({ nowMs, accountId = null, ...batch }: ReviveBatch): Swept {
      const state = runs.get(batch.runId)?.state
      if (state !== 'running' && state !== 'finished') return { changed: 0, after: null, accounts: [] }
      const swept = sweep(
        batch,
        (row) => (accountId === null || row.accountId === accountId) && sql.revive.run(nowMs, row.id).changes === 1,
      )
      runs.uncount('failed', Array<RunRow>(swept.changed).fill(batch))
      return swept
    },
    /** Deletes finished attempts settled before `beforeMs`, oldest first. An uncertain one is never pruned: its owner has not decided. */
    prune({ beforeMs, limit }: PruneBatch): Pruned {
      const { changes } = sql.prune.run(beforeMs, limit)
      return { changed: changes, isDone: changes === 0 }
    },
    /** Deletes runs that ended before `beforeMs` and have no attempts left. */
    pruneRuns({ beforeMs, limit }: PruneBatch): Pruned {
      const { changes } = sql.pruneRuns.run(beforeMs, limit)
      return { changed: changes, isDone: changes === 0 }
    },
  }
}

export interface ReviveBatch extends RunBatch {
  /** Only attempts of this account. */
  readonly accountId?: number | null
  readonly nowMs: number
}

export interface PruneBatch {
  readonly beforeMs: number
  readonly limit: number
}

export interface Pruned {
  readonly changed: number
  /** False: call again. */
  readonly isDone: boolean
}

interface RunRow {
  readonly runId: number | null
}

interface SweptRow extends SweepCursor {
  readonly id: number
  readonly accountId: number
  readonly partition: number
  readonly maybeSent: 0 | 1
}

/** Below every peer, which is a marked id of at most 13 digits. */
const beforeAll: SweepCursor = { peer: Number.MIN_SAFE_INTEGER, topic: 0, part: 0 }

function prepareSweeps(db: Database) {
  return {
    look: db.prepare<[number, number, number, number, number], SweptRow>(`
      select id, account_id as accountId, partition, maybe_sent as maybeSent, peer, topic, part from attempts
      where run_id = ? and (peer, topic, part) > (?, ?, ?)
      order by peer, topic, part
      limit ?`),
    cancel: db.prepare(`
      update attempts set state = ?, reason = ?, settled_at_ms = ? where id = ? and state = 'pending'`),
    hold: db.prepare(`update attempts set is_held = ? where id = ? and state = 'pending' and is_held <> ?`),
    revive: db.prepare(`
      update attempts set state = 'pending', reason = null, settled_at_ms = null, tries = 0, crashes = 0, due_at_ms = ?,
        epoch = null, claimed_at_ms = null
      where id = ? and state = 'failed-terminal'`),
    prune: db.prepare(`
      delete from attempts where id in (
        select id from attempts where settled_at_ms < ? and state in ('sent', 'failed-terminal', 'cancelled')
        order by settled_at_ms limit ?)`),
    pruneRuns: db.prepare(`
      delete from runs where id in (
        select id from runs where finished_at_ms < ?
          and not exists (select 1 from attempts where attempts.run_id = runs.id)
        order by finished_at_ms limit ?)`),
  }
}

function accountsOf(rows: readonly SweptRow[]): Swept['accounts'] {
  const partitions = new Map(rows.map(({ accountId, partition }) => [accountId, partition]))
  return [...partitions].map(([id, partition]) => ({ id, partition }))
}
