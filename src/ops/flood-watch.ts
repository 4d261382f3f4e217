import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Service } from '../base/service.ts'
import type { EngineEvent } from '../delivery/events.ts'
import { FloodBreaker, decodeStorm, encodeStorm } from '../delivery/flood-breaker.ts'
import type { FloodStorm, StormChange } from '../delivery/flood-breaker.ts'
import { waitKeyText } from '../delivery/wait.ts'
import type { EngineAlert } from '../delivery/service-alert.ts'
import type { StorePort, Verbs } from '../store/store.ts'

export interface FloodWatchDeps {
  readonly store: Pick<StorePort<Verbs>, 'setting' | 'saveSetting'>
  readonly clock: Clock
  readonly log: Pick<Logger, 'error'>
  /** Tells every shard, also those that start later, what share of the turns to send may go. */
  readonly slow: (share: number) => void
  /** Once when a storm begins, once when it is over. */
  readonly onAlert: (alert: EngineAlert) => void
  readonly onEvent: (event: EngineEvent) => void
}

/** A step of the breaker is many times as long. */
const everyMs = 1_000

/**
 * Watches the events of all shards for a flood storm, and slows the shards in one. It is kept as a setting: rows of waits say when a
 * wait ends, but not how many were told at once, what share was reached, or that somebody was alerted already.
 */
export class FloodWatch implements Service {
  readonly #deps: FloodWatchDeps
  #breaker: FloodBreaker
  #timer: NodeJS.Timeout | undefined
  #saved: Promise<void> = Promise.resolve()

  constructor(deps: FloodWatchDeps) {
    this.#deps = deps
    this.#breaker = new FloodBreaker(undefined, deps.clock.nowMs())
  }

  /** To be resolved before the shards start: the first turn must know it. */
  async start(): Promise<void> {
    const { store, clock, slow } = this.#deps
    const kept = decodeStorm(await store.setting(setting))
    this.#breaker = new FloodBreaker(kept, clock.nowMs())
    slow(this.#breaker.share)
    this.#timer = setInterval(() => this.tick(), everyMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#saved
  }

  /** For `karvon status`; null when there is none. */
  get storm(): FloodStorm | null {
    return this.#breaker.storm ?? null
  }

  /** Of every event, so that it does little for those of a single message. */
  note(event: EngineEvent): void {
    // Other work than sending ends without a message, and is answered at a pace of its own.
    if ((event.name === 'sent' && event.messageId !== null) || event.name === 'terminal_failure') {
      this.#breaker.noteAnswer(event.accountId, this.#deps.clock.nowMs())
    } else if (event.name === 'wait_started' && event.key === sendLane) {
      const nowMs = this.#deps.clock.nowMs()
      this.#take(this.#breaker.noteFlood(event.accountId, event.untilMs, nowMs), nowMs)
    }
  }

  tick(): void {
    const nowMs = this.#deps.clock.nowMs()
    const before = this.#breaker.storm
    const change = this.#breaker.tick(nowMs)
    if (change === 'ended' && before !== undefined) {
      const { waits, beganAtMs, longestWaitMs } = before
      this.#deps.onAlert({ type: 'storm-ended', waits, lastedMs: nowMs - beganAtMs, longestWaitMs })
    }
    this.#take(change, nowMs)
  }

  #take(change: StormChange | undefined, nowMs: number): void {
    if (change === undefined) return
    const { slow, onAlert, onEvent } = this.#deps
    const { storm, share } = this.#breaker
    slow(share)
    // Before it is kept: told twice is better than never.
    if (change === 'began' && storm !== undefined) {
      const { accounts, active, longestWaitMs } = storm
      onAlert({ type: 'storm-began', accounts, active, longestWaitMs, share })
    }
    onEvent({ name: 'flood_storm', change, share, waits: storm?.waits ?? 0 })
    this.#saved = this.#saved.then(() => this.#save(encodeStorm(storm), nowMs))
  }

  async #save(text: string, nowMs: number): Promise<void> {
    try {
      await this.#deps.store.saveSetting(setting, text, nowMs)
    } catch (error) {
      this.#deps.log.error({ err: error }, 'the flood storm could not be kept: a restart now would forget it')
    }
  }
}

const setting = 'flood-storm'
const sendLane = waitKeyText({ type: 'lane', lane: 'send' })
