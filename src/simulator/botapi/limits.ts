import type { Clock } from '../../base/clock.ts'
import type { Peer } from '../world/peer.ts'

export type LimitedAct = 'send' | 'edit'

export interface LimitedPlace {
  readonly botId: number
  readonly chat: Peer
  /** Basic groups and supergroups; not channels, not private chats. */
  readonly isGroup: boolean
}

interface Limit {
  readonly max: number
  readonly windowMs: number
}

/**
 * https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: 30 messages a second in all, one a second in a
 * chat, 20 a minute in a group. "We allow short bursts that go over this limit" in a chat: how short is not published, here five
 * messages in any five seconds. Edits count like messages in all and in the chat; in a group they have a count of their own of
 * 20 a minute (https://grammy.dev/advanced/flood, unofficial).
 */
const limits = {
  all: { max: 30, windowMs: 1000 },
  chat: { max: 5, windowMs: 5000 },
  groupSends: { max: 20, windowMs: 60_000 },
  groupEdits: { max: 20, windowMs: 60_000 },
} as const satisfies Record<string, Limit>

/** How much each bot may write. No timers: what is over is found when somebody asks. */
export class Limits {
  readonly #clock: Clock
  readonly #windows = new Map<string, SlidingWindow>()
  #isEnabled = true

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Off for tests that are about something else. What was counted is forgotten. */
  setEnabled(isEnabled: boolean): void {
    this.#isEnabled = isEnabled
    this.#windows.clear()
  }

  /** Counts `count` messages and returns 0; or counts nothing and returns how long to wait, in whole seconds. */
  admit(place: LimitedPlace, act: LimitedAct, count: number): number {
    if (!this.#isEnabled) return 0
    const nowMs = this.#clock.nowMs()
    const windows = this.#windowsOf(place, act)
    const waitMs = Math.max(...windows.map((window) => window.waitMs(count, nowMs)))
    if (waitMs > 0) return Math.ceil(waitMs / 1000)
    for (const window of windows) window.add(count, nowMs)
    return 0
  }

  #windowsOf({ botId, chat, isGroup }: LimitedPlace, act: LimitedAct): SlidingWindow[] {
    const windows = [this.#window(`${botId}`, limits.all), this.#window(`${botId}|${chat}`, limits.chat)]
    if (!isGroup) return windows
    const limit = act === 'send' ? limits.groupSends : limits.groupEdits
    return [...windows, this.#window(`${botId}|${chat}|${act}`, limit)]
  }

  #window(key: string, limit: Limit): SlidingWindow {
    const existing = this.#windows.get(key)
    if (existing !== undefined) return existing
    if (this.#windows.size >= windowsMax) this.#forgetIdle()
    const window = new SlidingWindow(limit)
    this.#windows.set(key, window)
    return window
  }

  #forgetIdle(): void {
    const nowMs = this.#clock.nowMs()
    for (const [key, window] of this.#windows) if (window.isIdle(nowMs)) this.#windows.delete(key)
  }
}

const windowsMax = 10_000

class SlidingWindow {
  readonly #limit: Limit
  #atMs: number[] = []

  constructor(limit: Limit) {
    this.#limit = limit
  }

  /** An album larger than the window passes when the window is empty, otherwise it never would. */
  waitMs(count: number, nowMs: number): number {
    this.#atMs = this.#atMs.filter((atMs) => atMs > nowMs - this.#limit.windowMs)
    const tooMany = Math.min(this.#atMs.length + count - this.#limit.max, this.#atMs.length)
    if (tooMany <= 0) return 0
    return (this.#atMs[tooMany - 1] ?? nowMs) + this.#limit.windowMs - nowMs
  }

  add(count: number, nowMs: number): void {
    for (let added = 0; added < count; added++) this.#atMs.push(nowMs)
  }

  isIdle(nowMs: number): boolean {
    return (this.#atMs.at(-1) ?? 0) <= nowMs - this.#limit.windowMs
  }
}
