import PQueue from 'p-queue'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import { StoreError } from '../store/store-error.ts'
import type { AccountRow, Grant, StorePort, StoredWait, Verbs } from '../store/store.ts'
import type { TelegramLink } from '../telegram/contract.ts'
import type { AccountActor } from './account-actor.ts'
import { DueHeap } from './heap.ts'
import type { ShardStats } from './protocol.ts'
import { looksMax, partitionsAtOnce } from './shard-settings.ts'
import type { ShardPolicy } from './shard-settings.ts'
import { TurnQueue } from './turn-queue.ts'
import type { TurnEnd } from './turn-queue.ts'

export interface ShardDeps {
  readonly store: Pick<StorePort<Verbs>, 'accountsOf' | 'activeAmong' | 'heads'>
  readonly clock: Clock
  readonly policy: ShardPolicy
  readonly log: Logger
  /** Makes the actor of an account that was granted, with the link it sends by. */
  makeActor(account: AccountRow, waits: readonly StoredWait[], epoch: () => number | undefined): Resident
}

/** An account that lives in this shard. */
export interface Resident {
  readonly actor: AccountActor
  readonly link: TelegramLink
}

/**
 * The accounts of the partitions that were granted: one heap by their next due time, one timer. Those who are due wait for their turn
 * by owner, and at most so many are at work at once.
 */
export class Shard {
  readonly #deps: ShardDeps
  readonly #residents = new Map<number, Resident>()
  readonly #epochs = new Map<number, number>()
  readonly #heap = new DueHeap<number>()
  readonly #due: TurnQueue
  readonly #looks = new PQueue({ concurrency: looksMax })
  readonly #working = new Map<number, Promise<unknown>>()
  readonly #ending = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #poll: NodeJS.Timeout | undefined
  #isDraining = false
  /** Partitions in which there may be accounts that are not here yet. */
  readonly #unread = new Set<number>()

  constructor(deps: ShardDeps) {
    this.#deps = deps
    this.#due = new TurnQueue(deps.policy, (id) => this.#giveTurn(id))
    this.#poll = setInterval(() => void this.#lookAround(), deps.policy.pollEveryMs)
  }

  /** Ours from now on: loads the accounts and begins with those that are due, the first while the others are still being loaded. */
  async grant(grants: readonly Grant[]): Promise<void> {
    for (const { partition, epoch } of grants) this.#epochs.set(partition, epoch)
    for (const { partition } of grants) this.#unread.add(partition)
    await this.#ask('a grant', () => this.#readUnread())
  }

  /** Something may be due for these accounts; those of others are passed over. */
  async hint(accountIds: readonly number[]): Promise<void> {
    const ours = accountIds.filter((id) => this.#residents.has(id))
    for (const id of ours) this.#residents.get(id)?.actor.lookAgain()
    if (ours.length < accountIds.length) for (const partition of this.#epochs.keys()) this.#unread.add(partition)
    await this.#ask('a hint', async () => {
      await this.#reviveAmong(ours)
      await this.#lookUp(ours)
      await this.#readUnread()
    })
  }

  /** Stops claiming for these partitions, and resolves when nothing of them is on the wire and their links are closed. */
  async giveBack(partitions: readonly number[]): Promise<void> {
    const leaving = new Set(partitions)
    for (const partition of partitions) this.#epochs.delete(partition)
    const residents = [...this.#residents.values()].filter(({ actor }) => leaving.has(actor.account.partition))
    await Promise.all(residents.map((resident) => this.#dismiss(resident)))
  }

  /** Stops claiming everywhere, and resolves when nothing is on the wire. */
  async drain(): Promise<void> {
    this.#isDraining = true
    clearInterval(this.#poll)
    clearTimeout(this.#timer)
    await this.giveBack([...this.#epochs.keys()])
  }

  /** Gives up what is on the wire: its outcome is unknown, and the next owner repeats it. */
  abort(): void {
    this.#ending.abort()
  }

  /** Closes links that were idle for long, and lets actors forget what they keep for a next send. */
  rest(): void {
    const nowMs = this.#deps.clock.nowMs()
    const { idleMaxMs } = this.#deps.policy
    for (const { actor, link } of this.#residents.values()) {
      actor.rest(nowMs, idleMaxMs)
      const isIdle = link.isOpen && nowMs - link.lastUsedAtMs >= idleMaxMs && !this.#isBusy(actor)
      if (isIdle) void link.close()
    }
  }

  stats(): ShardStats {
    const nowMs = this.#deps.clock.nowMs()
    const residents = [...this.#residents.values()]
    const trying = residents.reduce((sum, { actor }) => sum + actor.triesCount, 0)
    return {
      accounts: this.#residents.size,
      connected: residents.filter(({ link }) => link.isOpen).length,
      inFlight: trying,
      due: this.#due.size,
      lagMs: Math.max(0, nowMs - (this.#heap.firstDueAtMs ?? nowMs)),
      heapBytes: process.memoryUsage().heapUsed,
    }
  }

  /** What a lost hint would have told. */
  async #lookAround(): Promise<void> {
    await this.#ask('a poll', async () => {
      await this.#reviveAmong([...this.#residents.keys()])
      await this.#lookUp([...this.#idle()])
      await this.#readUnread()
    })
  }

  /** What the store does not answer now is asked again by the next poll. */
  async #ask(what: string, look: () => Promise<void>): Promise<void> {
    try {
      await look()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.#deps.log.error({ err: error }, `the store did not answer ${what}`)
    }
  }

  async #readUnread(): Promise<void> {
    for (;;) {
      const partitions = [...this.#unread].slice(0, partitionsAtOnce)
      if (partitions.length === 0) return
      for (const partition of partitions) this.#unread.delete(partition)
      try {
        await this.#loadNew(partitions)
      } catch (error) {
        for (const partition of partitions) this.#unread.add(partition)
        throw error
      }
    }
  }

  /** Accounts of these partitions that are not here yet: all of them after a grant, a new one after a login. */
  async #loadNew(partitions: readonly number[]): Promise<void> {
    const { accounts, waits } = await this.#deps.store.accountsOf(partitions, this.#deps.clock.nowMs())
    const added = accounts.filter(({ id, partition }) => !this.#residents.has(id) && this.#epochs.has(partition))
    const waitsOf = new Map<number, StoredWait[]>()
    for (const wait of waits) waitsOf.set(wait.accountId, [...(waitsOf.get(wait.accountId) ?? []), wait])
    for (const account of added) this.#settleIn(account, waitsOf.get(account.id) ?? [])
    await this.#lookUp(added.map(({ id }) => id))
  }

  #settleIn(account: AccountRow, waits: readonly StoredWait[]): void {
    const epoch = () => (this.#isDraining ? undefined : this.#epochs.get(account.partition))
    this.#residents.set(account.id, this.#deps.makeActor(account, waits, epoch))
  }

  /** Accounts that were limited, paused or signed out and may send again by now. */
  async #reviveAmong(accountIds: readonly number[]): Promise<void> {
    const unusable = accountIds.filter((id) => this.#residents.get(id)?.actor.isUsable === false)
    if (unusable.length === 0) return
    for (const account of await this.#deps.store.activeAmong(unusable)) {
      const resident = this.#residents.get(account.id)
      if (resident === undefined || this.#isBusy(resident.actor)) continue
      if (resident.actor.account.session === account.session) {
        resident.actor.revive(account)
        continue
      }
      // Signed in anew: the old link would go on with the session that ended.
      await this.#dismiss(resident)
      this.#settleIn(account, [])
    }
  }

  /** Asks the store when these accounts are due, in one call. */
  async #lookUp(accountIds: readonly number[]): Promise<void> {
    if (accountIds.length === 0 || this.#isDraining) return
    for (const { accountId, dueAtMs } of await this.#deps.store.heads(accountIds)) {
      if (!this.#isResting(accountId)) continue
      this.#residents.get(accountId)?.actor.lookAgain()
      this.#heap.set(accountId, Math.min(dueAtMs, this.#heap.dueAtMs(accountId) ?? dueAtMs))
    }
    this.#wind()
  }

  *#idle(): Generator<number> {
    for (const [id, { actor }] of this.#residents) {
      if (this.#heap.dueAtMs(id) === undefined && this.#isResting(id) && actor.maySend) yield id
    }
  }

  /** May be given a turn, and has none. */
  #isResting(accountId: number): boolean {
    const actor = this.#residents.get(accountId)?.actor
    if (actor?.isUsable !== true || !this.#epochs.has(actor.account.partition)) return false
    return !this.#working.has(accountId) && !this.#due.has(accountId)
  }

  /** Sets the one timer to whoever is due next. */
  #wind(): void {
    clearTimeout(this.#timer)
    const dueAtMs = this.#heap.firstDueAtMs
    if (dueAtMs === undefined || this.#isDraining) return
    const delayMs = Math.min(Math.max(0, dueAtMs - this.#deps.clock.nowMs()), timerMaxMs)
    this.#timer = setTimeout(() => this.#startDue(), delayMs)
  }

  #startDue(): void {
    const nowMs = this.#deps.clock.nowMs()
    for (let id = this.#heap.takeDue(nowMs); id !== undefined; id = this.#heap.takeDue(nowMs)) {
      const resident = this.#residents.get(id)
      if (resident === undefined || !this.#isResting(id)) continue
      this.#due.add(resident.actor.account.ownerId, id)
    }
    this.#wind()
  }

  async #giveTurn(id: number): Promise<TurnEnd> {
    const resident = this.#residents.get(id)
    if (resident === undefined || this.#isDraining) return { counted: undefined }
    const turn = this.#work(resident)
    this.#working.set(id, turn)
    return turn
  }

  async #work({ actor }: Resident): Promise<TurnEnd> {
    const { id } = actor.account
    let nextAtMs: number | undefined
    let counted: Promise<void> | undefined
    try {
      if (actor.mustLook) await this.#looks.add(() => actor.look())
      const { trying, isCounted } = await actor.turn(this.#ending.signal)
      const followed = trying === undefined ? undefined : this.#follow(actor, trying)
      if (isCounted) counted = followed
    } catch (error) {
      nextAtMs = this.#afterFailure(id, error)
    }
    this.#working.delete(id)
    this.#wake(actor, nextAtMs)
    return { counted }
  }

  /** With room for another one there may be a turn again. */
  async #follow(actor: AccountActor, trying: Promise<void>): Promise<void> {
    const failed = await trying.then(
      () => undefined,
      (error: unknown) => this.#afterFailure(actor.account.id, error),
    )
    this.#wake(actor, failed)
  }

  /** @returns when its account may have a turn again */
  #afterFailure(accountId: number, error: unknown): number {
    // What is claimed would stay in flight for ever: whoever replaces this thread finds it.
    if (!(error instanceof StoreError)) endThread(error)
    // The store said no: its thread ended, or its disk is full. Nothing was claimed, and nothing may be hurried.
    else this.#deps.log.error({ err: error, accountId }, 'a turn failed')
    return this.#deps.clock.nowMs() + this.#deps.policy.pollEveryMs
  }

  #wake(actor: AccountActor, atMs = actor.nextTurnAtMs): void {
    if (atMs !== undefined && this.#isResting(actor.account.id)) this.#heap.set(actor.account.id, atMs)
    this.#wind()
  }

  #isBusy(actor: AccountActor): boolean {
    return this.#working.has(actor.account.id) || actor.triesCount > 0
  }

  async #dismiss({ actor, link }: Resident): Promise<void> {
    const { id } = actor.account
    this.#heap.delete(id)
    await this.#working.get(id)
    await actor.ended()
    this.#residents.delete(id)
    await link.close()
  }
}

/** Reaches nobody who could go on with it. */
function endThread(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}

/** Node cuts longer ones to 1 ms. */
const timerMaxMs = 2 ** 31 - 1
