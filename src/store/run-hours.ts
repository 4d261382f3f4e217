import type { Database } from '../base/sqlite.ts'

/** Why a run is paused that goes on by itself. */
const quietHours = 'quiet-hours'

interface WatchedRow {
  readonly runId: number
  readonly campaignId: number
  readonly lookAtMs: number
}

/**
 * Runs that rest at some hours, or that end at an instant. `look_at_ms` is when the scheduler has to look again, and `claim` takes nothing
 * of a run from that instant on until it has: so an engine that stood still, or was away, sends nothing in quiet hours either.
 *
 * Every change names the instant that was seen, so that a look at a run which was paused, resumed or changed meanwhile does nothing.
 */
export function openRunHours(db: Database) {
  // The condition of the index, word by word.
  const isWatched = `look_at_ms is not null
    and (state in ('planning', 'running') or (state = 'paused' and reason = '${quietHours}'))`
  const due = db.prepare<[number, number], WatchedRow>(`
    select id as runId, campaign_id as campaignId, look_at_ms as lookAtMs from runs
    where ${isWatched} and look_at_ms <= ? order by look_at_ms limit ?`)
  const go = db.prepare(`
    update runs set look_at_ms = @next where id = @id and look_at_ms = @seen and state in ('planning', 'running')`)
  const wake = db.prepare(`
    update runs set state = case when is_planned = 1 then 'running' else 'planning' end, reason = null, chore = 'free',
      look_at_ms = @next
    where id = @id and look_at_ms = @seen and state = 'paused' and reason = '${quietHours}'`)
  const rest = db.prepare(`
    update runs set chore = iif(state = 'paused', chore, 'hold'), state = 'paused', reason = '${quietHours}', look_at_ms = @next
    where id = @id and look_at_ms = @seen and ${isWatched}`)
  const end = db.prepare(`update runs set look_at_ms = null where id = @id and look_at_ms = @seen and ${isWatched}`)
  const takeOver = db.prepare(`
    update runs set reason = @reason where id = @id and state = 'paused' and reason = '${quietHours}'`)
  const watch = db.prepare(`
    update runs set look_at_ms = 0 where campaign_id = ? and state in ('planning', 'running', 'paused')`)

  return {
    due: (nowMs: number, limit: number): WatchedRow[] => due.all(nowMs, limit),
    /** It may send, until `next` or for good. @returns true when it rested: something of it may have ended meanwhile */
    go(id: number, seen: number, next: number | null): boolean {
      const values = { id, seen, next }
      return wake.run(values).changes === 1 || (go.run(values), false)
    },
    /** It is quiet until `next`: paused, as by a person, and let go by itself. */
    rest: (id: number, seen: number, next: number): void => void rest.run({ id, seen, next }),
    /** @returns true when it is to be stopped: it stands as it was seen */
    end: (id: number, seen: number): boolean => end.run({ id, seen }).changes === 1,
    /** Its campaign was paused while it rested: it stays where it is when the quiet hours are over. */
    takeOver: (id: number, reason: string): void => void takeOver.run({ id, reason }),
    /** The hours of its campaign have changed: its unfinished run is looked at before anything more of it is claimed. */
    watch: (campaignId: number): void => void watch.run(campaignId),
  }
}
