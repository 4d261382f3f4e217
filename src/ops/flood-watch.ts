import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Service } from '../base/service.ts'
import type { EngineEvent } from '../delivery/events.ts'
import { FloodBreaker, decodeStorm, encodeStorm } from '../delivery/flood-breaker.ts'
import type { FloodStorm, StormChange } from '../delivery/flood-breaker.ts'
import { waitKeyText } from '../delivery/wait.ts'
import type { StorePort, Verbs } from '../store/store.ts'

export interface FloodWatchDeps {
  readonly store: Pick<StorePort<Verbs>, 'setting' | 'saveSetting'>
  readonly clock: Clock
  readonly log: Pick<Logger, 'error'>
  /** Tells every shard, also those that start later, what share of the turns to send may go. */
  readonly slow: (share: number) => void
  /** Once when a storm begins, once when it is over. */
  readonly onAlert: (text: string) => void
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
    if (change === 'ended' && before !== undefined) this.#deps.onAlert(endInWords(before, nowMs))
    this.#take(change, nowMs)
  }

  #take(change: StormChange | undefined, nowMs: number): void {
    if (change === undefined) return
    const { slow, onAlert, onEvent } = this.#deps
    const { storm, share } = this.#breaker
    slow(share)
    // Before it is kept: told twice is better than never.
    if (change === 'began' && storm !== undefined) onAlert(beginInWords(storm))
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

function beginInWords({ accounts, active, longestWaitMs, share }: FloodStorm): string {
  return (
    `Telegram slows this installation, not one account: ${accounts} of ${active} accounts that sent within the last minute were told ` +
    `to wait, the longest for ${seconds(longestWaitMs)} s. They wait; of the turns of the others one in ${Math.round(1 / share)} goes, ` +
    'and more as it stays quiet. Nothing is lost, and nothing has to be done now. If it comes back, look whether another program ' +
    'uses this address or TG_API_ID, and lower TELEGRAM_PER_ACCOUNT_MPM: from the next start on no account sends faster.'
  )
}

function endInWords({ beganAtMs, waits, longestWaitMs }: FloodStorm, nowMs: number): string {
  return (
    `Telegram slows this installation no more: ${waits} flood waits within ${Math.ceil((nowMs - beganAtMs) / 60_000)} min, the ` +
    `longest of ${seconds(longestWaitMs)} s. All accounts send at their own pace.`
  )
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1_000)
}
