import type { Database } from '../../base/sqlite.ts'
import type { DueRound, PlanningRun, Target } from '../../scheduler/plan.ts'
import { decodeTimetable } from '../../scheduler/timetable.ts'
import type { Timetable } from '../../scheduler/timetable.ts'
import type { Run } from '../../store/store.ts'
import type { Campaign, OwnerScope } from './verbs.ts'

export type StoredCampaign = Omit<Campaign, 'targets' | 'accounts'>
type StoredDue = Omit<DueRound, 'timetable' | 'roundsLeft'> & Timed & { readonly roundsDone: number }
type StoredPlanning = PlanningRun & Timed

interface Waiting extends Timed {
  readonly campaignId: number
  readonly uuid: string
  readonly nextAtMs: number
  readonly everyMs: number | null
}

interface Timed {
  readonly timetable: Timetable | null
}

/** The statements of campaigns. States are literals, because a partial index serves only what is known when the query is planned. */
export function prepareCampaigns(db: Database) {
  const stored = `
    c.id, c.uuid, c.owner_id as ownerId, c.name, c.state, c.reason, c.content_id as contentId, c.every_ms as everyMs,
    c.timetable, c.rounds_done as roundsDone, c.misfire, c.keep_latest as keepLatest, c.next_at_ms as nextAtMs,
    c.started_at_ms as startedAtMs, c.created_at_ms as createdAtMs, c.archived_at_ms as archivedAtMs`
  // Queues have no holes, so whoever has a target has one at position 0.
  const columns = `${stored},
    (select count(*) from campaign_targets t where t.campaign_id = c.id) as targets,
    (select count(*) from campaign_targets t where t.campaign_id = c.id and t.position = 0) as accounts`
  const runColumns = `
    r.id, r.campaign_id as campaignId, r.campaign_uuid as campaignUuid, r.owner_id as ownerId, r.content_id as contentId,
    r.planned_at_ms as plannedAtMs, r.kind, r.keep_latest as keepLatest, r.state, r.reason, r.targets, r.sent, r.failed, r.cancelled, r.uncertain,
    r.created_at_ms as createdAtMs, r.finished_at_ms as finishedAtMs, r.chore`

  const timed = <Args extends unknown[], Row extends Timed>(sql: string) => withTimetable<Args, Row>(db, sql)

  return {
    insert: db.prepare(`
      insert into campaigns
        (id, uuid, owner_id, name, state, content_id, every_ms, timetable, misfire, keep_latest, created_at_ms)
      values (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?)`),
    one: timed<[{ id: number; ownerId: OwnerScope }], Campaign>(`
      select ${columns} from campaigns c where c.id = @id and (c.owner_id = @ownerId or @ownerId is null)`),
    /** Without its figures, which cost a look at each target. */
    stored: withTimetable<[number], StoredCampaign>(db, `select ${stored} from campaigns c where c.id = ?`),
    byUuid: db.prepare<[string, number], { id: number }>('select id from campaigns where uuid = ? and owner_id = ?'),
    all: timed<[number, 0 | 1, number], Campaign>(`
      select ${columns} from campaigns c where c.id < ? and (c.archived_at_ms is not null) = ? order by c.id desc limit ?`),
    ofOwner: timed<[number, number, 0 | 1, number], Campaign>(`
      select ${columns} from campaigns c where c.owner_id = ? and c.id < ? and (c.archived_at_ms is not null) = ?
      order by c.id desc limit ?`),
    runs: db.prepare<[number, number], Run>(`
      select ${runColumns} from runs r where r.campaign_id = ? order by r.id desc limit ?`),

    accountOwner: db.prepare<[number], { ownerId: number; isUsable: 0 | 1 }>(`
      select owner_id as ownerId, state in ('active', 'limited') as isUsable from accounts
      where id = ? and deleted_at_ms is null`),
    group: db.prepare<[number, number], { mayPost: 0 | 1; whyNot: string | null; forbidden: string | null }>(`
      select may_post as mayPost, why_not as whyNot, forbidden from peers where account_id = ? and peer = ?`),
    queueEnd: db.prepare<[number, number], { position: number | null }>(`
      select max(position) as position from campaign_targets where account_id = ? and campaign_id = ?`),
    addTarget: db.prepare(`
      insert into campaign_targets (campaign_id, position, account_id, peer, topic, content_id) values (?, ?, ?, ?, ?, ?)
      on conflict (campaign_id, peer, topic) do nothing`),
    usable: db.prepare<[number], { count: number }>(`
      select count(*) as count from campaign_targets t join accounts a on a.id = t.account_id
      where t.campaign_id = ? and a.state in ('active', 'limited')`),
    isPlanned: db.prepare<[string, number], { id: number }>(
      'select id from runs where campaign_uuid = ? and planned_at_ms = ?',
    ),
    lastPlanned: db.prepare<[string], { atMs: number | null }>(
      'select max(planned_at_ms) as atMs from runs where campaign_uuid = ?',
    ),

    start: db.prepare(`
      update campaigns set state = 'running', reason = null, next_at_ms = @atMs, started_at_ms = @startedAtMs,
        rounds_done = 0, archived_at_ms = null
      where id = @id`),
    /** What a clock that was ahead opened is older than a start with the clock right. */
    predateRuns: db.prepare(`
      update runs set created_at_ms = @nowMs - 1
      where campaign_uuid = @uuid and planned_at_ms >= @nowMs and created_at_ms >= @nowMs`),
    setWhen: db.prepare('update campaigns set every_ms = ?, timetable = ?, next_at_ms = ? where id = ?'),
    countRound: db.prepare('update campaigns set rounds_done = rounds_done + 1 where id = ?'),
    setState: db.prepare('update campaigns set state = ?, reason = ?, next_at_ms = ? where id = ?'),
    /** Nothing that runs is out of sight. */
    show: db.prepare('update campaigns set archived_at_ms = null where id = ?'),

    due: timed<[number, number], StoredDue>(`
      select id as campaignId, next_at_ms as nextAtMs, every_ms as everyMs, timetable, rounds_done as roundsDone, misfire
      from campaigns
      where state = 'running' and next_at_ms is not null and next_at_ms <= ?
      order by next_at_ms, id
      limit ?`),
    waiting: timed<[number, number, number], Waiting>(`
      select id as campaignId, uuid, next_at_ms as nextAtMs, every_ms as everyMs, timetable
      from campaigns
      where state = 'running' and next_at_ms is not null and (next_at_ms, id) > (?, ?)
      order by next_at_ms, id
      limit ?`),
    replan: db.prepare(`
      update campaigns set next_at_ms = @latestAtMs, started_at_ms = min(started_at_ms, @nowMs)
      where id = @id and state = 'running' and next_at_ms = @nextAtMs`),
    advance: db.prepare(`
      update campaigns set next_at_ms = ? where id = ? and state = 'running' and next_at_ms = ?`),
    halt: db.prepare(`
      update campaigns set state = 'paused', reason = ? where id = ? and state = 'running' and next_at_ms = ?`),
    /** Nothing when the owner is banned, or their days are over. */
    access: db.prepare<[number, number], { id: number }>(`
      select u.id from campaigns c join users u on u.id = c.owner_id
      where c.id = ? and u.state = 'active' and (u.access_until_ms is null or u.access_until_ms > ?)`),
    ownerAccess: db.prepare<[number, number], { id: number }>(`
      select id from users where id = ? and state = 'active' and (access_until_ms is null or access_until_ms > ?)`),
    /** By id: what a clock that was ahead planned is no later round. */
    lastRun: db.prepare<[number], Pick<Run, 'state' | 'reason' | 'campaignUuid' | 'plannedAtMs' | 'createdAtMs'>>(`
      select state, reason, campaign_uuid as campaignUuid, planned_at_ms as plannedAtMs, created_at_ms as createdAtMs
      from runs where campaign_id = ? order by id desc limit 1`),
    planning: timed<[number], StoredPlanning>(`
      select r.id as runId, c.id as campaignId, c.uuid as campaignUuid, r.owner_id as ownerId, r.content_id as contentId,
        r.planned_at_ms as plannedAtMs, r.created_at_ms as openedAtMs, c.every_ms as everyMs, c.timetable,
        c.started_at_ms as startedAtMs
      from runs r join campaigns c on c.id = r.campaign_id
      where r.state = 'planning'
      order by r.id
      limit ?`),
    targets: db.prepare<[number, number, number, number], Omit<Target, 'positions'>>(`
      select t.account_id as accountId, a.partition, a.kind as accountKind, a.cap_per_minute as capPerMinute,
        t.peer, t.topic, t.position, t.content_id as contentId
      from campaign_targets t join accounts a on a.id = t.account_id
      where t.campaign_id = ? and (t.position, t.account_id) > (?, ?)
      order by t.position, t.account_id
      limit ?`),
  }
}

/** Its rows have a timetable, as JSON. */
function withTimetable<Args extends unknown[], Row extends Timed>(db: Database, sql: string) {
  const statement = db.prepare<Args, Omit<Row, 'timetable'> & { readonly timetable: string | null }>(sql)
  const rowOf = (row: { readonly timetable: string | null }) =>
    ({ ...row, timetable: decodeTimetable(row.timetable) }) as Row
  return {
    get(...args: Args): Row | undefined {
      const row = statement.get(...args)
      return row === undefined ? undefined : rowOf(row)
    },
    all: (...args: Args): Row[] => statement.all(...args).map(rowOf),
  }
}
