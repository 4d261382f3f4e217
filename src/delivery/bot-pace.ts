import type { PaceLimits } from './pace.ts'
import { peerKind } from './peer.ts'
import type { Peer } from './peer.ts'

/**
 * How fast a bot sends. Telegram names 30 messages a second in all, one a second in a chat and 20 a minute in a group
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Here 25 a second in all, evenly: the rest is for
 * whoever answers people with the same token meanwhile.
 */
export const botCapPerMinute = 25 * 60

/**
 * A bot's wait is short and says all that there is to know, so its pace is whole again a minute after it ended. What an account must
 * not do faster than in ten seconds, a bot may.
 */
export function botLimits(capPerMinute: number): PaceLimits {
  return { capPerMinute: Math.min(capPerMinute, botCapPerMinute), gapMinMs: 0, calmMs: 10_000, capClimbMs: 60_000 }
}

/**
 * A bot's tries on the wire at the same time. With one, a call of 100 ms would make 10 messages a second of the 25; with eight there are
 * 25 up to 320 ms. More would only be more messages in doubt when the line breaks, or the machine.
 */
export const botSideBySide = 8

interface Limit {
  readonly max: number
  readonly windowMs: number
}

/** Telegram's own: the pace stays below it, but for moments in which lost time is made good. */
const all: Limit = { max: 30, windowMs: 1_000 }
const inChat: Limit = { max: 1, windowMs: 1_000 }
const inGroup: Limit = { max: 20, windowMs: 60_000 }

/** What a bot sent longer ago counts nowhere any more. */
export const botMemoryMs = inGroup.windowMs

/**
 * What Telegram may have counted at this moment. It counts a message somewhere between its launch and its answer; so what is unanswered
 * counts, and what was answered within the window. Then no delay on the way can push more into one window than we let go.
 */
class CountedWindow {
  readonly #limit: Limit
  #unanswered = 0
  #answeredAtMs: number[] = []

  constructor(limit: Limit) {
    this.#limit = limit
  }

  /** When one more may go: now, later, or not before an answer, which is Infinity. */
  freeAtMs(nowMs: number): number {
    const { max, windowMs } = this.#limit
    this.#forget(nowMs)
    const tooMany = this.#unanswered + this.#answeredAtMs.length - max + 1
    if (tooMany <= 0) return nowMs
    const last = this.#answeredAtMs[tooMany - 1]
    return last === undefined ? Number.POSITIVE_INFINITY : last + windowMs
  }

  begin(): void {
    this.#unanswered += 1
  }

  /** @param answeredAtMs undefined when it did not go after all */
  end(answeredAtMs: number | undefined): void {
    this.#unanswered -= 1
    if (answeredAtMs !== undefined) this.#answeredAtMs.push(answeredAtMs)
  }

  isIdle(nowMs: number): boolean {
    this.#forget(nowMs)
    return this.#unanswered === 0 && this.#answeredAtMs.length === 0
  }

  #forget(nowMs: number): void {
    const oldest = this.#answeredAtMs.findIndex((atMs) => atMs > nowMs - this.#limit.windowMs)
    if (oldest !== 0) this.#answeredAtMs = oldest < 0 ? [] : this.#answeredAtMs.slice(oldest)
  }
}

/** The windows of one bot: of all it sends, and of each chat. No timers: what is over is found when somebody asks. */
export class BotWindows {
  readonly #all = new CountedWindow(all)
  readonly #ofChats = new Map<Peer, readonly CountedWindow[]>()

  /** When the bot may send anything. */
  freeAtMs(nowMs: number): number {
    return this.#all.freeAtMs(nowMs)
  }

  /** When this chat may hear from it again; Infinity while a message is on its way there. */
  chatFreeAtMs(peer: Peer, nowMs: number): number {
    const windows = this.#ofChats.get(peer) ?? []
    return Math.max(nowMs, ...windows.map((window) => window.freeAtMs(nowMs)))
  }

  begin(peer: Peer | null, nowMs: number): void {
    for (const window of this.#windowsOf(peer, nowMs)) window.begin()
  }

  /** @param answeredAtMs undefined when it did not go after all */
  end(peer: Peer | null, answeredAtMs: number | undefined, nowMs: number): void {
    for (const window of this.#windowsOf(peer, nowMs)) window.end(answeredAtMs)
  }

  /** Sent before this process began, and told in the order of time. */
  recall(peer: Peer, answeredAtMs: number, nowMs: number): void {
    this.begin(peer, nowMs)
    this.end(peer, answeredAtMs, nowMs)
  }

  #windowsOf(peer: Peer | null, nowMs: number): readonly CountedWindow[] {
    if (peer === null) return [this.#all]
    let ofChat = this.#ofChats.get(peer)
    if (ofChat === undefined) {
      if (this.#ofChats.size >= chatsMax) this.#forgetIdle(nowMs)
      ofChat = [inChat, ...(peerKind(peer) === 'user' ? [] : [inGroup])].map((limit) => new CountedWindow(limit))
      this.#ofChats.set(peer, ofChat)
    }
    return [this.#all, ...ofChat]
  }

  #forgetIdle(nowMs: number): void {
    for (const [peer, windows] of this.#ofChats) {
      if (windows.every((window) => window.isIdle(nowMs))) this.#ofChats.delete(peer)
    }
  }
}

/** 25 a second to people, each for a second, and to groups, each for a minute, are 1 525 at most. */
const chatsMax = 2_000
