import { controlBotKey } from '../../../access/installation.ts'
import { waitKeyText } from '../../../delivery/wait.ts'
import type { Database } from '../../../base/sqlite.ts'
import type { PlanningRun } from '../../../scheduler/plan.ts'
import type { AccountState } from '../../../store/store.ts'
import type { Announcement, AnnouncementState } from './verbs.ts'

export interface AnnouncementRow extends Announcement {
  readonly uuid: string
  /** Its text, until it is sent. */
  readonly draft: string | null
  readonly contentId: number | null
  readonly accountId: number | null
  readonly runId: number | null
}

export interface SendingBot {
  readonly id: number
  readonly partition: number
  readonly state: AccountState
  readonly capPerMinute: number
}

/**
 * The statements of announcements. An announcement has its number from the counter of campaigns, because a run names its plan by it. While
 * its run stands its figures are the run's; afterwards they are those it ended with.
 */
export function prepareAnnouncements(db: Database) {
  const columns = `
    a.id, a.uuid, a.created_by as createdBy, a.draft, a.content_id as contentId, a.account_id as accountId, r.id as runId,
    case when a.started_at_ms is null then 'draft' else coalesce(r.state, a.end_state, 'finished') end as state,
    coalesce(r.reason, a.end_reason) as reason, a.started_at_ms as startedAtMs,
    coalesce(r.finished_at_ms, a.ended_at_ms) as endedAtMs, coalesce(r.targets, a.targets) as targets,
    coalesce(r.sent, a.sent) as sent, coalesce(r.failed, a.failed) as failed,
    coalesce(r.cancelled, a.cancelled) as cancelled, coalesce(r.uncertain, a.uncertain) as uncertain`
  const from = `from announcements a left join runs r on r.campaign_id = a.id`
  const bot = 'select id, partition, state, cap_per_minute as capPerMinute from accounts where id ='

  return {
    one: db.prepare<[number], AnnouncementRow>(`select ${columns} ${from} where a.id = ?`),
    page: db.prepare<[number, number], AnnouncementRow>(`
      select ${columns} ${from} where a.started_at_ms is not null and a.id < ? order by a.id desc limit ?`),
    open: db.prepare<[], { id: number }>(`
      select id from announcements where started_at_ms is not null and ended_at_ms is null order by id limit 1`),
    add: db.prepare(`
      insert into announcements (id, uuid, created_by, draft, created_at_ms) values (?, ?, ?, ?, ?)`),
    dropDrafts: db.prepare('delete from announcements where created_by = ? and started_at_ms is null'),
    dropDraft: db.prepare('delete from announcements where id = ? and created_by = ? and started_at_ms is null'),
    start: db.prepare(`
      update announcements set started_at_ms = ?, account_id = ?, content_id = ?, draft = null
      where id = ? and started_at_ms is null`),
    end: db.prepare<[AnnouncementEnd]>(`
      update announcements set ended_at_ms = @nowMs, end_state = @state, end_reason = @reason, targets = @targets,
        sent = @sent, failed = @failed, cancelled = @cancelled, uncertain = @uncertain
      where id = @id`),

    recipients: db.prepare<[], { count: number }>(`
      select count(*) as count from users indexed by users_reachable where is_reachable = 1 and state <> 'banned'`),
    people: db.prepare<[number, number], { peer: number }>(`
      select id as peer from users indexed by users_reachable where is_reachable = 1 and id > ? and state <> 'banned'
      order by id limit ?`),
    bot: db.prepare<[], SendingBot>(`
      ${bot} (select cast(value as integer) from settings where key = '${controlBotKey}') and kind = 'bot'`),
    account: db.prepare<[number], SendingBot>(`${bot} ?`),
    wait: db.prepare<[number, number], { untilMs: number }>(`
      select until_ms as untilMs from waits
      where account_id = ? and key = '${waitKeyText({ type: 'lane', lane: 'send' })}' and until_ms > ?`),
    lately: db.prepare<[number, number], { count: number }>(`
      select count(*) as count from attempts indexed by attempts_finished where settled_at_ms > ? and run_id = ?`),
    planning: db.prepare<[number], PlanningRun>(`
      select r.id as runId, a.id as campaignId, a.uuid as campaignUuid, r.owner_id as ownerId, r.content_id as contentId,
        r.planned_at_ms as plannedAtMs, r.created_at_ms as openedAtMs, null as everyMs, r.planned_at_ms as startedAtMs
      from runs r join announcements a on a.id = r.campaign_id
      where r.state = 'planning'
      order by r.id
      limit ?`),
  }
}

export interface AnnouncementEnd {
  readonly id: number
  readonly nowMs: number
  readonly state: AnnouncementState
  readonly reason: string | null
  readonly targets: number
  readonly sent: number
  readonly failed: number
  readonly cancelled: number
  readonly uncertain: number
}
