import type { Database } from '../base/sqlite.ts'
import { openBulk, valuesOf } from './bulk.ts'

/** Every time zone is whole quarters of an hour from UTC, so a day begins with one. */
const quarterMs = 15 * 60_000

interface SentCount {
  readonly accountId: number
  readonly quarterAtMs: number
  readonly count: number
}

/** How many messages each account has sent of late, kept with every settlement, and told to whoever looks at an account. */
export function openSentCounts(db: Database) {
  const add = openBulk<SentCount>(db, {
    sql: (rows) => `
      insert into sent_by_quarter (quarter_at_ms, account_id, sent)
      values ${valuesOf('(?, ?, ?)', rows)}
      on conflict (quarter_at_ms, account_id) do update set sent = sent + excluded.sent`,
    bind: (values, { quarterAtMs, accountId, count }) => values.push(quarterAtMs, accountId, count),
  })
  const inQuarter = db.prepare<[number, number], { sent: number }>(
    'select sent from sent_by_quarter where quarter_at_ms = ? and account_id = ?',
  )
  const prune = db.prepare(`
    delete from sent_by_quarter where (quarter_at_ms, account_id) in (
      select quarter_at_ms, account_id from sent_by_quarter where quarter_at_ms < ? order by quarter_at_ms limit ?)`)

  return {
    /** Adds what was sent, a row a message; what is not a message of a run is none. */
    count(sent: readonly { readonly accountId: number; readonly runId: number | null }[], nowMs: number): void {
      const quarterAtMs = quarterOf(nowMs)
      const counts = new Map<number, number>()
      for (const { accountId, runId } of sent) {
        if (runId !== null) counts.set(accountId, (counts.get(accountId) ?? 0) + 1)
      }
      add(
        [],
        [...counts].map(([accountId, count]) => ({ accountId, quarterAtMs, count })),
      )
    },
    /** Messages that an account has sent since the quarter of `sinceMs` began, at most a day and an hour ago. */
    since({
      accountId,
      sinceMs,
      nowMs,
    }: {
      readonly accountId: number
      readonly sinceMs: number
      readonly nowMs: number
    }) {
      let sum = 0
      for (let atMs = quarterOf(sinceMs); atMs <= nowMs; atMs += quarterMs)
        sum += inQuarter.get(atMs, accountId)?.sent ?? 0
      return sum
    },
    /** Deletes counts of quarters before `beforeMs`, oldest first. @returns how many */
    prune: (beforeMs: number, limit: number): number => prune.run(beforeMs, limit).changes,
  }
}

export type SentCounts = ReturnType<typeof openSentCounts>

function quarterOf(atMs: number): number {
  return atMs - (atMs % quarterMs)
}
