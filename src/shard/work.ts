import type { Clock } from '../base/clock.ts'
import { isChange } from '../delivery/attempt.ts'
import type { Lane } from '../delivery/wait.ts'
import type { Outcome } from '../delivery/outcome.ts'
import type { DueAttempt, StorePort, Verbs } from '../store/store.ts'
import type { TelegramLink } from '../telegram/contract.ts'
import type { FileStore } from './files.ts'

/**
 * The socket for a piece of an account's work: sending, fetching dialogs, checking a right. A feature registers one per kind; it runs
 * in the shard that owns the account, at the account's pace, and its result is the attempt's.
 */
export interface Work<Payload> {
  readonly kind: string
  readonly lane: Lane
  /** From the attempt's row. @throws when the row was not written by this work: the attempt is buried with that reason. */
  parse(attempt: DueAttempt): Payload
  /** One try. Never throws for what Telegram does: that is an Outcome. */
  execute(payload: Payload, context: WorkContext): Promise<Outcome>
}

export interface WorkContext {
  readonly attempt: DueAttempt
  readonly link: TelegramLink
  /** For what the work learns beside its result. */
  readonly store: Pick<StorePort<Verbs>, 'savePeers' | 'leavePeers' | 'migratePeer' | 'standing'> &
    ReachStore &
    PremiumStore &
    FileStore
  readonly clock: Clock
  /** How often what the attempt needs was too old and was got anew already. */
  readonly refreshes: number
  /** For work that takes long: somebody may be looking at a bar. */
  report(done: number, total: number): void
  /** Aborted when the shard must let go of the account. */
  readonly signal: AbortSignal
  /** Derives the attempt's `random_id` for one part, or that of the same message in the round of another instant. */
  randomId(part: number, plannedAtMs?: number): string
}

/** Whether messages of the control bot reach a person. */
export interface ReachStore {
  saveReach(id: number, isReachable: boolean): Promise<void>
}

/** Whether an account is Premium, as Telegram says now. */
export interface PremiumStore {
  savePremium(of: { readonly accountId: number; readonly isPremium: boolean }): Promise<void>
}

/** Works by their kind; the type of a payload stays between `parse` and `execute`. */
export class WorkTable {
  readonly #byKind = new Map<string, Work<unknown>>()

  constructor(works: readonly Work<unknown>[]) {
    for (const work of works) {
      // The store finds what an account has to do in its lanes by the kind alone.
      const isFit =
        (work.lane === 'send') === (work.kind === 'send') && (work.lane === 'change') === isChange(work.kind)
      if (!isFit) throw new Error(`work ${work.kind} in lane ${work.lane}`)
      this.#byKind.set(work.kind, work)
    }
  }

  find(kind: string): Work<unknown> | undefined {
    return this.#byKind.get(kind)
  }
}

/** One try of it, or of what no feature knows. Never throws. */
export async function executeWork(work: Work<unknown> | undefined, context: WorkContext): Promise<Outcome> {
  if (work === undefined) return { type: 'refused', error: `no work of kind ${context.attempt.kind}`, what: 'request' }
  try {
    return await work.execute(work.parse(context.attempt), context)
  } catch (error) {
    // The link never throws: this is a row that no version of ours wrote, or a bug. Nothing is known of its bytes.
    return { type: 'unknown', error: error instanceof Error ? error.name : 'Error' }
  }
}
