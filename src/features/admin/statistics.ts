import type { Database } from '../../base/sqlite.ts'
import type { SentFigures, Statistics, StatisticsVerbs } from './verbs.ts'

/** Rows of one commit: a larger one would keep the claims of all shards waiting. */
const countBatch = 2_000
/** What is not in the hours yet is counted on the way, up to so many: more only stand there right after an upgrade. */
const tailMax = 10_000
/** A row's instant is taken by a shard, and may be committed a little after a later one. */
const settleLagMs = 60_000
const hourMs = 3_600_000
const keepMs = 60 * 24 * hourMs
const cursorKey = 'figures-counted-until'

/** Figures of the whole installation on a SQLite connection. verbs.ts says what each does. */
export function openStatistics(db: Database): StatisticsVerbs {
  const cursor = db.prepare<[string], { value: string }>('select value from settings where key = ?')
  const saveCursor = db.prepare(`
    insert into settings (key, value, updated_at_ms) values (?, ?, ?)
    on conflict (key) do update set value = excluded.value, updated_at_ms = excluded.updated_at_ms`)
  const batchEnd = db.prepare<[number, number, number], { atMs: number }>(`
    select settled_at_ms as atMs from attempts indexed by attempts_finished where settled_at_ms > ? and settled_at_ms <= ?
    order by settled_at_ms limit 1 offset ?`)
  const settled = db.prepare<[number, number], { atMs: number; state: string; kind: string }>(`
    select settled_at_ms as atMs, state, kind from attempts indexed by attempts_finished where settled_at_ms > ? and settled_at_ms <= ?`)
  const tail = db.prepare<[number, number], SentFigures>(`
    select coalesce(sum(state = 'sent'), 0) as sent,
      coalesce(sum(state in ('failed-terminal', 'uncertain')), 0) as failed
    from (select state, kind from attempts indexed by attempts_finished where settled_at_ms > ? limit ?) where kind = 'send'`)
  const add = db.prepare(`
    insert into figures_by_hour (hour_ms, sent, failed) values (?, ?, ?)
    on conflict (hour_ms) do update set sent = sent + excluded.sent, failed = failed + excluded.failed`)
  const forget = db.prepare('delete from figures_by_hour where hour_ms < ?')
  const since = db.prepare<[number], SentFigures>(
    'select coalesce(sum(sent), 0) as sent, coalesce(sum(failed), 0) as failed from figures_by_hour where hour_ms >= ?',
  )
  const people = (condition: string) =>
    db.prepare<unknown[], { count: number }>(`select count(*) as count from users where ${condition}`)
  const inState = people('state = ?')
  const active = people(`state = 'active' and role = 'user' and access_until_ms > ?`)
  const admins = people(`role = 'admin' and state <> 'banned'`)
  const overdue = people(`state = 'active' and role = 'user' and access_until_ms <= ?`)
  const accounts = db.prepare<[], { state: string; count: number }>(
    `select state, count(*) as count from accounts indexed by accounts_by_kind
    where kind in ('user', 'bot') and owner_id <> 0 and deleted_at_ms is null group by kind, state`,
  )
  const runs = db.prepare<[], { running: number; paused: number; waiting: number }>(`
    select coalesce(sum(state <> 'paused'), 0) as running, coalesce(sum(state = 'paused'), 0) as paused,
      coalesce(sum(targets - sent - failed - cancelled - uncertain), 0) as waiting
    from runs indexed by runs_unfinished where state in ('planning', 'running', 'paused') and kind = 'send'`)

  const countedUntil = () => Number(cursor.get(cursorKey)?.value ?? 0)

  return {
    countFigures(nowMs) {
      const fromMs = countedUntil()
      const lastMs = nowMs - settleLagMs
      const endMs = batchEnd.get(fromMs, lastMs, countBatch)?.atMs ?? lastMs
      if (endMs <= fromMs) return false
      const hours = new Map<number, { sent: number; failed: number }>()
      for (const { atMs, state, kind } of settled.all(fromMs, endMs)) {
        if (kind !== 'send') continue
        const hour = hours.get(atMs - (atMs % hourMs)) ?? { sent: 0, failed: 0 }
        if (state === 'sent') hour.sent += 1
        else if (state === 'failed-terminal' || state === 'uncertain') hour.failed += 1
        hours.set(atMs - (atMs % hourMs), hour)
      }
      for (const [hour, { sent, failed }] of hours) add.run(hour, sent, failed)
      forget.run(nowMs - keepMs)
      saveCursor.run(cursorKey, String(endMs), nowMs)
      return endMs < lastMs
    },
    statistics({ nowMs, dayStartMs }): Statistics {
      const rest = row(tail.get(countedUntil(), tailMax))
      const from = (sinceMs: number) => {
        const { sent, failed } = row(since.get(sinceMs))
        return { sent: sent + rest.sent, failed: failed + rest.failed }
      }
      const byState: Record<string, number> = {}
      for (const { state, count } of accounts.all()) byState[state] = (byState[state] ?? 0) + count
      const { waiting, ...unfinished } = row(runs.get())
      return {
        people: {
          admin: row(admins.get()).count,
          active: row(active.get(nowMs)).count,
          pending: row(inState.get('pending')).count,
          expired: row(inState.get('expired')).count + row(overdue.get(nowMs)).count,
          banned: row(inState.get('banned')).count,
        },
        accounts: byState,
        runs: unfinished,
        waiting,
        today: from(dayStartMs),
        week: from(dayStartMs - 6 * 24 * hourMs),
      }
    },
  }
}

/** Of a statement that always has one. */
function row<Row>(found: Row | undefined): Row {
  if (found === undefined) throw new Error('a count without a row')
  return found
}
