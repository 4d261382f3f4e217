import type { Database } from '../base/sqlite.ts'
import type { LimitsInRow } from '../delivery/limits.ts'
import type { Ids } from './ids.ts'

export type AccountState = 'active' | 'paused' | 'limited' | 'needs-login' | 'stopped'

export interface NewAccount {
  /** Given when the session is sealed already, because the id is part of what is sealed; else one is taken. */
  readonly id?: number
  /** Sealed; empty until `sealSession`. */
  readonly session?: string
  readonly ownerId: number
  readonly kind: 'user' | 'bot'
  readonly telegramId: number
  readonly authKeyId: string | null
  readonly name: string
  readonly username: string | null
  /** JSON: what the account shows Telegram as its device, fixed for its life. */
  readonly device: string
  readonly capPerMinute: number
}

/** An account as its shard needs it. `session` and `proxy` are sealed. */
export interface AccountRow {
  readonly id: number
  readonly ownerId: number
  readonly kind: 'user' | 'bot'
  readonly telegramId: number
  readonly session: string
  readonly device: string
  readonly proxy: string | null
  readonly partition: number
  readonly state: AccountState
  readonly stateUntilMs: number | null
  readonly capPerMinute: number
  /** When the next message may go, and how fast: '' for an account that was never slowed down. */
  readonly nextAtMs: number
  readonly pace: string
  /** LimitsInRow: 0 and 0 for an account that was never limited. */
  readonly limitsInRow: number
  readonly limitedUntilMs: number
}

export interface StoredWait {
  readonly accountId: number
  readonly key: string
  readonly untilMs: number
  readonly reason: string
}

/** What a shard writes about an account after a try: in one transaction with the settlement when sent in the same turn. */
export interface AccountPatch {
  readonly accountId: number
  readonly nextAtMs?: number
  readonly pace?: string
  readonly limits?: LimitsInRow
  /** A group has shown how long it makes the account wait between two messages. */
  readonly slowMode?: { readonly peer: number; readonly seconds: number }
  readonly state?: { readonly state: AccountState; readonly reason: string; readonly untilMs: number | null }
}

export function openAccounts(db: Database, ids: Ids, partitionOf: (accountId: number) => number) {
  const columns = `
    a.id, a.owner_id as ownerId, a.kind, a.telegram_id as telegramId, a.session, a.device, a.proxy, a.partition, a.state,
    a.state_until_ms as stateUntilMs, a.cap_per_minute as capPerMinute, coalesce(s.next_at_ms, 0) as nextAtMs,
    coalesce(s.pace, '') as pace, coalesce(s.limits_in_row, 0) as limitsInRow,
    coalesce(s.limited_until_ms, 0) as limitedUntilMs`
  const insert = db.prepare(`
    insert into accounts (id, owner_id, kind, telegram_id, auth_key_id, name, username, session, device, partition, state,
      cap_per_minute, created_at_ms)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?)`)
  const setSession = db.prepare('update accounts set session = ? where id = ?')
  const inPartition = db.prepare<[number], AccountRow>(`
    select ${columns} from accounts a left join account_states s on s.account_id = a.id
    where a.partition = ? and (a.session <> '' or a.state = 'active') order by a.id`)
  const one = db.prepare<[number], AccountRow>(`
    select ${columns} from accounts a left join account_states s on s.account_id = a.id where a.id = ?`)
  const waits = db.prepare<[number, number], StoredWait>(`
    select account_id as accountId, key, until_ms as untilMs, reason from waits where account_id = ? and until_ms > ?`)
  const saveWait = db.prepare(`
    insert into waits (account_id, key, until_ms, reason) values (?, ?, ?, ?)
    on conflict (account_id, key) do update set until_ms = max(until_ms, excluded.until_ms), reason = excluded.reason`)
  const dropWaits = db.prepare('delete from waits where account_id = ? and until_ms <= ?')
  const savePace = db.prepare(`
    insert into account_states (account_id, next_at_ms, pace, saved_at_ms) values (@accountId, @nextAtMs, @pace, @nowMs)
    on conflict (account_id) do update set next_at_ms = max(next_at_ms, @nextAtMs), pace = @pace, saved_at_ms = @nowMs`)
  const saveLimits = db.prepare(`
    insert into account_states (account_id, next_at_ms, pace, limits_in_row, limited_until_ms, saved_at_ms)
    values (@accountId, 0, '', @count, @untilMs, @nowMs)
    on conflict (account_id) do update set limits_in_row = @count, limited_until_ms = @untilMs, saved_at_ms = @nowMs`)
  const saveSlowMode = db.prepare('update peers set slow_mode_seconds = ? where account_id = ? and peer = ?')
  const setState = db.prepare(`
    update accounts set state = ?, state_reason = ?, state_until_ms = ? where id = ? and state not in ('stopped')`)
  const wake = db.prepare<[number], { id: number; partition: number }>(`
    update accounts set state = 'active', state_reason = null, state_until_ms = null
    where state = 'limited' and state_until_ms <= ?
    returning id, partition`)

  return {
    /** For an account that is about to be added. */
    reserveAccountId: (): number => ids.take(1, 'accounts'),
    /** @returns its id */
    addAccount(account: NewAccount, nowMs: number): number {
      const { id = ids.take(1, 'accounts'), session = '', ownerId, kind, telegramId, authKeyId } = account
      const { name, username, device, capPerMinute } = account
      const row = [ownerId, kind, telegramId, authKeyId, name, username, session, device, partitionOf(id)]
      insert.run(id, ...row, capPerMinute, nowMs)
      return id
    },
    sealSession: (accountId: number, sealed: string): void => void setSession.run(sealed, accountId),
    /** Those of these accounts that may send again: a limit is over, the owner resumed or signed in anew. */
    activeAmong: (accountIds: readonly number[]): AccountRow[] =>
      accountIds.flatMap((id) => one.get(id) ?? []).filter(({ state }) => state === 'active'),
    account: (id: number): AccountRow | undefined => one.get(id),
    /** The accounts of these partitions that have a login, with what they still have to wait for. */
    accountsOf(partitions: readonly number[], nowMs: number): { accounts: AccountRow[]; waits: StoredWait[] } {
      const accounts = partitions.flatMap((partition) => inPartition.all(partition))
      return { accounts, waits: accounts.flatMap(({ id }) => waits.all(id, nowMs)) }
    },
    /** Writes what a shard learned about accounts: waits, pace, state. A wait is never shortened. */
    saveAccounts(args: {
      readonly patches: readonly AccountPatch[]
      readonly waits: readonly StoredWait[]
      readonly nowMs: number
    }): void {
      for (const { accountId, key, untilMs, reason } of args.waits) {
        dropWaits.run(accountId, args.nowMs)
        saveWait.run(accountId, key, untilMs, reason)
      }
      for (const { accountId, nextAtMs, pace, limits, slowMode, state } of args.patches) {
        if (pace !== undefined) savePace.run({ accountId, nextAtMs: nextAtMs ?? 0, pace, nowMs: args.nowMs })
        if (limits !== undefined) saveLimits.run({ accountId, ...limits, nowMs: args.nowMs })
        if (slowMode !== undefined) saveSlowMode.run(slowMode.seconds, accountId, slowMode.peer)
        if (state !== undefined) setState.run(state.state, state.reason, state.untilMs, accountId)
      }
    },
    /** Ends limits whose time is over. @returns whom to wake. */
    wakeLimited: (nowMs: number): { id: number; partition: number }[] => wake.all(nowMs),
  }
}
