import PQueue from 'p-queue'
import { RoundRobin } from '../delivery/round-robin.ts'
import type { ShardPolicy } from './shard-settings.ts'

/** What a turn leaves behind: what takes its place among the calls until it ends. */
export interface TurnEnd {
  readonly counted: Promise<void> | undefined
}

/** Accounts that are due wait here for their turn by owner, and at most so many of their messages are on the wire at once. */
export class TurnQueue {
  readonly #policy: Pick<ShardPolicy, 'callsMax' | 'countedMaxMs'>
  readonly #due: RoundRobin<number>
  readonly #calls: PQueue
  readonly #waiting = new Set<number>()
  readonly #give: (accountId: number) => Promise<TurnEnd>

  constructor(
    policy: Pick<ShardPolicy, 'inARow' | 'callsMax' | 'countedMaxMs'>,
    give: (accountId: number) => Promise<TurnEnd>,
  ) {
    this.#policy = policy
    this.#due = new RoundRobin(policy.inARow)
    this.#calls = new PQueue({ concurrency: policy.callsMax })
    this.#give = give
  }

  get size(): number {
    return this.#due.size
  }

  has(accountId: number): boolean {
    return this.#waiting.has(accountId)
  }

  add(ownerId: number, accountId: number): void {
    this.#waiting.add(accountId)
    this.#due.add(ownerId, accountId)
    // The place in the count is taken by whoever's turn it is by then, not by who was due first.
    void this.#calls.add(() => this.#next())
  }

  /** Resolves when what counts has ended, or was unanswered for so long that it must not hold others up. */
  async #next(): Promise<void> {
    const id = this.#due.take()
    if (id === undefined) return
    this.#waiting.delete(id)
    const turn = this.#give(id)
    let limit: NodeJS.Timeout | undefined
    const isLong = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, this.#policy.countedMaxMs)
    })
    await Promise.race([turn.then(({ counted }) => counted), isLong])
    clearTimeout(limit)
  }
}
