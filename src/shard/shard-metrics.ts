import type { Clock } from '../base/clock.ts'
import type { EngineEvent } from '../delivery/events.ts'
import type { ShardStats } from './protocol.ts'

export interface ShardMetricsDeps {
  readonly shard: number
  readonly clock: Clock
  readonly emit: (event: EngineEvent) => void
}

/** One line a minute and shard in `events.jsonl` is what a day of it can be drawn from. */
const ticksPerSnapshot = 60
const tickMs = 1_000

/** Sums up what a shard does, so that whoever draws curves need not count single messages. */
export class ShardMetrics {
  readonly #deps: ShardMetricsDeps
  #counts = { sent: 0, failed: 0, waits: 0 }
  #settled = 0
  #loopDelayMs = 0
  #ticks = 0
  #lastTickAtMs: number

  constructor(deps: ShardMetricsDeps) {
    this.#deps = deps
    this.#lastTickAtMs = deps.clock.nowMs()
  }

  note({ name }: EngineEvent): void {
    if (name === 'sent') this.#counts.sent++
    if (name === 'terminal_failure' || name === 'retry_exhausted') this.#counts.failed++
    if (name === 'wait_started') this.#counts.waits++
    if (settlings.has(name)) this.#settled++
  }

  /** Once a second. */
  tick(stats: ShardStats): void {
    const nowMs = this.#deps.clock.nowMs()
    const tookMs = nowMs - this.#lastTickAtMs
    this.#lastTickAtMs = nowMs
    this.#loopDelayMs = Math.max(this.#loopDelayMs, tookMs - tickMs)
    this.#tellBatch(tookMs)
    if (++this.#ticks === ticksPerSnapshot) this.#tellSnapshot(stats)
  }

  /** What has not been told yet, before the shard ends. */
  end(stats: ShardStats): void {
    this.#tellBatch(this.#deps.clock.nowMs() - this.#lastTickAtMs)
    this.#tellSnapshot(stats)
  }

  #tellBatch(tookMs: number): void {
    if (this.#settled === 0) return
    this.#deps.emit({ name: 'batch_processed', shard: this.#deps.shard, count: this.#settled, tookMs })
    this.#settled = 0
  }

  #tellSnapshot(stats: ShardStats): void {
    const { shard, emit } = this.#deps
    emit({ name: 'metrics_snapshot', shard, ...stats, ...this.#counts, loopDelayMs: this.#loopDelayMs })
    this.#counts = { sent: 0, failed: 0, waits: 0 }
    this.#loopDelayMs = 0
    this.#ticks = 0
  }
}

const settlings: ReadonlySet<string> = new Set([
  'sent',
  'retry_scheduled',
  'retry_exhausted',
  'terminal_failure',
  'uncertain',
] satisfies EngineEvent['name'][])
