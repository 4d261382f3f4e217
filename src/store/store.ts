import type { Database } from '../base/sqlite.ts'
import { partitionOf } from '../delivery/partition.ts'
import { openAccounts } from './accounts.ts'
import { openAttempts } from './attempts.ts'
import { openContents } from './contents.ts'
import { openIds } from './ids.ts'
import { openPeers } from './peers.ts'
import { openSealed } from './sealed.ts'
import { openSettings } from './settings.ts'
import { openLeases } from './leases.ts'
import { openStanding } from './standing.ts'
import { openSweeps } from './sweeps.ts'
import { openBotSending } from './bot-sending.ts'
import { openSentCounts } from './sent-counts.ts'
import { openUpkeep } from './upkeep.ts'
import { openRunHours } from './run-hours.ts'
import { openRuns } from './runs.ts'
import type { Chore, NewRun } from './runs.ts'

export type { AccountPatch, AccountRow, AccountState, StoredWait } from './accounts.ts'
export type { DueAttempt, PlannedRound, Rank, Settlement } from './attempt-rows.ts'
export type { AcquireCause, Grant } from './leases.ts'
export type { PeerRow } from './peers.ts'
export type { Chore, KeepLatest, Run } from './runs.ts'

/** A verb is one transaction: a batch in, a batch out. Plain data only, because it travels between threads. */
export type VerbTable = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

/** The same verbs as promises: what everybody outside of the store's thread has, and all they know of the database. */
export type StorePort<V> = {
  readonly [Name in keyof V]: V[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never
}

export type Verbs = ReturnType<typeof openVerbs>

/** The spine's tables on one connection: what its own verbs are made of, and those of the features, which share its transactions. */
export type Spine = ReturnType<typeof openSpine>

export function openSpine(db: Database) {
  const ids = openIds(db)
  const runs = openRuns(db, ids)
  const sentCounts = openSentCounts(db)
  const standing = openStanding(db, ids)
  const attempts = openAttempts(db, ids, { runs, sentCounts, standing })
  const leases = openLeases(db, runs)
  const sweeps = openSweeps(db, runs)
  const accounts = openAccounts(db, ids, partitionOf)
  return {
    ids,
    runs,
    runHours: openRunHours(db),
    sentCounts,
    standing,
    attempts,
    leases,
    sweeps,
    accounts,
    contents: openContents(db, ids),
    settings: openSettings(db),
    upkeep: openUpkeep(db),
  }
}

/** Every verb of the spine on a SQLite connection. The caller runs each inside a transaction. */
export function openVerbs(db: Database, spine: Spine = openSpine(db)) {
  const { runs } = spine
  return {
    ...spine.leases,
    ...spine.attempts,
    ...spine.sweeps,
    ...spine.accounts,
    ...spine.settings,
    ...spine.upkeep,
    ...openSealed(db),
    ...openPeers(db),
    ...openBotSending(db),
    standing: spine.standing.find,
    openRun: (run: NewRun, nowMs: number) => runs.open(run, nowMs),
    run: (id: number) => runs.get(id),
    unfinishedRuns: (campaignId: number) => runs.unfinished(campaignId),
    beginRun: (id: number, nowMs: number) => runs.begin(id, nowMs),
    pauseRun: (id: number, reason: string) => runs.pause(id, reason),
    resumeRun: (id: number, nowMs: number) => runs.resume(id, nowMs),
    stopRun: (id: number, reason: string) => runs.stop(id, reason),
    runChores: (limit: number) => runs.chores(limit),
    pruneSentCounts: (beforeMs: number, limit: number) => spine.sentCounts.prune(beforeMs, limit),
    endChore: (id: number, chore: Chore, nowMs: number) => runs.endChore(id, chore, nowMs),
  }
}
