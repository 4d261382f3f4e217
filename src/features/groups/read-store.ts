import type { Database } from '../../base/sqlite.ts'
import type { AccountState, Spine } from '../../store/store.ts'
import type { GroupVerbs, ReadAnswer, ReadAsk, ReadState } from './verbs.ts'

interface AccountRow {
  readonly ownerId: number
  readonly partition: number
  readonly state: AccountState
  readonly kind: 'user' | 'bot'
}

interface ReadRow {
  readonly attemptId: number
  readonly found: string | null
  readonly foundAtMs: number | null
  /** Null when the attempt is pruned. */
  readonly state: string | null
  readonly reason: string | null
  readonly dueAtMs: number | null
  readonly result: string | null
  readonly settledAtMs: number | null
}

interface Key {
  readonly accountId: number
  readonly kind: string
  readonly subject: string
}

/** What is read of accounts by their shards: one reading at a time, and not too many. */
export function openReads(db: Database, spine: Spine): Pick<GroupVerbs, 'askRead' | 'readState'> {
  const account = db.prepare<[{ accountId: number; ownerId: number | null }], AccountRow>(`
    select owner_id as ownerId, partition, state, kind from accounts
    where id = @accountId and (owner_id = @ownerId or @ownerId is null) and deleted_at_ms is null`)
  const read = db.prepare<[Key], ReadRow>(`
    select r.attempt_id as attemptId, r.found, r.found_at_ms as foundAtMs, a.state, a.reason, a.due_at_ms as dueAtMs, a.result,
      a.settled_at_ms as settledAtMs
    from group_reads r left join attempts a on a.id = r.attempt_id
    where r.account_id = @accountId and r.kind = @kind and r.subject = @subject`)
  const save = db.prepare(`
    insert into group_reads (account_id, kind, subject, attempt_id, asked_at_ms, found, found_at_ms)
    values (@accountId, @kind, @subject, @attemptId, @nowMs, @found, @foundAtMs)
    on conflict (account_id, kind, subject) do update
    set attempt_id = @attemptId, asked_at_ms = @nowMs, found = @found, found_at_ms = @foundAtMs`)

  const begin = (ask: ReadAsk, { ownerId, partition }: AccountRow, before: ReadState['found']): ReadAnswer => {
    const { accountId, kind, subject, peer, payload, nowMs } = ask
    const idempotencyKey = `read ${spine.ids.take(1)}`
    const work = {
      kind,
      accountId,
      ownerId,
      partition,
      peer,
      payload,
      idempotencyKey,
      dueAtMs: nowMs,
      rank: 0,
    } as const
    const attemptId = spine.attempts.request(work)
    const found = { found: before?.result ?? null, foundAtMs: before?.atMs ?? null }
    save.run({ accountId, kind, subject, attemptId, nowMs, ...found })
    return { type: 'asked', attemptId, partition }
  }

  return {
    askRead(ask) {
      const { accountId, ownerId, kind, subject, nowMs } = ask
      const owned = account.get({ accountId, ownerId })
      if (owned === undefined) return { type: 'not-found' }
      if (owned.kind === 'bot') return { type: 'bot' }
      if (owned.state !== 'active') return { type: 'unusable', state: owned.state }
      const row = read.get({ accountId, kind, subject })
      const { attemptId, state = null, reason } = row ?? {}
      if (attemptId !== undefined && (state === 'pending' || state === 'in-flight')) {
        return { type: 'asked', attemptId, partition: owned.partition }
      }
      const sinceMs = nowMs - (row?.settledAtMs ?? 0)
      if (state === 'sent' && sinceMs < ask.refreshMinMs) return { type: 'recent' }
      if (state !== null && state !== 'sent' && sinceMs < ask.cooldownMs) {
        return { type: 'cooling', reason: reason ?? state, untilMs: nowMs - sinceMs + ask.cooldownMs }
      }
      return begin(ask, owned, foundIn(row))
    },

    readState({ accountId, ownerId, kind, subject }) {
      const owned = account.get({ accountId, ownerId })
      if (owned === undefined) return undefined
      const row = read.get({ accountId, kind, subject })
      return { accountState: owned.state, last: lastIn(row), found: foundIn(row) }
    },
  }
}

function lastIn(row: ReadRow | undefined): ReadState['last'] {
  if (row === undefined || row.state === null || row.dueAtMs === null) return null
  const { attemptId, state, reason, dueAtMs } = row
  return { attemptId, state, reason, dueAtMs }
}

/** The last reading's, or, while that goes on or when it failed, the one's before. */
function foundIn(row: ReadRow | undefined): ReadState['found'] {
  if (row?.state === 'sent' && row.settledAtMs !== null) return { atMs: row.settledAtMs, result: row.result }
  return row?.foundAtMs == null ? null : { atMs: row.foundAtMs, result: row.found }
}
