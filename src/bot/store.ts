import type { Database } from '../base/sqlite.ts'
import type { Ids } from '../store/ids.ts'
import type { BotVerbs, Conversation, Notice, SealedUpdate } from './verbs.ts'

/** The verbs of the bot on a SQLite connection. verbs.ts says what each does. */
export function openBotTables(db: Database, ids: Ids): BotVerbs {
  return { ...openConversations(db), ...openInbox(db), ...openNotices(db, ids) }
}

type ConversationRow = Omit<Conversation, 'hasKeyboard'> & { readonly hasKeyboard: 0 | 1 }

function openConversations(db: Database) {
  const one = db.prepare<[number], ConversationRow>(`
    select user_id as userId, screen, draft, version, message_id as messageId, has_keyboard as hasKeyboard, deed
    from conversations where user_id = ?`)
  const save = db.prepare(`
    insert into conversations (user_id, screen, draft, version, message_id, has_keyboard, deed, updated_at_ms)
    values (@userId, @screen, @draft, @version, @messageId, @hasKeyboard, @deed, @nowMs)
    on conflict (user_id) do update set screen = @screen, draft = @draft, version = @version, message_id = @messageId,
      has_keyboard = @hasKeyboard, deed = @deed, updated_at_ms = @nowMs`)
  return {
    conversation(userId: number): Conversation | undefined {
      const row = one.get(userId)
      return row === undefined ? undefined : { ...row, hasKeyboard: row.hasKeyboard === 1 }
    },
    saveConversation: (conversation: Conversation, nowMs: number): void =>
      void save.run({ ...conversation, hasKeyboard: conversation.hasKeyboard ? 1 : 0, nowMs }),
  }
}

function openInbox(db: Database) {
  const add = db.prepare(`
    insert into inbox (update_id, body, received_at_ms) values (?, ?, ?) on conflict (update_id) do nothing`)
  const all = db.prepare<[], SealedUpdate>(
    `select update_id as updateId, body from inbox where body <> '' order by update_id`,
  )
  const isUndone = db.prepare<[number], { 1: 1 }>(`select 1 from inbox where update_id = ? and body <> ''`)
  const begin = db.prepare<[number], { tries: number }>(
    'update inbox set tries = tries + 1 where update_id = ? returning tries',
  )
  const empty = db.prepare(`update inbox set body = '' where update_id = ?`)
  const forget = db.prepare(`delete from inbox where body = '' and (update_id < ? or received_at_ms < ?)`)
  return {
    receive(updates: readonly SealedUpdate[], nowMs: number): number[] {
      for (const { updateId, body } of updates) add.run(updateId, body, nowMs)
      return updates.filter(({ updateId }) => isUndone.get(updateId) !== undefined).map(({ updateId }) => updateId)
    },
    inbox: () => all.all(),
    tryUpdate: (updateId: number) => begin.get(updateId)?.tries ?? 0,
    doneWith: (updateId: number): void => void empty.run(updateId),
    forgetDone: (belowId: number, beforeMs: number): void => void forget.run(belowId, beforeMs),
  }
}

function openNotices(db: Database, ids: Ids) {
  const select = `select id, user_id as userId, kind, detail, tries, sent_at_ms as sentAtMs,
      message_id as messageId from notices`
  const add = db.prepare(`
    insert into notices (id, user_id, kind, key, detail, due_at_ms)
    select @id, @userId, @kind, @key, @detail, @nowMs where exists (select 1 from users where id = @userId)
    on conflict (user_id, key) do nothing`)
  const due = db.prepare<[number, number], Notice>(`
    ${select} where sent_at_ms is null and due_at_ms <= ? order by due_at_ms, id limit ?`)
  const one = db.prepare<[number], Notice>(`${select} where id = ?`)
  const sent = db.prepare('update notices set sent_at_ms = ?, message_id = ? where id = ?')
  const later = db.prepare('update notices set due_at_ms = ?, tries = tries + 1 where id = ?')
  const retell = db.prepare('update notices set is_stale = 1 where user_id = ? and key = ?')
  const stale = db.prepare<[number], Notice>(`
    ${select} where is_stale = 1 and sent_at_ms is not null order by id limit ?`)
  const fresh = db.prepare('update notices set is_stale = 0 where id = ?')
  const prune = db.prepare(`
    delete from notices where id in (select id from notices where sent_at_ms < ? order by sent_at_ms limit ?)`)
  return {
    notify: (notice: Parameters<BotVerbs['notify']>[0]) => add.run({ ...notice, id: ids.take(1) }).changes === 1,
    noticesDue: (nowMs: number, limit: number) => due.all(nowMs, limit),
    notice: (id: number) => one.get(id),
    noticeSent: (id: number, messageId: number | null, nowMs: number): void => void sent.run(nowMs, messageId, id),
    noticeLater: (id: number, dueAtMs: number): void => void later.run(dueAtMs, id),
    retell: (userId: number, key: string): void => void retell.run(userId, key),
    noticesStale: (limit: number) => stale.all(limit),
    noticeRetold: (id: number): void => void fresh.run(id),
    pruneNotices: (beforeMs: number, limit: number) => prune.run(beforeMs, limit).changes,
  }
}
