import type { Database } from '../base/sqlite.ts'
import type { Peer } from '../delivery/peer.ts'
import { waitKeyText } from '../delivery/wait.ts'

/**
 * What Telegram asks of a bot's token (`retry_after`), for everybody who uses it: the account that sends, in its shard, and whoever
 * answers people with the same token. It is the wait of the account's lane for sending. A bot is named by its id at Telegram, which is
 * the first part of its token; of one that is no account here nobody else would send, so nothing is kept.
 *
 * And what a bot has sent of late: its limits count over a minute, and a restart takes less.
 */
export function openBotSending(db: Database) {
  const key = waitKeyText({ type: 'lane', lane: 'send' })
  const get = db.prepare<[string, number, number], { untilMs: number }>(`
    select w.until_ms as untilMs from accounts a join waits w on w.account_id = a.id and w.key = ?
    where a.telegram_id = ? and a.kind = 'bot' and w.until_ms > ?`)
  const note = db.prepare<[{ key: string; telegramId: number; untilMs: number; reason: string }]>(`
    insert into waits (account_id, key, until_ms, reason)
    select id, @key, @untilMs, @reason from accounts where telegram_id = @telegramId and kind = 'bot'
    on conflict (account_id, key) do update set until_ms = max(until_ms, excluded.until_ms), reason = excluded.reason`)

  const recent = db.prepare<[number, number], RecentSend>(`
    select peer, settled_at_ms as answeredAtMs from attempts
    where settled_at_ms > ? and account_id = ? and kind = 'send'
    order by settled_at_ms`)

  return {
    /** To whom the bot has sent since then, or may have, oldest first. */
    recentSends: ({ accountId, sinceMs }: { readonly accountId: number; readonly sinceMs: number }): RecentSend[] =>
      recent.all(sinceMs, accountId),
    /** Until when nothing may be sent with the token; null when it may be. */
    tokenWait: ({ telegramId, nowMs }: { readonly telegramId: number; readonly nowMs: number }): number | null =>
      get.get(key, telegramId, nowMs)?.untilMs ?? null,
    /** Telegram answered 429 to whoever used the token. A wait is never shortened. Hint at the account: its shard then looks at once. */
    noteTokenWait(wait: { readonly telegramId: number; readonly untilMs: number; readonly reason: string }): void {
      note.run({ key, ...wait })
    },
  }
}

export interface RecentSend {
  readonly peer: Peer
  readonly answeredAtMs: number
}
