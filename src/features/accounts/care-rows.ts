import type { Database } from '../../base/sqlite.ts'
import type { StoredWait } from '../../store/store.ts'
import type { DueCheck, ProxyNews } from './care-verbs.ts'
import { accountColumns } from './store.ts'
import type { Account, OwnerScope } from './verbs.ts'

/** The looks at an account: the newest that was asked for, and the newest before it that found something. */
export interface CheckedRow {
  readonly checkId: number | null
  readonly checkedId: number | null
}

interface Counted {
  readonly count: number
}

interface WorkRow {
  readonly state: string
  readonly reason: string | null
  readonly result: string | null
  readonly dueAtMs: number
  readonly settledAtMs: number | null
}

interface OpenRow {
  readonly id: number
  readonly runId: number | null
  readonly maybeSent: 0 | 1
}

/** The statements of care-store.ts. States are literals, because a partial index serves only what is known when the query is planned. */
export function prepareCare(db: Database) {
  const checkColumns = `${accountColumns}, check_id as checkId, checked_id as checkedId`
  const ofOwner = 'where id = @id and (owner_id = @ownerId or @ownerId is null) and deleted_at_ms is null'
  const waitColumns = 'account_id as accountId, key, until_ms as untilMs, reason'
  return {
    one: db.prepare<[{ id: number; ownerId: OwnerScope }], Account>(
      `select ${accountColumns} from accounts ${ofOwner}`,
    ),
    checked: db.prepare<[{ id: number; ownerId: OwnerScope }], Account & CheckedRow>(
      `select ${checkColumns} from accounts ${ofOwner}`,
    ),
    count: db.prepare<[number], Counted>(
      'select count(*) as count from accounts where owner_id = ? and deleted_at_ms is null',
    ),
    page: db.prepare<[{ ownerId: number; offset: number; limit: number }], Account & CheckedRow>(`
      select ${checkColumns} from accounts where owner_id = @ownerId and deleted_at_ms is null
      order by id limit @limit offset @offset`),

    sendWait: db.prepare<[number], StoredWait>(
      `select ${waitColumns} from waits where account_id = ? and key = 'lane:send'`,
    ),
    waits: db.prepare<[number, number], StoredWait>(
      `select ${waitColumns} from waits where account_id = ? and until_ms > ? order by key`,
    ),
    pace: db.prepare<[number], { pace: string }>('select pace from account_states where account_id = ?'),
    waiting: db.prepare<[number, number], Counted>(`
      select count(*) as count from (
        select 1 from attempts where account_id = ? and state = 'pending' and is_held = 0 limit ?)`),
    proxy: db.prepare<[number], { id: number; host: string; port: number }>(
      'select id, host, port from proxies where id = ?',
    ),
    work: db.prepare<[number], WorkRow>(`
      select state, reason, result, due_at_ms as dueAtMs, settled_at_ms as settledAtMs from attempts where id = ?`),

    alias: db.prepare<[string | null, number]>('update accounts set alias = ? where id = ?'),
    cap: db.prepare<[number, number]>('update accounts set cap_per_minute = ? where id = ?'),

    signOut: db.prepare<[number]>(`
      update accounts set state = 'needs-login', state_reason = 'logged out', state_until_ms = null, session = '',
        auth_key_id = null
      where id = ?`),
    // Queues have no holes, so whoever has a target in a campaign has one at position 0.
    targets: db.prepare<[number], { campaigns: number; targets: number }>(`
      select coalesce(sum(position = 0), 0) as campaigns, count(*) as targets from campaign_targets where account_id = ?`),
    campaignsOf: db.prepare<[number], { campaignId: number }>(
      'select campaign_id as campaignId from campaign_targets where account_id = ? and position = 0',
    ),
    runsOf: db.prepare<[number], { runId: number }>(`
      select r.id as runId from campaign_targets t
      join runs r on r.campaign_id = t.campaign_id and r.state in ('planning', 'running', 'paused')
      where t.account_id = ? and t.position = 0`),
    held: db.prepare<[number, number], Counted>(`
      select count(*) as count from attempts
      where run_id = ? and account_id = ? and state = 'pending' and is_held = 1`),
    noteRun: db.prepare<[number, number]>(
      'insert into account_removal_runs (account_id, run_id) values (?, ?) on conflict do nothing',
    ),
    noteRemoval: db.prepare<[number, number]>(
      'insert into account_removals (account_id, removed_at_ms) values (?, ?) on conflict do nothing',
    ),
    leave: [
      db.prepare<[number]>('delete from campaign_targets where account_id = ?'),
      db.prepare<[number]>('delete from waits where account_id = ?'),
      db.prepare<[number]>('delete from account_states where account_id = ?'),
      // What they are called stays, for what was sent there; how to write to them goes.
      db.prepare<[number]>('update peers set access_hash = null, may_post = 0 where account_id = ?'),
    ],
    // No account at Telegram has a number below zero.
    remove: db.prepare<[number, number]>(`
      update accounts set state = 'stopped', state_reason = 'deleted', state_until_ms = null, telegram_id = -id,
        auth_key_id = null, session = '', proxy = null, proxy_id = null, proxy_down_at_ms = null, deleted_at_ms = ?
      where id = ?`),
    removals: db.prepare<[number], { accountId: number; removedAtMs: number }>(`
      select account_id as accountId, removed_at_ms as removedAtMs from account_removals order by account_id limit ?`),
    open: db.prepare<[number, number], OpenRow>(`
      select id, run_id as runId, maybe_sent as maybeSent from attempts
      where account_id = ? and state = 'pending' and is_held = 0 limit ?`),
    notedRuns: db.prepare<[number], { runId: number }>(
      'select run_id as runId from account_removal_runs where account_id = ?',
    ),
    openHeld: db.prepare<[number, number, number], OpenRow>(`
      select id, run_id as runId, maybe_sent as maybeSent from attempts
      where run_id = ? and account_id = ? and state = 'pending' limit ?`),
    cancel: db.prepare<[string, number, number]>(`
      update attempts set state = ?, reason = 'account-deleted', settled_at_ms = ?, payload = null where id = ? and state = 'pending'`),
    forgetRuns: db.prepare<[number]>('delete from account_removal_runs where account_id = ?'),
    endRemoval: db.prepare<[number]>('delete from account_removals where account_id = ?'),

    hurry: db.prepare<[number, number]>(`
      update attempts set rank = 0, due_at_ms = min(due_at_ms, ?) where id = ? and state = 'pending'`),
    noteCheck: db.prepare<[number, number | null, number]>(
      'update accounts set check_id = ?, checked_id = ? where id = ?',
    ),
    checksDue: db.prepare<[number, number], DueCheck>(`
      select id as accountId, owner_id as ownerId, partition, check_at_ms as checkAtMs from accounts
      where state = 'active' and check_at_ms <= ? order by check_at_ms, id limit ?`),
    planCheck: db.prepare<[number, number]>('update accounts set check_at_ms = ? where id = ?'),

    noteProxy: db.prepare<[{ accountId: number; downAtMs: number | null }]>(`
      update accounts set proxy_down_at_ms = @downAtMs
      where id = @accountId and proxy_id is not null and (proxy_down_at_ms is null) <> (@downAtMs is null)`),
    proxyNews: db.prepare<[number], ProxyNews>(`
      select id as accountId, owner_id as ownerId, coalesce(alias, name) as name from accounts where id = ?`),
  }
}
