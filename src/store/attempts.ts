import type { Database, RunResult } from '../base/sqlite.ts'
import { prepareAttempts } from './attempt-statements.ts'
import type {
  Claim,
  Confirmation,
  DueAttempt,
  Head,
  NewWork,
  PlannedRound,
  Rank,
  ScheduleArgs,
  Settlement,
} from './attempt-rows.ts'
import type { Ids } from './ids.ts'
import type { Runs } from './runs.ts'
import type { SentCounts } from './sent-counts.ts'
import type { Standing } from './standing.ts'

/** What is written with every settlement. */
interface Counters {
  readonly runs: Runs
  readonly sentCounts: SentCounts
  readonly standing: Pick<Standing, 'replace'>
}

/** The durable queue. Every verb is one transaction over a batch. */
export function openAttempts(db: Database, ids: Ids, { runs, sentCounts, standing }: Counters) {
  const sql = prepareAttempts(db)

  const settleOne = (settlement: Exclude<Settlement, Confirmation>, nowMs: number): RunResult => {
    const { id, epoch } = settlement
    switch (settlement.event) {
      case 'postpone':
      case 'release':
        return sql.postpone.run(settlement.dueAtMs, settlement.reason, id, epoch)
      case 'retry':
        return sql.retry.run(settlement.dueAtMs, settlement.reason, 0, id, epoch)
      case 'unknown':
        return sql.retry.run(settlement.dueAtMs, settlement.reason, 1, id, epoch)
      case 'bury':
        return sql.bury.run(settlement.reason, nowMs, id, epoch)
      case 'lose':
        return sql.lose.run(settlement.reason, nowMs, id, epoch)
      default:
        return settlement satisfies never
    }
  }

  const schedule = (rounds: readonly ScheduleArgs[]): (number | null)[] => {
    const added = rounds.map(({ runId }): number | null => (runs.isPlanning(runId) ? 0 : null))
    const rows = rounds.flatMap((round, index) => (added[index] === null ? [] : rowsOf(round, index)))
    // Stable: what is due together keeps the order it was given in.
    rows.sort((a, b) => a.send.dueAtMs - b.send.dueAtMs)
    const firstId = rows.length === 0 ? 0 : ids.take(rows.length, 'attempts')
    for (const [place, row] of rows.entries()) row.id = firstId + place
    const areSends = rows.every(({ round }) => (round.kind ?? 'send') === 'send')
    const areNew = areSends ? sql.insertSends([], rows) : sql.insertChanges([], rows)
    for (const [place, { index }] of rows.entries()) if (areNew[place] === true) added[index] = (added[index] ?? 0) + 1
    for (const [index, { runId }] of rounds.entries()) runs.addTargets(runId, added[index] ?? 0)
    return added
  }

  return {
    /**
     * Adds messages, or changes of some, to a run that is being planned; those that stand already are passed over, so that planning can be resumed, and a
     * run that is not being planned any more gets none. Give them in planned-send order: their ids follow it. @returns how many were new.
     */
    schedule: (round: ScheduleArgs): number => schedule([round])[0] ?? 0,

    /**
     * The same for several runs at once, which share the order: ids rise by due time over all of them. A run whose `isLast` is set has
     * all of its messages, and begins.
     * @returns how many were new, for each; null for a run that is not being planned any more: paused, stopped or superseded.
     */
    scheduleRounds({
      rounds,
      nowMs,
    }: {
      readonly rounds: readonly PlannedRound[]
      readonly nowMs: number
    }): (number | null)[] {
      const added = schedule(rounds)
      for (const { runId, isLast } of rounds) if (isLast) runs.begin(runId, nowMs)
      return added
    },

    /** Adds a piece of work; one with the same key that stands already is the answer. @returns its id */
    request(work: NewWork): number {
      const { idempotencyKey, contentId = null } = work
      const id = ids.take(1, 'attempts')
      sql.insertWork.run({ ...work, id, contentId })
      const row = sql.byKey.get(idempotencyKey)
      if (row === undefined) throw new Error('the work that was just requested is not there')
      return row.id
    },

    /** When each account is next due, by rank. Reads the index only: its cost grows with accounts, not with rows. */
    heads(accountIds: readonly number[]): Head[] {
      return accountIds.flatMap((id) => sql.heads.all(id, id))
    },

    /** The next messages of an account in the order they are due; a shard holds no more than this many. */
    window: (accountId: number, rank: Rank, limit: number): DueAttempt[] => sql.window.all(accountId, rank, limit),

    /** The same of whatever else it has to do. */
    otherWindow: (accountId: number, rank: Rank, limit: number): DueAttempt[] =>
      sql.otherWindow.all(accountId, rank, limit),

    /** The same of what it takes back and edits. */
    changeWindow: (accountId: number, rank: Rank, limit: number): DueAttempt[] =>
      sql.changeWindow.all(accountId, rank, limit),

    /** Moves waiting attempts to a later instant: their chat has to wait, and others of the account must not wait with it. */
    defer(items: readonly { readonly id: number; readonly dueAtMs: number }[]): void {
      for (const { id, dueAtMs } of items) sql.defer.run(dueAtMs, id)
    },

    /**
     * Makes attempts ours and durable before their first byte.
     * @returns the ids that are; a missing one was cancelled, paused or taken over before its turn came.
     */
    claim({ claims, nowMs }: { readonly claims: readonly Claim[]; readonly nowMs: number }): number[] {
      const areOurs = sql.claim(
        [],
        claims.map((claim) => ({ ...claim, nowMs })),
      )
      const claimed = claims.filter((_, place) => areOurs[place])
      sql.saveNext([nowMs], claimed)
      return claimed.map(({ id }) => id)
    },

    /**
     * Writes what became of claimed attempts. @returns the ids that were not ours any more: an older epoch, or settled already.
     */
    settle({ settlements, nowMs }: { readonly settlements: readonly Settlement[]; readonly nowMs: number }): number[] {
      const figures = { sent: [] as Settlement[], failed: [] as Settlement[], uncertain: [] as Settlement[] }
      const fenced: number[] = []
      const confirmations = settlements.filter(isConfirmation)
      const areSent = sql.confirm([nowMs], confirmations)
      for (const [place, confirmation] of confirmations.entries()) {
        if (areSent[place] === true) figures.sent.push(confirmation)
        else fenced.push(confirmation.id)
      }
      for (const settlement of settlements) {
        if (isConfirmation(settlement)) continue
        if (settleOne(settlement, nowMs).changes === 0) fenced.push(settlement.id)
        else if (settlement.event === 'bury') figures.failed.push(settlement)
        else if (settlement.event === 'lose') figures.uncertain.push(settlement)
      }
      sentCounts.count(
        figures.sent.filter(({ isChange }) => isChange !== true),
        nowMs,
      )
      standing.replace(figures.sent.filter(replacesOlder), nowMs)
      runs.count('sent', figures.sent, nowMs)
      runs.count('failed', figures.failed, nowMs)
      runs.count('uncertain', figures.uncertain, nowMs)
      return fenced
    },
  }
}

function replacesOlder(settlement: Settlement): settlement is Confirmation {
  return isConfirmation(settlement) && settlement.replacesOlder === true
}

function isConfirmation(settlement: Settlement): settlement is Confirmation {
  return settlement.event === 'confirm'
}

function rowsOf(round: ScheduleArgs, index: number) {
  return round.sends.map((send) => ({ id: 0, index, round, send }))
}
