import type { Database } from '../../base/sqlite.ts'
import type { Spine, StoredWait } from '../../store/store.ts'
import { prepareCare } from './care-rows.ts'
import type { CheckedRow } from './care-rows.ts'
import { figuresMax } from './care-verbs.ts'
import type { AccountTies, CareVerbs, CheckRow, ListedAccount } from './care-verbs.ts'
import { checkKind } from './check/kind.ts'
import type { Account, AccountAnswer, Addressed } from './verbs.ts'

/** A deleted account has left these campaigns; in the same transaction. */
export type OnLeft = (campaignIds: readonly number[], nowMs: number) => void

/** The verbs of accounts for their owners, on a SQLite connection. care-verbs.ts says what each does. */
export function openCare(db: Database, spine: Spine, onLeft: OnLeft = () => {}): CareVerbs {
  const sql = prepareCare(db)

  const find = ({ id, ownerId }: Addressed) => sql.one.get({ id, ownerId })
  const changed = (of: Addressed, change: (account: Account) => void): AccountAnswer => {
    const account = find(of)
    if (account === undefined) return { problem: { type: 'not-found' } }
    change(account)
    return { account: find(of) ?? account }
  }
  const checkOf = ({ checkId, checkedId }: CheckedRow): CheckRow | null => {
    const [asked, before] = [checkId, checkedId].map((id) => (id === null ? undefined : sql.work.get(id)))
    if (asked === undefined) return null
    const isAsked = asked.state === 'pending' || asked.state === 'in-flight'
    const done = isAsked ? before : asked
    return {
      isAsked,
      dueAtMs: isAsked ? asked.dueAtMs : null,
      reason: isAsked ? asked.reason : null,
      found: done?.result ?? null,
      foundAtMs: done?.result == null ? null : done.settledAtMs,
    }
  }
  const listed = ({ checkId, checkedId, ...account }: Account & CheckedRow): ListedAccount => ({
    ...account,
    sendWait: sql.sendWait.get(account.id) ?? null,
    check: checkOf({ checkId, checkedId }),
  })
  const tiesOf = (id: number): AccountTies => {
    const { campaigns, targets } = sql.targets.get(id) ?? { campaigns: 0, targets: 0 }
    return { campaigns, targets, waiting: waitingOf(id) + heldOf(id) }
  }
  const waitingOf = (id: number) => sql.waiting.get(id, figuresMax)?.count ?? 0
  const heldOf = (id: number) =>
    sql.runsOf.all(id).reduce((sum, { runId }) => sum + (sql.held.get(runId, id)?.count ?? 0), 0)

  return {
    accountList: ({ ownerId, offset, limit }) => ({
      total: sql.count.get(ownerId)?.count ?? 0,
      accounts: sql.page.all({ ownerId, offset, limit }).map(listed),
    }),
    accountCard({ nowMs, sinceMs, ...of }) {
      const row = sql.checked.get({ id: of.id, ownerId: of.ownerId })
      if (row === undefined) return undefined
      const waits = sql.waits.all(row.id, nowMs)
      return {
        ...listed(row),
        pace: sql.pace.get(row.id)?.pace ?? '',
        sent: spine.sentCounts.since({ accountId: row.id, sinceMs, nowMs }),
        waiting: waitingOf(row.id),
        waits: waits.filter(isOfLane),
        waitingPeers: waits.filter((wait) => !isOfLane(wait)).length,
        proxy: row.proxyId === null ? null : (sql.proxy.get(row.proxyId) ?? null),
      }
    },

    aliasAccount: ({ alias, ...of }) => changed(of, ({ id }) => sql.alias.run(alias, id)),
    capAccount: ({ capPerMinute, ...of }) => changed(of, ({ id }) => sql.cap.run(capPerMinute, id)),

    signAccountOut: (of) => changed(of, ({ id }) => sql.signOut.run(id)),
    accountTies: (of) => (find(of) === undefined ? undefined : tiesOf(of.id)),
    removeAccount({ nowMs, ...of }) {
      const account = find(of)
      if (account === undefined) return { problem: { type: 'not-found' } }
      const { id } = account
      // What waits in a run that is paused or planned is found by the run, which the targets lead to.
      for (const { runId } of sql.runsOf.all(id)) sql.noteRun.run(id, runId)
      sql.noteRemoval.run(id, nowMs)
      const campaigns = sql.campaignsOf.all(id)
      for (const statement of sql.leave) statement.run(id)
      sql.remove.run(nowMs, id)
      onLeft(
        campaigns.map(({ campaignId }) => campaignId),
        nowMs,
      )
      return { account }
    },
    removals: (limit) => sql.removals.all(limit),
    sweepRemoved({ accountId, limit, nowMs }) {
      const rows = sql.open.all(accountId, limit)
      const held = sql.notedRuns.all(accountId).flatMap(({ runId }) => sql.openHeld.all(runId, accountId, limit))
      const figures = { cancelled: [] as { runId: number | null }[], uncertain: [] as { runId: number | null }[] }
      for (const { id, runId, maybeSent } of [...rows, ...held]) {
        const figure = maybeSent === 1 ? 'uncertain' : 'cancelled'
        if (sql.cancel.run(figure, nowMs, id).changes === 1) figures[figure].push({ runId })
      }
      spine.runs.count('cancelled', figures.cancelled, nowMs)
      spine.runs.count('uncertain', figures.uncertain, nowMs)
      return figures.cancelled.length + figures.uncertain.length
    },
    endRemoval(accountId) {
      sql.forgetRuns.run(accountId)
      sql.endRemoval.run(accountId)
    },

    askCheck({ key, rank, nowMs, ...of }) {
      const row = sql.checked.get({ id: of.id, ownerId: of.ownerId })
      if (row === undefined || row.state !== 'active') return undefined
      const { id, ownerId, partition } = row
      const asked = row.checkId === null ? undefined : sql.work.get(row.checkId)
      // One that waits already is the answer, in front of the queue when a person waits for it.
      if (row.checkId !== null && asked?.state === 'pending') {
        if (rank === 0) sql.hurry.run(nowMs, row.checkId)
        return { attemptId: row.checkId, account: find(of) ?? row }
      }
      const work = { kind: checkKind, accountId: id, ownerId, partition, payload: '{}', peer: null }
      const attemptId = spine.attempts.request({ ...work, idempotencyKey: key, rank, dueAtMs: nowMs })
      const before = asked?.result == null ? row.checkedId : row.checkId
      if (attemptId !== row.checkId) sql.noteCheck.run(attemptId, before, id)
      return { attemptId, account: find(of) ?? row }
    },
    checksDue: ({ nowMs, limit }) => sql.checksDue.all(nowMs, limit),
    planChecks(plans) {
      for (const { accountId, atMs } of plans) sql.planCheck.run(atMs, accountId)
    },
    noteProxy({ accountId, downAtMs }) {
      const isNews = sql.noteProxy.run({ accountId, downAtMs }).changes === 1
      return isNews ? sql.proxyNews.get(accountId) : undefined
    },
  }
}

function isOfLane({ key }: StoredWait): boolean {
  return key.startsWith('lane:')
}
