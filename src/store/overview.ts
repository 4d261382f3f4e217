import type { Database } from '../base/sqlite.ts'
import type { AttemptState } from '../delivery/attempt.ts'
import type { AccountState } from './accounts.ts'
import type { RunState } from './runs.ts'

/** What stands in the database, counted. */
export interface Overview {
  readonly accounts: Readonly<Record<AccountState, number>>
  /**
   * Those that are not over. `pending` is claimed when its time comes; `held` is not: its run is paused, or stopped and about to be
   * cancelled. Told by the state of the run, because the flag of each row follows in batches, and not at all while no engine runs.
   */
  readonly attempts: Readonly<Record<Exclude<AttemptState, 'sent' | 'cancelled'>, number>> & { readonly held: number }
  /** Unfinished ones, and those that ended within a day. */
  readonly runs: Readonly<Record<RunState, number>>
  /** The messages of these runs. */
  readonly messages: RunTotals
}

interface RunTotals {
  readonly targets: number
  readonly sent: number
  readonly failed: number
  readonly cancelled: number
  readonly uncertain: number
}

const dayMs = 24 * 3_600_000

/** For a reader's own connection. Its cost grows with what is open and with one day, not with what is kept. */
export function readOverview(db: Database, nowMs: number): Overview {
  const count = (where: string) =>
    db.prepare<[], number>(`select count(*) from attempts where ${where}`).pluck().get() ?? 0
  const accounts = db.prepare<[], Counted>('select state, count(*) as count from accounts group by state').all()
  const runs = db.prepare<[number], Counted & RunTotals>(runsOfADay).all(nowMs - dayMs)
  const sum = (figure: keyof RunTotals) => runs.reduce((total, row) => total + row[figure], 0)
  const open = openAttempts(db)
  return {
    accounts: { active: 0, paused: 0, limited: 0, 'needs-login': 0, stopped: 0, ...byState(accounts) },
    attempts: {
      ...open,
      uncertain: count(`${troubled} and state = 'uncertain'`),
      'failed-terminal': count(`${troubled} and state = 'failed-terminal'`),
    },
    runs: { planning: 0, running: 0, paused: 0, finished: 0, stopped: 0, ...byState(runs) },
    messages: {
      targets: sum('targets'),
      sent: sum('sent'),
      failed: sum('failed'),
      cancelled: sum('cancelled'),
      uncertain: sum('uncertain'),
    },
  }
}

/** SQLite takes an index of some rows only when its condition stands in the query as it is. */
const troubled = `state in ('uncertain', 'failed-terminal')`

interface Counted {
  readonly state: string
  readonly count: number
}

/** Of messages: what is taken back or edited is none. */
const figures = ['targets', 'sent', 'failed', 'cancelled', 'uncertain']
  .map((figure) => `sum(iif(kind = 'send', ${figure}, 0)) as ${figure}`)
  .join(', ')

/** Unfinished ones, stopped ones that are still being cancelled, and those that ended of late; each has an index of its own. */
const runsOfADay = `
  select state, count(*) as count, ${figures} from runs
  where state in ('planning', 'running', 'paused') group by state
  union all
  select state, count(*) as count, ${figures} from runs
  where chore is not null and chore = 'cancel' group by state
  union all
  select state, count(*) as count, ${figures} from runs
  where finished_at_ms is not null and finished_at_ms >= ? and state in ('finished', 'stopped') group by state`

interface OpenRow {
  readonly what: 'open' | 'in-flight'
  /** Of the run; null for work that belongs to none. */
  readonly runState: RunState | null
  readonly count: number
}

const open = 'coalesce(sum(targets - sent - failed - cancelled - uncertain), 0)'

/**
 * What the figures of runs say is open, and how much of it is on the wire: what is left waits. So a million waiting rows need not be
 * counted. One statement, because between two of them an attempt might be claimed.
 */
const openOrInFlight = `
  select 'open' as what, state as runState, ${open} as count from runs
  where state in ('planning', 'running', 'paused') group by state
  union all
  select 'open', 'stopped', ${open} from runs where chore is not null and chore = 'cancel'
  union all
  select 'open', null, count(*) from attempts indexed by attempts_one_per_key
  where idempotency_key is not null and run_id is null and state in ('pending', 'in-flight')
  union all
  select 'in-flight', r.state, count(*) from attempts a indexed by attempts_in_flight left join runs r on r.id = a.run_id
  where a.state = 'in-flight' group by r.state`

function openAttempts(db: Database): Pick<Overview['attempts'], 'pending' | 'held' | 'in-flight'> {
  const figures = { pending: 0, held: 0, 'in-flight': 0 }
  for (const { what, runState, count } of db.prepare<[], OpenRow>(openOrInFlight).all()) {
    const waiting = runState === 'paused' || runState === 'stopped' ? 'held' : 'pending'
    figures[waiting] += what === 'open' ? count : -count
    if (what === 'in-flight') figures['in-flight'] += count
  }
  return figures
}

/** A state may come twice: a run that was stopped has ended, or is being cancelled. */
function byState(rows: readonly Counted[]): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const { state, count } of rows) totals[state] = (totals[state] ?? 0) + count
  return totals
}
