import type { Database } from '../../../base/sqlite.ts'
import type { PlanningRun } from '../../../scheduler/plan.ts'
import { holderSql, isReplacedSql } from './taken-over.ts'
import type { LaterRounds } from './taken-over.ts'
import type { OfRound, OfUndo, Undo, UndoWhat } from './verbs.ts'

/** Telegram lets people edit their messages, and bots delete theirs, for two days; whatever else is allowed for ever. */
export const changeableMs = 48 * 3_600_000

/** Figures beyond this are as good as this: a verb must not look at more rows. */
const countMax = 10_000

/** A message of a round that can be changed. */
export interface Changeable {
  readonly accountId: number
  readonly partition: number
  readonly accountKind: 'user' | 'bot'
  readonly capPerMinute: number
  readonly peer: number
  readonly topic: number
  readonly messageId: number
  readonly result: string | null
}

/** Whose messages are looked at, and what shall be done with them. */
interface OfMessages extends LaterRounds {
  readonly runId: number
  readonly what: UndoWhat
  readonly oldestMs: number
}

/** The statements of undos. */
export function prepareUndos(db: Database) {
  const columns = `
    u.id, u.of_run_id as ofRunId, u.campaign_id as campaignId, u.what, coalesce(r.state, 'finished') as state, r.reason,
    coalesce(r.targets, 0) as targets, coalesce(r.sent, 0) as done, coalesce(r.failed + r.uncertain, 0) as failed,
    coalesce(r.cancelled, 0) as cancelled, coalesce(r.targets - r.sent - r.failed - r.uncertain - r.cancelled, 0) as open,
    u.created_at_ms as createdAtMs, r.finished_at_ms as finishedAtMs`
  // Its own run; gone when it was pruned.
  const from = 'from undos u left join runs r on r.campaign_id = u.id'
  const sent = `a.run_id = @runId and a.kind = 'send' and a.state = 'sent' and a.message_id is not null`
  const isTooOld = `a.settled_at_ms <= @oldestMs and k.kind = case @what when 'edit' then 'user' else 'bot' end`
  const isGone = `exists (
      select 1 from undos u join runs r on r.campaign_id = u.id
        join attempts d on d.run_id = r.id and d.peer = a.peer and d.topic = a.topic and d.part = a.message_id
      where u.of_run_id = a.run_id and d.kind = 'delete' and d.state = 'sent')`
  const isOwn = `${holderSql} <= @runId`
  const count = (condition: string) =>
    db.prepare<[OfMessages], { count: number }>(`
      select count(*) as count from (
        select 1 from attempts a join accounts k on k.id = a.account_id where ${sent} and ${condition} limit ${countMax})`)

  return {
    one: db.prepare<[OfUndo], Undo>(
      `select ${columns} ${from} where u.id = @id and (u.owner_id = @ownerId or @ownerId is null)`,
    ),
    byUuid: db.prepare<[string], { id: number; ownerId: number }>(
      'select id, owner_id as ownerId from undos where uuid = ?',
    ),
    ofRound: db.prepare<[OfRound], Undo>(`
      select ${columns} ${from} where u.of_run_id = @runId and (u.owner_id = @ownerId or @ownerId is null) order by u.id desc`),
    campaignOf: db.prepare<[OfRound], { id: number; ownerId: number }>(`
      select c.id, c.owner_id as ownerId from runs r join campaigns c on c.id = r.campaign_id
      where r.id = @runId and r.kind = 'send' and (c.owner_id = @ownerId or @ownerId is null)`),
    add: db.prepare(`
      insert into undos (id, uuid, of_run_id, campaign_id, owner_id, what, created_at_ms) values (?, ?, ?, ?, ?, ?, ?)`),
    tooOld: count(`${isTooOld} and not ${isGone} and ${isOwn}`),
    gone: count(isGone),
    replaced: db.prepare<[OfMessages], { runId: number; isGone: 0 | 1 }>(`
      select ${holderSql} as runId, ${isReplacedSql} as isGone from attempts a where ${sent} and not ${isGone} and not (${isOwn}) limit ${countMax}`),
    planning: db.prepare<[number], PlanningRun>(`
      select r.id as runId, u.id as campaignId, u.uuid as campaignUuid, r.owner_id as ownerId, r.content_id as contentId, r.kind,
        r.planned_at_ms as plannedAtMs, r.created_at_ms as openedAtMs, null as everyMs, r.planned_at_ms as startedAtMs
      from runs r join undos u on u.id = r.campaign_id
      where r.state = 'planning'
        and not exists (select 1 from attempts indexed by attempts_in_flight where state = 'in-flight' and run_id = u.of_run_id)
      order by r.id
      limit ?`),
    plannedFrom: db.prepare<[number], { runId: number; campaignId: number; what: UndoWhat; createdAtMs: number }>(`
      select of_run_id as runId, campaign_id as campaignId, what, created_at_ms as createdAtMs from undos where id = ?`),
    senders: db.prepare<[number], { count: number }>(`
      select count(*) as count from campaign_targets where campaign_id = ? and position = 0`),
    changeable: db.prepare<[OfMessages & { peer: number; topic: number; limit: number }], Changeable>(`
      select a.account_id as accountId, k.partition, k.kind as accountKind, k.cap_per_minute as capPerMinute, a.peer, a.topic,
        a.message_id as messageId, a.result
      from attempts a join accounts k on k.id = a.account_id
      where ${sent} and (a.peer, a.topic) > (@peer, @topic) and not (${isTooOld}) and not ${isGone}
        and ${isOwn}
      order by a.peer, a.topic
      limit @limit`),
  }
}
