import type { Database } from '../base/sqlite.ts'
import { parsePeer } from '../delivery/peer.ts'
import type { Peer } from '../delivery/peer.ts'
import type { Confirmation } from './attempt-rows.ts'
import type { Ids } from './ids.ts'

/** A message of a campaign that stands in one of its places. */
export interface StandingMessage {
  readonly messageId: number
  /** Where: the place itself, or the supergroup that it became. */
  readonly chat: Peer
}

/** What a campaign has, or may have, in a place. */
export interface StandingPlace {
  readonly message: StandingMessage | null
  /** Older ones of the same account that are to be taken away, and are not yet. */
  readonly older: readonly StandingMessage[]
  /**
   * A message of an earlier round that may have arrived there since: whoever asks Telegram for it again, by the instant of its round,
   * hears under which number it stands. The oldest, because a later round asks before it sends one of its own.
   */
  readonly doubt: { readonly plannedAtMs: number; readonly content: string } | null
}

/** A place that a run writes to, and who does. */
export interface Place {
  readonly runId: number
  readonly peer: Peer
  readonly topic: number
  readonly accountId: number
}

/** A refusal may pass, such as a right that was taken away for a day; after so many rounds it will not. */
const asksMax = 3

/** A doubt is settled by the next round that writes there. So many may pass before one does, where kills or the next instant end each early. */
const roundsBack = 500

/**
 * What stands of campaigns that keep only their latest message. An older one is taken away by an attempt that is written with the
 * settlement of the new one: never before it, so that a group is never without; and never later, so that no crash forgets it.
 */
export function openStanding(db: Database, ids: Ids) {
  const sql = prepareStanding(db)

  const takeAway = (older: Row, nowMs: number): void => {
    const { deleteId, deleteState } = older
    if (deleteState === 'pending' || deleteState === 'in-flight') return
    // Gone, or so long ago that its attempt was pruned; or Telegram has refused often enough.
    const isOver = deleteId !== null && (deleteState === null || deleteState === 'sent' || older.asks >= asksMax)
    if (isOver) {
      sql.forget.run(older)
      return
    }
    const id = ids.take(1, 'attempts')
    sql.plan.run({ ...older, id, nowMs, key: `latest ${id}`, payload: changePayload(older) })
    sql.note.run({ ...older, id })
  }

  const stands = (now: SentRow, nowMs: number): void => {
    const chat = chatIn(now.result) ?? now.peer
    for (const messageId of messageIdsIn(now)) sql.add.run({ ...now, messageId, chat, nowMs })
  }

  return {
    /**
     * Messages that were just settled as sent: in each of their places the one of the latest round stays. That may be another, where a
     * message of an earlier round was in doubt and has been asked for again.
     */
    replace(sent: readonly Pick<Confirmation, 'id'>[], nowMs: number): void {
      for (const { id } of sent) {
        const now = sql.sent.get(id)
        if (now === undefined) continue
        stands(now, nowMs)
        // The round before may have kept all, and have had this one on the wire when its successor began.
        for (const before of sql.sentBefore.all(now)) stands(before, before.sentAtMs)
        const rows = sql.at.all(now.campaignId, now.peer, now.topic)
        const latest = Math.max(...rows.map(({ runId }) => runId))
        for (const row of rows) if (row.runId < latest) takeAway(row, nowMs)
      }
    },

    /** The campaign keeps only its latest message from now on: what its last round has sent is the first to be replaced. */
    remember(campaignId: number): void {
      for (const row of sql.lastSent.all(campaignId)) stands(row, row.sentAtMs)
    },

    /**
     * Before the next round of such a campaign: its last one may have been under way when it was told to, and went on keeping all. What
     * that has sent since is to be replaced as well.
     */
    rememberRest(campaignId: number): void {
      if (sql.hasKeptAll.get(campaignId) === undefined) return
      for (const row of sql.lastSent.all(campaignId)) stands(row, row.sentAtMs)
    },

    /** It does not any more: whatever stands stays. */
    forget: (campaignId: number): void => void sql.forgetAll.run(campaignId),

    /** What this account's next message in a place finds there of its campaign. */
    find(place: Place): StandingPlace {
      const doubts = sql.doubts.all(place).toSorted((a, b) => a.plannedAtMs - b.plannedAtMs)
      return { message: sql.latest.get(place) ?? null, older: sql.older.all(place), doubt: doubts[0] ?? null }
    },
  }
}

export type Standing = ReturnType<typeof openStanding>

/** What a send leaves in its row when its group had become another chat. @param result what it leaves there otherwise */
export function sentInto(chat: Peer, result: string | null = null): string {
  return JSON.stringify({ ...parsed(result), chat })
}

/** What an attempt that changes a message must know beside its own place. */
export function changePayload(of: {
  readonly chat: number
  readonly peer: number
  /** Of an album, those after its first. */
  readonly parts?: readonly number[]
}): string | null {
  const { chat, peer, parts = [] } = of
  if (chat === peer && parts.length === 0) return null
  return JSON.stringify({ ...(chat !== peer && { chat }), ...(parts.length > 0 && { messageIds: parts }) })
}

/** The other parts of the album that it is to be changed with. */
export function partsIn(payload: string | null): number[] {
  return idsIn(payload)
}

/** All of them: an album is several messages. */
export function messageIdsIn({ messageId, result }: { readonly messageId: number; readonly result: string | null }) {
  const ids = idsIn(result)
  return ids.length === 0 ? [messageId] : ids
}

function idsIn(text: string | null): number[] {
  const { messageIds } = parsed(text)
  return Array.isArray(messageIds) ? messageIds.filter((id) => typeof id === 'number') : []
}

/** From a result or a payload. @returns undefined where it says nothing of another chat */
export function chatIn(text: string | null): Peer | undefined {
  const { chat } = parsed(text)
  return typeof chat === 'number' ? parsePeer(chat) : undefined
}

function parsed(text: string | null): { readonly chat?: unknown; readonly messageIds?: unknown } {
  const value: unknown = text === null ? null : JSON.parse(text)
  return typeof value === 'object' && value !== null ? value : {}
}

interface Row {
  readonly campaignId: number
  readonly peer: number
  readonly topic: number
  readonly accountId: number
  readonly chat: number
  readonly messageId: number
  readonly runId: number
  readonly asks: number
  readonly deleteId: number | null
  /** Null when there is none, or it was pruned. */
  readonly deleteState: string | null
}

interface SentRow {
  readonly campaignId: number
  readonly peer: number
  readonly topic: number
  readonly accountId: number
  readonly messageId: number
  readonly runId: number
  readonly result: string | null
}

interface SentAtRow extends SentRow {
  readonly sentAtMs: number
}

type Key = Pick<Row, 'campaignId' | 'peer' | 'topic' | 'accountId' | 'chat' | 'messageId'>

function prepareStanding(db: Database) {
  const key = `campaign_id = @campaignId and peer = @peer and topic = @topic and account_id = @accountId and chat = @chat
      and message_id = @messageId`
  return {
    sent: db.prepare<[number], SentRow>(`
      select r.campaign_id as campaignId, a.peer, a.topic, a.account_id as accountId, a.message_id as messageId,
        r.id as runId, a.result
      from attempts a join runs r on r.id = a.run_id where a.id = ? and a.message_id is not null`),
    lastSent: db.prepare<[number], SentAtRow>(`
      select r.campaign_id as campaignId, a.peer, a.topic, a.account_id as accountId, a.message_id as messageId,
        r.id as runId, a.result, a.settled_at_ms as sentAtMs
      from runs r join attempts a on a.run_id = r.id
      where r.id = (select max(id) from runs where campaign_id = ?) and a.state = 'sent' and a.message_id is not null`),
    hasKeptAll: db.prepare<[number]>(`
      select 1 from runs where id = (select max(id) from runs where campaign_id = ?) and keep_latest = 'off'`),
    // Only what came after its successor had begun: a campaign that keeps all again meanwhile has forgotten the others.
    sentBefore: db.prepare<[Pick<SentRow, 'campaignId' | 'runId' | 'peer' | 'topic'>], SentAtRow>(`
      select r.campaign_id as campaignId, a.peer, a.topic, a.account_id as accountId, a.message_id as messageId,
        r.id as runId, a.result, a.settled_at_ms as sentAtMs
      from runs now
        cross join runs r on r.id = (select max(id) from runs where campaign_id = @campaignId and id < @runId)
        cross join attempts a on a.run_id = r.id and a.peer = @peer and a.topic = @topic
      where now.id = @runId and r.keep_latest = 'off' and a.state = 'sent' and a.message_id is not null
        and a.settled_at_ms >= now.created_at_ms`),
    forgetAll: db.prepare('delete from standing_messages where campaign_id = ?'),
    add: db.prepare<[Omit<SentRow, 'result'> & { readonly chat: number; readonly nowMs: number }]>(`
      insert into standing_messages (campaign_id, peer, topic, account_id, chat, message_id, run_id, sent_at_ms)
      values (@campaignId, @peer, @topic, @accountId, @chat, @messageId, @runId, @nowMs)
      on conflict do update set run_id = max(run_id, excluded.run_id)`),
    at: db.prepare<[number, number, number], Row>(`
      select s.campaign_id as campaignId, s.peer, s.topic, s.account_id as accountId, s.chat, s.message_id as messageId,
        s.run_id as runId, s.asks,
        s.delete_id as deleteId, d.state as deleteState
      from standing_messages s left join attempts d on d.id = s.delete_id
      where s.campaign_id = ? and s.peer = ? and s.topic = ?`),
    latest: db.prepare<[Place], StandingMessage>(`
      select s.message_id as messageId, s.chat from runs r join standing_messages s on s.campaign_id = r.campaign_id
      where r.id = @runId and s.peer = @peer and s.topic = @topic and s.account_id = @accountId and s.delete_id is null
      limit 1`),
    older: db.prepare<[Place], StandingMessage>(`
      select s.message_id as messageId, s.chat from runs r join standing_messages s on s.campaign_id = r.campaign_id
        join attempts d on d.id = s.delete_id
      where r.id = @runId and s.peer = @peer and s.topic = @topic and s.account_id = @accountId
        and d.state in ('pending', 'in-flight')`),
    // Since the last one that is known to stand. A bot cannot ask again.
    doubts: db.prepare<[Place], NonNullable<StandingPlace['doubt']>>(`
      select recent.planned_at_ms as plannedAtMs, c.body as content
      from (
        select earlier.id, earlier.planned_at_ms from runs now join runs earlier on earlier.campaign_id = now.campaign_id
        where now.id = @runId and earlier.id < now.id and earlier.keep_latest <> 'off' and earlier.id > coalesce((
          select max(s.run_id) from standing_messages s
          where s.campaign_id = now.campaign_id and s.peer = @peer and s.topic = @topic), 0)
        order by earlier.id desc limit ${roundsBack}) recent
      join attempts a on a.run_id = recent.id and a.peer = @peer and a.topic = @topic and a.part = 0
      join contents c on c.id = a.content_id join accounts k on k.id = a.account_id
      where a.account_id = @accountId and k.kind = 'user'
        and (a.state = 'uncertain' or (a.state = 'pending' and a.maybe_sent = 1))`),
    // At the head of the account's changes, because the next round may be soon.
    plan: db.prepare<[Key & { id: number; nowMs: number; key: string; payload: string | null }]>(`
      insert into attempts
        (id, kind, account_id, owner_id, partition, peer, topic, message_id, payload, idempotency_key, state, rank, due_at_ms)
      select @id, 'delete', id, owner_id, partition, @peer, @topic, @messageId, @payload, @key, 'pending', 0, @nowMs
      from accounts where id = @accountId`),
    note: db.prepare<[Key & { id: number }]>(
      `update standing_messages set delete_id = @id, asks = asks + 1 where ${key}`,
    ),
    forget: db.prepare<[Key]>(`delete from standing_messages where ${key}`),
  }
}
