import { installationId } from '../../../access/installation.ts'
import type { AuditLine } from '../../../access/verbs.ts'
import type { Database } from '../../../base/sqlite.ts'
import type { BotVerbs } from '../../../bot/verbs.ts'
import { decodeContent, encodeContent, problemOf } from '../../../delivery/message.ts'
import type { Content } from '../../../delivery/message.ts'
import type { Run, Spine } from '../../../store/store.ts'
import { prepareAnnouncements } from './rows.ts'
import type { AnnouncementRow } from './rows.ts'
import type { Acted, Announcement, AnnouncementReport, AnnouncementVerbs } from './verbs.ts'

/** What was settled within this time is how fast it goes now. */
const measuredMs = 10_000

export interface AnnouncementDesk {
  audit(line: AuditLine): void
  notify: BotVerbs['notify']
}

/** The verbs of announcements on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openAnnouncements(db: Database, spine: Spine, desk: AnnouncementDesk): AnnouncementVerbs {
  const sql = prepareAnnouncements(db)
  const { ids, runs, contents } = spine
  const note = (id: number, { by, nowMs }: Acted, action: string, detail: string) =>
    desk.audit({
      atMs: nowMs,
      actor: `user ${by}`,
      action: `announcements.${action}`,
      subject: `announcement ${id}`,
      detail,
    })
  const contentOf = ({ draft, contentId }: AnnouncementRow): Content | undefined =>
    draft === null ? contents.get(contentId ?? 0) : decodeContent(draft)
  const recipients = () => sql.recipients.get()?.count ?? 0
  const end = (
    row: AnnouncementRow,
    { sent, failed, cancelled, uncertain, targets, state, reason }: Run,
    nowMs: number,
  ) => {
    sql.end.run({
      id: row.id,
      nowMs,
      state: state === 'stopped' ? state : 'finished',
      reason,
      targets,
      sent,
      failed,
      cancelled,
      uncertain,
    })
    desk.notify({
      userId: row.createdBy,
      kind: 'admin.announced',
      key: `announcement ${row.id} ended`,
      detail: JSON.stringify({ id: row.id }),
      nowMs,
    })
  }

  return {
    draftAnnouncement({ uuid, createdBy, content, nowMs }) {
      const problem = problemOf(content)
      if (problem !== undefined) return { problem }
      sql.dropDrafts.run(createdBy)
      const id = ids.take(1, 'campaigns')
      sql.add.run(id, uuid, createdBy, encodeContent(content), nowMs)
      return { id }
    },
    dropDraft: ({ id, createdBy }) => void sql.dropDraft.run(id, createdBy),
    recipients,

    startAnnouncement({ id, ...acted }) {
      const row = sql.one.get(id)
      if (row === undefined || isOfAnother(row, acted.by)) return { problem: 'not-found' }
      if (row.draft === null) return { problem: 'started' }
      if (sql.open.get() !== undefined) return { problem: 'busy' }
      const bot = sql.bot.get()
      if (bot === undefined) return { problem: 'no-bot' }
      if (bot.state !== 'active') return { problem: 'bot-rests' }
      const count = recipients()
      if (count === 0) return { problem: 'nobody' }
      const { nowMs } = acted
      const contentId = contents.add(installationId, decodeContent(row.draft), nowMs)
      sql.start.run(nowMs, bot.id, contentId, id)
      const { uuid } = row
      runs.open({ campaignId: id, campaignUuid: uuid, ownerId: installationId, contentId, plannedAtMs: nowMs }, nowMs)
      note(id, acted, 'start', `${count} people`)
      return { recipients: count }
    },
    stopAnnouncement({ id, ...acted }) {
      const row = sql.one.get(id)
      const isStopped = row?.runId != null && runs.stop(row.runId, 'asked')
      if (isStopped) note(id, acted, 'stop', `${row.sent} of ${row.targets} sent`)
      return isStopped
    },

    announcement({ id, reader, nowMs }): AnnouncementReport | undefined {
      const row = sql.one.get(id)
      const content = row === undefined ? undefined : contentOf(row)
      if (row === undefined || content === undefined || isOfAnother(row, reader)) return undefined
      const { accountId, runId, startedAtMs } = row
      const sinceMs = Math.max(nowMs - measuredMs, startedAtMs ?? nowMs)
      const count = runId === null ? 0 : (sql.lately.get(sinceMs, runId)?.count ?? 0)
      return {
        announcement: announcementOf(row),
        content,
        perSecond: count === 0 ? 0 : (count * 1000) / Math.max(1000, nowMs - sinceMs),
        waitsUntilMs: accountId === null ? null : (sql.wait.get(accountId, nowMs)?.untilMs ?? null),
        accountId,
        accountState: accountId === null ? null : (sql.account.get(accountId)?.state ?? null),
      }
    },
    announcements: ({ before, limit }) => sql.page.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(announcementOf),
    openAnnouncement: () => sql.open.get()?.id,

    planningAnnouncements: (limit) => sql.planning.all(limit),
    announcementTargets({ id, after, limit }) {
      const accountId = sql.one.get(id)?.accountId
      const bot = accountId == null ? undefined : sql.account.get(accountId)
      if (bot === undefined) return []
      const first = (after?.position ?? -1) + 1
      return sql.people.all(after?.peer ?? installationId, limit).map(({ peer }, index) => ({
        accountId: bot.id,
        partition: bot.partition,
        accountKind: 'bot',
        capPerMinute: bot.capPerMinute,
        peer,
        topic: 0,
        position: first + index,
        positions: first + index + 1,
      }))
    },
    endAnnouncements({ runIds, nowMs }) {
      for (const runId of runIds) {
        const run = runs.get(runId)
        const row = run === undefined ? undefined : sql.one.get(run.campaignId)
        if (run !== undefined && row?.runId === runId) end(row, run, nowMs)
      }
    },
  }
}

/** A draft is as private as what its author has not said. */
function isOfAnother({ draft, createdBy }: AnnouncementRow, personId: number): boolean {
  return draft !== null && createdBy !== personId
}

function announcementOf(row: AnnouncementRow): Announcement {
  const { id, createdBy, state, reason, startedAtMs, endedAtMs, targets, sent, failed, cancelled, uncertain } = row
  return { id, createdBy, state, reason, startedAtMs, endedAtMs, targets, sent, failed, cancelled, uncertain }
}
