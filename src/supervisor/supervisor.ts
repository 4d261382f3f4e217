import type { Worker } from 'node:worker_threads'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Service } from '../base/service.ts'
import type { EngineAlert } from '../delivery/service-alert.ts'
import type { FromShard, ShardEvent } from '../shard/protocol.ts'
import type { AcquireCause, StorePort, Verbs } from '../store/store.ts'
import type { ShardReport } from './control-protocol.ts'
import { RestartIntensity } from './restart-intensity.ts'
import { ShardHandle } from './shard-handle.ts'

export interface SupervisorDeps {
  readonly shards: number
  readonly store: Pick<StorePort<Verbs>, 'acquire'>
  startShard(shard: number, heartbeat: SharedArrayBuffer): Worker
  onEvent(event: ShardEvent): void
  /** A finished line of a shard's log. */
  writeLog(line: string): void
  /** Too many restarts, or no shard works for a minute: somebody must look. */
  onAlert(alert: EngineAlert): void
  readonly clock: Clock
  readonly log: Logger
  readonly policy: SupervisorPolicy
}

export interface SupervisorPolicy {
  readonly partitions: number
  /** A shard whose loop stands still for so long is replaced. Not less than a mass reconnect takes (1-4 s). */
  readonly silentMaxMs: number
  readonly checkEveryMs: number
  readonly drainMaxMs: number
  readonly restartsMax: number
  readonly restartWindowMs: number
}

export const supervisorPolicy: SupervisorPolicy = {
  partitions: 1024,
  silentMaxMs: 10_000,
  checkEveryMs: 500,
  drainMaxMs: 25_000,
  restartsMax: 5,
  restartWindowMs: 60_000,
}

interface Slot {
  readonly shard: number
  readonly partitions: readonly number[]
  readonly intensity: RestartIntensity
  /** Undefined before its thread is started. */
  handle: ShardHandle | undefined
  restarts: number
  waiting: NodeJS.Timeout | undefined
  /** Settles when the shard was told what it owns. */
  granting: Promise<void>
  hasServed: boolean
}

/** Keeps the shards alive: one that ends or stands still is replaced, and its partitions are taken over under a new epoch. */
export class Supervisor implements Service {
  /** Resolves when every shard has been told once what it owns. */
  readonly serving: Promise<void>
  readonly #deps: SupervisorDeps
  readonly #slots: Slot[] = []
  #check: NodeJS.Timeout | undefined
  /** Partitions that nobody may have for a moment, and who waits until their shard has let go of them. */
  readonly #vacant = new Map<number, () => void>()
  #vacating: Promise<unknown> = Promise.resolve()
  #onServing: () => void = () => {}
  #turnShare = 1
  #isStopping = false
  #stopped: Promise<void> | undefined
  #onAllEnded: () => void = () => {}

  constructor(deps: SupervisorDeps) {
    this.#deps = deps
    this.serving = new Promise((resolve) => {
      this.#onServing = resolve
    })
  }

  start(): Promise<void> {
    const { shards, policy } = this.#deps
    for (let shard = 0; shard < shards; shard++) {
      const partitions = range(policy.partitions).filter((partition) => partition % shards === shard)
      const intensity = new RestartIntensity(policy.restartsMax, policy.restartWindowMs)
      this.#slots.push({
        shard,
        partitions,
        intensity,
        handle: undefined,
        restarts: 0,
        waiting: undefined,
        granting: Promise.resolve(),
        hasServed: false,
      })
    }
    this.#launchSome(1)
    this.#check = setInterval(() => this.#replaceSilent(), policy.checkEveryMs)
    return Promise.resolve()
  }

  /** Drains every shard within the policy's time, and ends those that need longer. */
  stop(): Promise<void> {
    this.#stopped ??= this.#drain()
    return this.#stopped
  }

  /** For `karvon shards`. */
  report(): ShardReport[] {
    const nowMs = this.#deps.clock.nowMs()
    return this.#slots.map(({ shard, partitions, restarts, handle }) => ({
      shard,
      state: handle?.state ?? 'starting',
      partitions: partitions.length,
      restarts,
      silentMs: handle?.silentMs(nowMs) ?? 0,
      stats: handle?.stats ?? null,
    }))
  }

  /** Something may be due for these accounts. */
  hint(accounts: readonly { readonly id: number; readonly partition: number }[]): void {
    for (const { handle, shard } of this.#slots) {
      const accountIds = accounts
        .filter(({ partition }) => partition % this.#slots.length === shard)
        .map(({ id }) => id)
      if (accountIds.length > 0) handle?.tell({ type: 'hint', accountIds })
    }
  }

  /** Of the turns to send that are due, every shard lets this share go, also one that starts later. */
  slow(share: number): void {
    this.#turnShare = share
    for (const { handle } of this.#slots) if (handle?.state === 'working') handle.tell({ type: 'slow', share })
  }

  /**
   * Does `work` while nobody has the partition and no link of it is open, then has it taken again under a new epoch. One at a time:
   * it is for what a person does to one account.
   * @throws Refusal when the supervisor is stopping
   */
  vacate<Value>(partition: number, work: () => Promise<Value>): Promise<Value> {
    const done = this.#vacating.then(() => this.#without(partition, work))
    this.#vacating = done.catch(() => {})
    return done
  }

  /**
   * At boot the first shard is started alone, and the others when it works: what they all load at once, on a machine of few cores, would
   * make the first message wait for the last of them.
   */
  #launchSome(count: number): void {
    if (this.#isStopping) return
    const waiting = this.#slots.filter(({ handle }) => handle === undefined)
    for (const slot of waiting.slice(0, count)) slot.handle = this.#launch(slot.shard, 'boot')
  }

  #launch(shard: number, cause: AcquireCause): ShardHandle {
    return new ShardHandle({
      startedAtMs: this.#deps.clock.nowMs(),
      startThread: (heartbeat) => this.#deps.startShard(shard, heartbeat),
      onMessage: (message) => this.#heard(shard, cause, message),
      onEnd: (reason) => this.#ended(shard, reason),
    })
  }

  #heard(shard: number, cause: AcquireCause, message: FromShard): void {
    const slot = this.#slots[shard]
    if (slot === undefined) return
    if (message.type === 'events') for (const event of message.events) this.#deps.onEvent(event)
    if (message.type === 'log') this.#deps.writeLog(message.line)
    if (message.type === 'ready') slot.granting = this.#grant(slot, slot.partitions, cause)
    if (message.type === 'gave-back') for (const partition of message.partitions) this.#vacant.get(partition)?.()
  }

  /** The old thread is gone by now, so nothing can be claimed twice; the epoch fences what it may still have in the store's queue. */
  async #grant(slot: Slot, wanted: readonly number[], cause: AcquireCause): Promise<void> {
    if (this.#isStopping) return
    const { shard } = slot
    const partitions = wanted.filter((partition) => !this.#vacant.has(partition))
    const nowMs = this.#deps.clock.nowMs()
    const { grants, ...recovered } = await this.#deps.store.acquire({ partitions, owner: 'local', cause, nowMs })
    if (cause !== 'move') this.#deps.onEvent({ name: 'shard_started', shard, partitions: grants.length })
    if (recovered.replayed + recovered.uncertain + recovered.buried > 0) {
      this.#deps.onEvent({ name: 'recovered_stuck_in_flight', shard, ...recovered })
    }
    // A new thread knows of no storm, and its first turn follows the grant.
    if (this.#turnShare < 1) slot.handle?.tell({ type: 'slow', share: this.#turnShare })
    slot.handle?.tell({ type: 'grant', grants })
    slot.hasServed = true
    this.#launchSome(this.#slots.length)
    if (this.#slots.every(({ hasServed }) => hasServed)) this.#onServing()
  }

  async #without<Value>(partition: number, work: () => Promise<Value>): Promise<Value> {
    const slot = this.#slots[partition % this.#slots.length]
    if (slot === undefined || this.#isStopping) throw new Refusal('the supervisor is stopping', exitCodes.temporary)
    const { handle } = slot
    // A grant that is on its way would arrive behind the request to give back.
    await slot.granting
    const isLeft = new Promise<void>((resolve) => this.#vacant.set(partition, resolve))
    if (handle?.state === 'working') {
      handle.tell({ type: 'give-back', partitions: [partition] })
      await isLeft
    }
    try {
      return await work()
    } finally {
      this.#vacant.delete(partition)
      // One that starts meanwhile gets it with the rest.
      if (slot.handle?.state === 'working') {
        slot.granting = this.#grant(slot, [partition], 'move')
        await slot.granting
      }
    }
  }

  #ended(shard: number, reason: string): void {
    const slot = this.#slots[shard]
    if (slot === undefined) return
    for (const partition of slot.partitions) this.#vacant.get(partition)?.()
    if (this.#isStopping) {
      if (this.#slots.every(({ handle }) => handle === undefined || handle.state === 'ended')) this.#onAllEnded()
      return
    }
    // Its loss is no reason to keep the others waiting.
    this.#launchSome(this.#slots.length)
    const waitMs = slot.intensity.note(this.#deps.clock.nowMs())
    slot.restarts++
    this.#deps.onEvent({ name: 'shard_ended', shard, reason, restarts: slot.restarts })
    if (slot.intensity.takeNews()) {
      this.#deps.onAlert({ type: 'shard-restarts', shard, count: slot.intensity.recent, reason })
    }
    slot.waiting = setTimeout(() => {
      slot.waiting = undefined
      if (!this.#isStopping) slot.handle = this.#launch(shard, 'crash')
    }, waitMs)
  }

  #replaceSilent(): void {
    const nowMs = this.#deps.clock.nowMs()
    for (const { handle, shard } of this.#slots) {
      if (handle === undefined) continue
      const silentMs = handle.silentMs(nowMs)
      if (handle.state === 'ended' || handle.isTerminated || silentMs < this.#deps.policy.silentMaxMs) continue
      this.#deps.log.error({ shard, silentMs }, 'shard stands still: it is ended')
      void handle.terminate()
    }
  }

  async #drain(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#check)
    for (const { waiting } of this.#slots) clearTimeout(waiting)
    const open = this.#slots.flatMap(({ handle }) => (handle === undefined || handle.state === 'ended' ? [] : [handle]))
    if (open.length === 0) return
    const allEnded = new Promise<void>((resolve) => {
      this.#onAllEnded = resolve
    })
    for (const handle of open) handle.tell({ type: 'drain' })
    const limit = setTimeout(() => this.#endAll(), this.#deps.policy.drainMaxMs)
    await allEnded
    clearTimeout(limit)
  }

  #endAll(): void {
    for (const { handle, shard } of this.#slots) {
      if (handle === undefined || handle.state === 'ended') continue
      this.#deps.log.warn({ shard }, 'shard did not drain in time: what it had in flight is replayed at the next start')
      void handle.terminate()
    }
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
