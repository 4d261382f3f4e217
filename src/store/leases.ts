import type { Database } from '../base/sqlite.ts'
import { nextState } from '../delivery/attempt.ts'
import type { AccountKind } from '../delivery/attempt.ts'
import { recover } from '../delivery/recover.ts'
import { heldByRun } from './attempt-statements.ts'
import type { Runs } from './runs.ts'

/** A partition that is ours to work on, and the number that fences whoever had it before. */
export interface Grant {
  readonly partition: number
  readonly epoch: number
}

/** Why partitions change hands. Only a crash of a shard counts against the attempts that were in flight (poison). */
export type AcquireCause = 'boot' | 'crash' | 'move'

export interface Recovered {
  readonly grants: readonly Grant[]
  /** In flight under an older epoch, pending again: user accounts repeat with the same random_id. */
  readonly replayed: number
  /** A bot's attempts in flight, and messages that crashed their shard too often: nobody can tell, and they are not repeated. */
  readonly uncertain: number
  /** Other work that crashed its shard too often. */
  readonly buried: number
}

export interface AcquireArgs {
  readonly partitions: readonly number[]
  readonly owner: string
  readonly cause: AcquireCause
  readonly nowMs: number
}

/** What an older epoch left, with what decides what becomes of it. */
interface LeftInFlight {
  readonly id: number
  readonly partition: number
  readonly runId: number | null
  readonly kind: string
  readonly crashes: number
  readonly accountKind: AccountKind
}

/** Who may work on which partition. On one machine the owner is `local`; the epoch rises at every start and every shard's restart. */
export function openLeases(db: Database, runs: Runs) {
  const raise = db.prepare<[{ partition: number; owner: string }], { epoch: number }>(`
    insert into leases (partition, owner, epoch) values (@partition, @owner, 1)
    on conflict (partition) do update set owner = @owner, epoch = epoch + 1
    returning epoch`)
  // The index holds only what is in flight, which is never much: one attempt for each account that is at work.
  const leftInFlight = db.prepare<[], LeftInFlight>(`
    select a.id, a.partition, a.run_id as runId, a.kind, a.crashes, k.kind as accountKind
    from attempts a indexed by attempts_in_flight
    join accounts k on k.id = a.account_id
    where a.state = 'in-flight'
    order by a.id`)
  const end = db.prepare(`
    update attempts set state = ?, crashes = ?, reason = 'crash', settled_at_ms = ?, payload = null where id = ? and state = 'in-flight'`)
  const replay = db.prepare(`
    update attempts set state = 'pending', crashes = ?, maybe_sent = (kind = 'send'), epoch = null, claimed_at_ms = null, ${heldByRun}
    where id = ? and state = 'in-flight'`)

  const settleLeft = ({ partitions, cause, nowMs }: AcquireArgs): Omit<Recovered, 'grants'> => {
    const ours = new Set(partitions)
    const figures = { bury: [] as LeftInFlight[], lose: [] as LeftInFlight[], unknown: [] as LeftInFlight[] }
    for (const left of leftInFlight.all()) {
      if (!ours.has(left.partition)) continue
      const { event, crashes } = recover(left, cause)
      if (event === 'unknown') replay.run(crashes, left.id)
      else end.run(nextState('in-flight', event), crashes, nowMs, left.id)
      figures[event].push(left)
    }
    return {
      buried: runs.count('failed', figures.bury, nowMs),
      uncertain: runs.count('uncertain', figures.lose, nowMs),
      replayed: figures.unknown.length,
    }
  }

  return {
    /**
     * Takes partitions over. What an older epoch had in flight is settled in the same transaction, otherwise a crash between the
     * two would leave rows that nobody owns.
     */
    acquire(args: AcquireArgs): Recovered {
      const grants = args.partitions.map((partition): Grant => {
        const row = raise.get({ partition, owner: args.owner })
        if (row === undefined) throw new Error(`partition ${partition} got no lease`)
        return { partition, epoch: row.epoch }
      })
      return { grants, ...settleLeft(args) }
    },
  }
}
