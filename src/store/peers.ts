import type { Database } from '../base/sqlite.ts'
import { encodeForbidden } from '../delivery/forbidden.ts'
import type { Forbidden } from '../delivery/forbidden.ts'

/** A group or channel as one account sees it: its access hash is that account's own. */
export interface PeerRow {
  readonly peer: number
  readonly kind: 'user' | 'basic' | 'supergroup' | 'channel'
  readonly title: string
  readonly username: string | null
  /** Null for a basic group, which has none. */
  readonly accessHash: string | null
  /** Why the account cannot write there; null when it can. */
  readonly whyNot: string | null
  /** What it may not send there, where it may write. Left out: nothing. */
  readonly forbidden?: Forbidden
  readonly isForum: boolean
  /** False: members need not wait between two messages, whatever was met before. */
  readonly hasSlowMode?: boolean
  readonly migratedTo: number | null
}

export interface PeerMove {
  readonly accountId: number
  readonly from: number
  readonly to: number
  /** Of the supergroup; null where it is not told, and what is known of it stays. */
  readonly accessHash: string | null
  readonly nowMs: number
}

/** What is known of whom an account can write to. */
export function openPeers(db: Database) {
  const save = db.prepare(`
    insert into peers (account_id, peer, kind, title, username, access_hash, may_post, why_not, forbidden, is_forum,
      migrated_to, seen_at_ms)
    values (@accountId, @peer, @kind, @title, @username, @accessHash, @whyNot is null, @whyNot, @forbidden, @isForum,
      @migratedTo, @nowMs)
    on conflict (account_id, peer) do update set kind = @kind, title = @title, username = @username, access_hash = @accessHash,
      may_post = @whyNot is null, why_not = @whyNot, forbidden = @forbidden, is_forum = @isForum, migrated_to = @migratedTo,
      seen_at_ms = @nowMs, slow_mode_seconds = iif(@hasSlowMode, slow_mode_seconds, 0)`)
  // The row stays: messages that are planned already need what it says, and Telegram has the last word on each.
  const leave = db.prepare(`
    update peers set may_post = 0, why_not = 'not-a-member'
    where account_id = ? and seen_at_ms < ? and kind <> 'user' and may_post = 1`)

  // What else is known of a successor that was met already stays.
  const succeed = db.prepare(`
    insert into peers (account_id, peer, kind, title, access_hash, may_post, is_forum, seen_at_ms)
    values (@accountId, @to, 'supergroup', coalesce((
      select title from peers where account_id = @accountId and peer = @from), ''), @accessHash, 1, 0, @nowMs)
    on conflict (account_id, peer) do update set access_hash = coalesce(@accessHash, access_hash)`)
  const migrate = db.prepare(`
    insert into peers (account_id, peer, kind, title, may_post, why_not, is_forum, migrated_to, seen_at_ms)
    values (@accountId, @from, 'basic', '', 0, 'migrated', 0, @to, @nowMs)
    on conflict (account_id, peer) do update set may_post = 0, why_not = 'migrated', migrated_to = @to`)

  const toPost = db.prepare<[number], { peer: number }>(`
    select peer from peers where account_id = ? and may_post = 1 and kind <> 'user' order by title, peer`)

  return {
    /** Groups and channels where the account may write, by title. */
    peersToPost: (accountId: number): number[] => toPost.all(accountId).map(({ peer }) => peer),
    savePeers(args: { readonly accountId: number; readonly peers: readonly PeerRow[]; readonly nowMs: number }): void {
      const { accountId, nowMs } = args
      for (const { isForum, hasSlowMode = true, forbidden = {}, ...peer } of args.peers) {
        const flags = { isForum: isForum ? 1 : 0, hasSlowMode: hasSlowMode ? 1 : 0 }
        save.run({ ...peer, ...flags, forbidden: encodeForbidden(forbidden), accountId, nowMs })
      }
    },
    /** Telegram says that a basic group goes on as this supergroup: what is planned for it goes there from now on. */
    migratePeer(move: PeerMove): void {
      succeed.run(move)
      migrate.run(move)
    },
    /** After the whole list was read: groups that it does not have any more cannot be written to. @returns how many */
    leavePeers: (accountId: number, unseenSinceMs: number): number => leave.run(accountId, unseenSinceMs).changes,
  }
}
