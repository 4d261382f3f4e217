import type { Database } from '../base/sqlite.ts'
import type { MessageKind } from '../delivery/attempt.ts'
import type { Ids } from './ids.ts'

export type RunState = 'planning' | 'running' | 'paused' | 'finished' | 'stopped'

/** The four figures a run ends with; they and what is still open make up its targets. */
export type RunFigure = 'sent' | 'failed' | 'cancelled' | 'uncertain'

/**
 * What the scheduler has still to do for a run, in batches, after a change of its state that itself is one row. It stands in the run,
 * so that a crash in the middle leaves it to be done.
 * - `hold`, `free`: take the attempts of a paused run out of the index of due rows, put them back.
 * - `cancel`: of a stopped run, until nothing is open: what was in flight may come back.
 * - `announce`: nothing is open any more; whoever waits for that is told.
 */
export type Chore = 'hold' | 'free' | 'cancel' | 'announce'

/** What becomes of a campaign's older message in a group: it stays, is taken back once the new one stands, or is edited instead. */
export type KeepLatest = 'off' | 'delete' | 'edit'

export interface NewRun {
  readonly campaignId: number
  /** With the planned instant, the run's natural key: a campaign's number may be used again after a restored backup. */
  readonly campaignUuid: string
  readonly ownerId: number
  readonly contentId: number
  readonly plannedAtMs: number
  /** What its attempts do; `send` unless told. */
  readonly kind?: MessageKind
  /** `off` unless told. */
  readonly keepLatest?: KeepLatest
  /** Nothing of it is claimed before the scheduler has looked whether it may send: it has quiet hours, or an end. */
  readonly isWatched?: boolean
}

export interface Run extends Omit<NewRun, 'isWatched'> {
  readonly id: number
  readonly kind: MessageKind
  readonly keepLatest: KeepLatest
  readonly state: RunState
  readonly reason: string | null
  readonly targets: number
  readonly sent: number
  readonly failed: number
  readonly cancelled: number
  readonly uncertain: number
  readonly createdAtMs: number
  /** When nothing of it was open any more. A stopped run has it too. */
  readonly finishedAtMs: number | null
  readonly chore: Chore | null
}

/** Rounds of a campaign. Counters are kept with every settlement: grouping a million attempts for a progress bar would sort them. */
export function openRuns(db: Database, ids: Ids) {
  const columns = `
    id, campaign_id as campaignId, campaign_uuid as campaignUuid, owner_id as ownerId, content_id as contentId,
    planned_at_ms as plannedAtMs, kind, keep_latest as keepLatest, state, reason, targets, sent, failed, cancelled, uncertain,
    created_at_ms as createdAtMs, finished_at_ms as finishedAtMs, chore`
  const find = db.prepare<[string, number], Run>(
    `select ${columns} from runs where campaign_uuid = ? and planned_at_ms = ?`,
  )
  const get = db.prepare<[number], Run>(`select ${columns} from runs where id = ?`)
  const unfinished = db.prepare<[number], Run>(`
    select ${columns} from runs where campaign_id = ? and state in ('planning', 'running', 'paused') order by id`)
  const insert = db.prepare(`
    insert into runs
      (id, campaign_id, campaign_uuid, owner_id, content_id, planned_at_ms, kind, keep_latest, state, created_at_ms, look_at_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?, 'planning', ?, ?)`)
  const withChores = db.prepare<[number], Run>(
    `select ${columns} from runs where chore is not null order by id limit ?`,
  )
  const begin = db.prepare(`update runs set state = 'running', is_planned = 1 where id = ? and state = 'planning'`)
  const pause = db.prepare(`
    update runs set state = 'paused', reason = ?, chore = 'hold' where id = ? and state in ('planning', 'running')`)
  const resume = db.prepare(`
    update runs set state = case when is_planned = 1 then 'running' else 'planning' end, reason = null, chore = 'free',
      look_at_ms = iif(look_at_ms is null, null, 0)
    where id = ? and state = 'paused'`)
  const stop = db.prepare(`
    update runs set state = 'stopped', reason = ?, chore = 'cancel' where id = ? and state in ('planning', 'running', 'paused')`)
  const endChore = db.prepare(`update runs set chore = null where id = ? and chore = ?`)
  const grow = db.prepare('update runs set targets = targets + ? where id = ?')
  const add = {
    sent: db.prepare('update runs set sent = sent + ? where id = ?'),
    failed: db.prepare('update runs set failed = failed + ? where id = ?'),
    cancelled: db.prepare('update runs set cancelled = cancelled + ? where id = ?'),
    uncertain: db.prepare('update runs set uncertain = uncertain + ? where id = ?'),
  }
  const finish = db.prepare(`
    update runs set state = case when state = 'running' then 'finished' else state end, finished_at_ms = @nowMs,
      chore = 'announce'
    where id = @id and state in ('running', 'stopped') and finished_at_ms is null
      and sent + failed + cancelled + uncertain = targets`)
  const reopen = db.prepare(`
    update runs set state = 'running', finished_at_ms = null, chore = null where id = ? and state = 'finished'`)

  return {
    /** The run of this instant; made in state `planning` unless it stands already, so that planning can be resumed. */
    open(run: NewRun, nowMs: number): Run {
      const existing = find.get(run.campaignUuid, run.plannedAtMs)
      if (existing !== undefined) return existing
      const { campaignId, campaignUuid, ownerId, contentId, plannedAtMs, kind = 'send', keepLatest = 'off' } = run
      const [id, lookAtMs] = [ids.take(1, 'runs'), run.isWatched === true ? 0 : null]
      insert.run(id, campaignId, campaignUuid, ownerId, contentId, plannedAtMs, kind, keepLatest, nowMs, lookAtMs)
      return found(find.get(campaignUuid, plannedAtMs))
    },
    get: (id: number): Run | undefined => get.get(id),
    /** What of a paused run ended meanwhile may have been the last of it. */
    finishIfDone: (id: number, nowMs: number): void => void finish.run({ id, nowMs }),
    /** False for a run that was paused, stopped or superseded while it was being planned. @throws when there is none */
    isPlanning: (id: number): boolean => found(get.get(id)).state === 'planning',
    unfinished: (campaignId: number): Run[] => unfinished.all(campaignId),
    addTargets: (id: number, count: number) => void grow.run(count, id),
    /** All attempts stand: sending may begin. A run without targets is finished at once. */
    begin(id: number, nowMs: number): void {
      begin.run(id)
      finish.run({ id, nowMs })
    },
    /** From this commit on `claim` refuses the run's attempts. @returns false when it was not running. */
    pause: (id: number, reason: string): boolean => pause.run(reason, id).changes === 1,
    /** Goes on where it was: with planning, if it was paused before all of its attempts stood. */
    resume(id: number, nowMs: number): boolean {
      const isResumed = resume.run(id).changes === 1
      if (isResumed) finish.run({ id, nowMs })
      return isResumed
    },
    /** As pause, for good: what is open is cancelled in batches afterwards. */
    stop: (id: number, reason: string): boolean => stop.run(reason, id).changes === 1,
    /** Runs that want something done in batches, the oldest first. */
    chores: (limit: number): Run[] => withChores.all(limit),
    /** The batches are through. A cancelled run keeps its chore while something of it is in flight. @returns the run as it stands. */
    endChore(id: number, chore: Chore, nowMs: number): Run | undefined {
      if (chore === 'cancel') finish.run({ id, nowMs })
      else endChore.run(id, chore)
      return get.get(id)
    },
    /** Adds settled attempts to their runs' figures, and finishes the runs that have nothing open. @returns how many rows came. */
    count(figure: RunFigure, rows: readonly { readonly runId: number | null }[], nowMs: number): number {
      for (const [runId, count] of tally(rows)) {
        add[figure].run(count, runId)
        finish.run({ id: runId, nowMs })
      }
      return rows.length
    },
    /** Takes attempts out of a figure again: revived, or an uncertain one that is repeated. A finished run runs again. */
    uncount(figure: RunFigure, rows: readonly { readonly runId: number | null }[]): number {
      for (const [runId, count] of tally(rows)) {
        add[figure].run(-count, runId)
        reopen.run(runId)
      }
      return rows.length
    },
  }
}

export type Runs = ReturnType<typeof openRuns>

function tally(rows: readonly { readonly runId: number | null }[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { runId } of rows) if (runId !== null) counts.set(runId, (counts.get(runId) ?? 0) + 1)
  return counts
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no such run')
  return value
}
