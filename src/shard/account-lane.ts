import type { Random } from '../base/random.ts'
import { LineBackoff } from '../delivery/line-backoff.ts'
import type { Peer } from '../delivery/peer.ts'
import type { DueAttempt } from '../store/store.ts'
import type { AttemptWindow } from './attempt-window.ts'
import { Limiter } from './limiter.ts'

/** When a lane may try next. */
export interface LanePace {
  /** Tries that may be on the wire at the same time. */
  readonly sideBySide: number
  /** No try before. */
  readonly nextAtMs: number
  /**
   * A turn is given to something for this chat; one of `end` and `giveUp` follows.
   * @returns false when it may not go now after all, and `nextAtMs` says when
   */
  begin(peer: Peer | null, nowMs: number): boolean
  /** It was answered, or given up without an answer. */
  end(peer: Peer | null, nowMs: number): void
  /** Nothing was tried after all. */
  giveUp(peer: Peer | null, nowMs: number): void
  hold(untilMs: number): void
  /** What never comes closer to each other, whatever the heap believes. */
  guardMs(nowMs: number): number
}

/**
 * A part of what an account does: its messages, what it takes back and edits, or what it reads. Each has its own window, pace and place on the wire, so that nothing
 * of the one waits for anything of the other.
 */
export class AccountLane {
  readonly pace: LanePace
  readonly window: AttemptWindow
  /** Not kept over a restart: whoever begins tries the line at once. */
  readonly line: LineBackoff
  readonly #limiter: Limiter
  readonly #trying = new Map<number, Promise<void>>()

  constructor(pace: LanePace, window: AttemptWindow, random: Random) {
    this.pace = pace
    this.window = window
    this.line = new LineBackoff(random)
    this.#limiter = new Limiter(pace.sideBySide)
  }

  get isFull(): boolean {
    return this.#trying.size >= this.pace.sideBySide
  }

  /** Tries on the wire, or being settled. */
  get triesCount(): number {
    return this.#trying.size
  }

  /** Resolves when none of those is. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#trying.values())
  }

  refill(): Promise<readonly DueAttempt[]> {
    return this.window.refill(new Set(this.#trying.keys()))
  }

  /** Tries it, to its end. @returns undefined when it may not go now after all */
  begin({ id, peer }: DueAttempt, nowMs: number, job: () => Promise<void>): Promise<void> | undefined {
    if (!this.pace.begin(peer, nowMs)) return undefined
    this.window.remove(new Set([id]))
    const trying = this.#limiter.run(this.pace.guardMs(nowMs), nowMs, job).finally(() => this.#trying.delete(id))
    this.#trying.set(id, trying)
    return trying
  }

  /** When it wants a turn; undefined when the store knows of nothing more, or when a try must end first. */
  get nextTurnAtMs(): number | undefined {
    if (this.isFull) return undefined
    if (this.window.mustLook) return this.pace.nextAtMs
    const { dueAtMs } = this.window
    return dueAtMs === undefined ? undefined : Math.max(dueAtMs, this.pace.nextAtMs)
  }

  /** Lets go of what it holds for later. */
  rest(nowMs: number, idleMs: number): void {
    this.#limiter.dropWhenIdle(nowMs, idleMs)
  }
}
