import type { Database } from '../../../base/sqlite.ts'
import type { AccountKind } from '../../../delivery/attempt.ts'
import { problemOf } from '../../../delivery/message.ts'
import { waitKeyText } from '../../../delivery/wait.ts'
import type { AccountState, Spine } from '../../../store/store.ts'
import type { OwnerScope } from '../verbs.ts'
import { captionMaxOf } from '../rights/captions.ts'
import { toSelf } from './to-self.ts'
import type { TestProblem, TestSend, TestSendVerbs } from './verbs.ts'

/** The verbs of test sends on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openTestSends(db: Database, { attempts, contents }: Spine): TestSendVerbs {
  const sql = prepareTestSends(db)
  return {
    askTest({ uuid, accountId, ownerId, content, nowMs }) {
      const account = sql.account.get({ accountId, ownerId, nowMs })
      if (account === undefined) return { problem: { type: 'not-your-account', accountId } }
      const { partition, kind, telegramId } = account
      if (sql.one.get({ key: keyOf(uuid), ownerId, nowMs }) !== undefined) return { test: { accountId, partition } }
      const textProblem = problemOf(content, captionMaxOf(account))
      const problem = textProblem === undefined ? problemWith(account) : { type: 'text' as const, problem: textProblem }
      if (problem !== undefined) return { problem }
      if (sql.open.get(accountId) !== undefined) return { problem: { type: 'under-way' } }
      attempts.request({
        kind: 'send',
        accountId,
        ownerId: account.ownerId,
        partition,
        peer: kind === 'bot' ? account.ownerId : telegramId,
        contentId: contents.add(account.ownerId, content, nowMs),
        payload: kind === 'bot' ? '' : toSelf,
        idempotencyKey: keyOf(uuid),
        dueAtMs: nowMs,
        rank: 0,
      })
      return { test: { accountId, partition } }
    },

    testSend: ({ uuid, ...of }) => sql.one.get({ key: keyOf(uuid), ...of }),
  }
}

function problemWith({ state, untilMs, waitsUntilMs }: AccountRow): TestProblem | undefined {
  if (state !== 'active') return { type: 'unusable', state, untilMs }
  return waitsUntilMs === null ? undefined : { type: 'waits', untilMs: waitsUntilMs }
}

function keyOf(uuid: string): string {
  return `test ${uuid}`
}

interface AccountRow {
  readonly ownerId: number
  readonly partition: number
  readonly kind: AccountKind
  readonly telegramId: number
  readonly isPremium: 0 | 1 | null
  readonly state: AccountState
  readonly untilMs: number | null
  readonly waitsUntilMs: number | null
}

function prepareTestSends(db: Database) {
  const lane = waitKeyText({ type: 'lane', lane: 'send' })
  const wait = `left join waits w on w.account_id = a.id and w.key = '${lane}' and w.until_ms > @nowMs`
  return {
    // The installation's own bot is nobody's: it has no chat with an owner.
    account: db.prepare<[{ accountId: number; ownerId: OwnerScope; nowMs: number }], AccountRow>(`
      select a.owner_id as ownerId, a.partition, a.kind, a.telegram_id as telegramId, a.is_premium as isPremium, a.state, a.state_until_ms as untilMs,
        w.until_ms as waitsUntilMs
      from accounts a ${wait}
      where a.id = @accountId and (a.owner_id = @ownerId or @ownerId is null) and a.owner_id > 0
        and a.deleted_at_ms is null`),
    open: db.prepare<[number], { id: number }>(`
      select id from attempts
      where account_id = ? and rank = 0 and state = 'pending' and is_held = 0 and kind = 'send' and run_id is null limit 1`),
    one: db.prepare<[{ key: string; ownerId: OwnerScope; nowMs: number }], TestSend>(`
      select t.account_id as accountId, coalesce(a.alias, a.name) as accountName, a.kind as accountKind, a.username, t.state,
        t.reason, iif(t.state = 'pending', max(t.due_at_ms, coalesce(w.until_ms, 0)), null) as waitsUntilMs
      from attempts t join accounts a on a.id = t.account_id ${wait}
      where t.idempotency_key = @key and (t.owner_id = @ownerId or @ownerId is null)`),
  }
}
