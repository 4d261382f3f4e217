import type { Worker } from 'node:worker_threads'
import { heartbeatEveryMs } from '../shard/protocol.ts'
import type { FromShard, ShardStats, ToShard } from '../shard/protocol.ts'
import type { ShardState } from './control-protocol.ts'

/** Loading the code takes a second or two on a busy machine, and a thread that is loading does not beat. */
const loadMaxMs = 20_000

export interface ShardHandleDeps {
  readonly startedAtMs: number
  /** Starts the thread with this heartbeat; the store's port and settings are the caller's business. */
  startThread(heartbeat: SharedArrayBuffer): Worker
  onMessage(message: FromShard): void
  /** Once, for a crash, an exit or a terminate alike. */
  onEnd(reason: string): void
}

/** One shard's thread as the supervisor sees it. */
export class ShardHandle {
  readonly #worker: Worker
  readonly #startedAtMs: number
  readonly #beat: BigInt64Array<SharedArrayBuffer>
  #state: ShardState = 'starting'
  #stats: ShardStats | undefined
  #failure: string | undefined
  #isTerminated = false

  constructor(deps: ShardHandleDeps) {
    this.#startedAtMs = deps.startedAtMs
    const heartbeat = new SharedArrayBuffer(8)
    this.#beat = new BigInt64Array(heartbeat)
    this.#worker = deps.startThread(heartbeat)
    this.#worker.on('message', (message: FromShard) => {
      if (message.type === 'ready' && this.#state === 'starting') this.#state = 'working'
      if (message.type === 'stats') this.#stats = message.stats
      deps.onMessage(message)
    })
    // Without a listener an uncaught error of a thread ends the whole process.
    this.#worker.on('error', (error: unknown) => {
      this.#failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    })
    this.#worker.once('exit', (code) => {
      this.#state = 'ended'
      deps.onEnd(this.#failure ?? `exit code ${code}`)
    })
  }

  get state(): ShardState {
    return this.#state
  }

  /** It was told to end at once, and does when the native call that it may be in returns. */
  get isTerminated(): boolean {
    return this.#isTerminated
  }

  get stats(): ShardStats | undefined {
    return this.#stats
  }

  tell(message: ToShard): void {
    if (this.#state === 'ended') return
    if (message.type === 'drain') this.#state = 'draining'
    this.#worker.postMessage(message)
  }

  /** Milliseconds since the thread's loop last turned. Before its first beat: since it should have been loaded. */
  silentMs(nowMs: number): number {
    const lastMs = Number(Atomics.load(this.#beat, 0))
    return Math.max(0, nowMs - (lastMs === 0 ? this.#startedAtMs + loadMaxMs : lastMs + heartbeatEveryMs))
  }

  /** Ends the thread at once. Resolves when none of its code runs any more: only then may another take its partitions. */
  async terminate(): Promise<void> {
    this.#isTerminated = true
    await this.#worker.terminate()
  }
}
