import type { Database } from '../base/sqlite.ts'
import { openBulk, valuesOf } from './bulk.ts'
import type { Claim, Confirmation, DueAttempt, Head, NewSend, ScheduleArgs } from './attempt-rows.ts'

/**
 * For whatever makes a row pending again: one of a run that was paused or stopped meanwhile must not come back into the index of due
 * rows. Its claim would be refused for ever, and the account would stand still in front of it.
 */
export const heldByRun = `is_held = case when exists (
      select 1 from runs where runs.id = attempts.run_id and runs.state in ('paused', 'stopped')) then 1 else 0 end`

/** A new message of a run, with the id that it gets. */
export interface SendRow {
  readonly id: number
  readonly round: ScheduleArgs
  readonly send: NewSend
}

/**
 * State and epoch in every `where` are the guard: otherwise a shard that stalled would settle what another already has.
 *
 * `not indexed` still goes by the id, and keeps the planner from reading all that is in flight instead.
 */
export function prepareAttempts(db: Database) {
  const settle = (change: string) => `
    update attempts set ${change}
    where id = ? and epoch = ? and state = 'in-flight'`
  const due = (which: string) => `
    select a.id, a.kind, a.account_id as accountId, a.owner_id as ownerId, a.partition, a.rank, a.due_at_ms as dueAtMs,
      a.tries, a.crashes, a.maybe_sent as maybeSent, a.run_id as runId, r.campaign_uuid as campaignUuid,
      r.planned_at_ms as plannedAtMs, a.idempotency_key as idempotencyKey, a.peer, p.access_hash as accessHash,
      coalesce(p.slow_mode_seconds, 0) as slowModeSeconds,
      s.peer as successor, s.access_hash as successorHash, a.topic, a.part, c.body as content,
      coalesce(a.content_id <> r.content_id, 0) as isOwnText, a.payload,
      a.message_id as messageId, r.keep_latest as keepLatest
    from attempts a
    left join runs r on r.id = a.run_id
    left join contents c on c.id = a.content_id
    left join peers p on p.account_id = a.account_id and p.peer = a.peer
    left join peers s on s.account_id = a.account_id and s.peer = p.migrated_to
    where ${which} and a.account_id = ? and a.rank = ? and a.state = 'pending' and a.is_held = 0
    order by a.due_at_ms, a.id
    limit ?`

  return {
    insertSends: openBulk<SendRow>(db, {
      sql: (rows) => `
      insert into attempts (id, kind, account_id, owner_id, partition, run_id, peer, topic, part, content_id, state, rank, due_at_ms)
      values ${valuesOf(`(?, 'send', ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 1, ?)`, rows)}
      on conflict (run_id, peer, topic, part) where run_id is not null do nothing`,
      bind: (values, { id, round, send }) => {
        const { accountId, partition, peer, topic, part, contentId: ownId = null, dueAtMs } = send
        const { ownerId, runId, contentId } = round
        values.push(id, accountId, ownerId, partition, runId, peer, topic, part, ownId ?? contentId, dueAtMs)
      },
    }),
    insertChanges: openBulk<SendRow>(db, {
      sql: (rows) => `
      insert into attempts
        (id, kind, account_id, owner_id, partition, run_id, peer, topic, part, content_id, message_id, payload, state, rank, due_at_ms)
      values ${valuesOf(`(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 1, ?)`, rows)}
      on conflict (run_id, peer, topic, part) where run_id is not null do nothing`,
      bind: (values, { id, round, send }) => {
        const { accountId, partition, peer, topic, part, messageId = null, payload = null, dueAtMs } = send
        const { ownerId, runId, contentId, kind = 'send' } = round
        values.push(
          id,
          kind,
          accountId,
          ownerId,
          partition,
          runId,
          peer,
          topic,
          part,
          contentId,
          messageId,
          payload,
          dueAtMs,
        )
      },
    }),
    insertWork: db.prepare(`
      insert into attempts
        (id, kind, account_id, owner_id, partition, peer, content_id, payload, idempotency_key, state, rank, due_at_ms)
      values (@id, @kind, @accountId, @ownerId, @partition, @peer, @contentId, @payload, @idempotencyKey, 'pending', @rank, @dueAtMs)
      on conflict (idempotency_key) where idempotency_key is not null do nothing`),
    byKey: db.prepare<[string], { id: number }>('select id from attempts where idempotency_key = ?'),
    heads: db.prepare<[number, number], Head>(`
      select * from (
        select account_id as accountId, rank, due_at_ms as dueAtMs from attempts
        where account_id = ? and rank = 0 and state = 'pending' and is_held = 0 order by due_at_ms, id limit 1)
      union all
      select * from (
        select account_id as accountId, rank, due_at_ms as dueAtMs from attempts
        where account_id = ? and rank = 1 and state = 'pending' and is_held = 0 order by due_at_ms, id limit 1)`),
    window: db.prepare<[number, number, number], DueAttempt>(due(`a.kind = 'send'`)),
    // By its own index: behind a hundred thousand messages it would be found last.
    otherWindow: db.prepare<[number, number, number], DueAttempt>(
      due(`a.kind <> 'send' and a.kind <> 'delete' and a.kind <> 'edit'`),
    ),
    changeWindow: db.prepare<[number, number, number], DueAttempt>(due(`a.kind in ('delete', 'edit')`)),
    claim: openBulk<Claim & { readonly nowMs: number }>(db, {
      sql: (rows) => `
      update attempts not indexed set state = 'in-flight', epoch = claims.column2, claimed_at_ms = claims.column3
      from (values ${valuesOf('(?, ?, ?)', rows)}) as claims
      where attempts.id = claims.column1 and state = 'pending' and is_held = 0
        and exists (select 1 from leases where leases.partition = attempts.partition and leases.epoch = claims.column2)
        and exists (select 1 from accounts where accounts.id = attempts.account_id and accounts.state = 'active')
        and (run_id is null or exists (select 1 from runs where runs.id = attempts.run_id and runs.state = 'running'
          and (runs.look_at_ms is null or runs.look_at_ms > claims.column3)))`,
      bind: (values, { id, epoch, nowMs }) => values.push(id, epoch, nowMs),
    }),
    defer: db.prepare(`update attempts set due_at_ms = ? where id = ? and state = 'pending'`),
    saveNext: openBulk<Claim>(db, {
      sql: (rows) => `
      insert into account_states (account_id, next_at_ms, pace, saved_at_ms)
      select column1, column2, '', ? from (values ${valuesOf('(?, ?)', rows)}) where true
      on conflict (account_id) do update set next_at_ms = excluded.next_at_ms, saved_at_ms = excluded.saved_at_ms`,
      bind: (values, { accountId, nextAtMs }) => values.push(accountId, nextAtMs),
    }),
    confirm: openBulk<Confirmation>(db, {
      sql: (rows) => `
      update attempts not indexed set state = 'sent', message_id = sent.column3, result = sent.column4, settled_at_ms = ?,
        tries = tries + 1, payload = null
      from (values ${valuesOf('(?, ?, ?, ?)', rows)}) as sent
      where attempts.id = sent.column1 and attempts.epoch = sent.column2 and state = 'in-flight'`,
      bind: (values, { id, epoch, messageId, result }) => values.push(id, epoch, messageId, result),
    }),
    postpone: db.prepare(
      settle(`state = 'pending', due_at_ms = ?, reason = ?, epoch = null, claimed_at_ms = null, ${heldByRun}`),
    ),
    retry: db.prepare(
      settle(`state = 'pending', due_at_ms = ?, reason = ?, maybe_sent = max(maybe_sent, ?), tries = tries + 1,
        epoch = null, claimed_at_ms = null, ${heldByRun}`),
    ),
    bury: db.prepare(
      settle(`state = 'failed-terminal', reason = ?, settled_at_ms = ?, tries = tries + 1, payload = null`),
    ),
    lose: db.prepare(settle(`state = 'uncertain', reason = ?, settled_at_ms = ?, tries = tries + 1`)),
  }
}
