import type { PaceLimits } from './pace.ts'
import { peerKind } from './peer.ts'
import type { Peer } from './peer.ts'
import type { TokenCount } from './token-count.ts'

/** How fast a bot sends: 25 a second, evenly. The rest of the 30 of token-count.ts is for whoever answers people with the same token. */
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

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const inGroup = { max: 20, windowMs: 60_000 } as const

/** What a bot sent longer ago counts nowhere any more. */
export const botMemoryMs = inGroup.windowMs

/** The windows of one bot: of its token, whoever sends with it, and of each group. No timers: what is over is found when somebody asks. */
export class BotWindows {
  readonly #token: TokenCount
  readonly #groups = new Map<Peer, GroupWindow>()
  /** Of those on their way: one to a chat. */
  readonly #places = new Map<Peer, number>()

  /** What whoever had the bot before still awaits is given up. */
  constructor(token: TokenCount, nowMs: number) {
    this.#token = token
    token.takeOver(nowMs)
  }

  /** When the bot may send anything; Infinity: not before an answer. */
  freeAtMs(nowMs: number): number {
    return this.#token.freeAtMs(nowMs)
  }

  /** When this chat may hear from it again; Infinity while a message is on its way there. */
  chatFreeAtMs(peer: Peer, nowMs: number): number {
    return Math.max(this.#token.chatFreeAtMs(peer, nowMs), this.#groups.get(peer)?.freeAtMs(nowMs) ?? nowMs)
  }

  /** This chat has just had all that it may, so that a refusal means the chat. */
  isChatFull(peer: Peer, nowMs: number): boolean {
    return this.#token.isChatFull(peer, nowMs)
  }

  /** @returns false when somebody else has taken the last room: nothing has begun then */
  begin(peer: Peer, nowMs: number): boolean {
    const place = this.#token.begin(peer, nowMs)
    if (place === undefined) return false
    this.#places.set(peer, place)
    this.#groupOf(peer, nowMs)?.begin()
    return true
  }

  /** @param answeredAtMs undefined when it did not go after all */
  end(peer: Peer, answeredAtMs: number | undefined, nowMs: number): void {
    const place = this.#places.get(peer)
    if (place !== undefined) this.#token.end(place, answeredAtMs)
    this.#places.delete(peer)
    this.#groupOf(peer, nowMs)?.end(answeredAtMs)
  }

  /** Sent before this thread began, and told in the order of time. */
  recall(peer: Peer, answeredAtMs: number, nowMs: number): void {
    const group = this.#groupOf(peer, nowMs)
    group?.begin()
    group?.end(answeredAtMs)
  }

  #groupOf(peer: Peer, nowMs: number): GroupWindow | undefined {
    if (peerKind(peer) === 'user') return undefined
    const known = this.#groups.get(peer)
    if (known !== undefined) return known
    if (this.#groups.size >= groupsMax) this.#forgetIdle(nowMs)
    const group = new GroupWindow()
    this.#groups.set(peer, group)
    return group
  }

  #forgetIdle(nowMs: number): void {
    for (const [peer, group] of this.#groups) if (group.isIdle(nowMs)) this.#groups.delete(peer)
  }
}

/** 25 a second for a minute, and those on their way, are 1 525 groups at most. */
const groupsMax = 2_000

/** Of one group, as a token counts: what is unanswered, and what was answered within the window. */
class GroupWindow {
  #unanswered = 0
  #answeredAtMs: number[] = []

  freeAtMs(nowMs: number): number {
    const { max, windowMs } = inGroup
    this.#forget(nowMs)
    const tooMany = this.#unanswered + this.#answeredAtMs.length - max + 1
    if (tooMany <= 0) return nowMs
    const last = this.#answeredAtMs[tooMany - 1]
    return last === undefined ? Number.POSITIVE_INFINITY : last + windowMs
  }

  begin(): void {
    this.#unanswered += 1
  }

  end(answeredAtMs: number | undefined): void {
    this.#unanswered -= 1
    if (answeredAtMs !== undefined) this.#answeredAtMs.push(answeredAtMs)
  }

  isIdle(nowMs: number): boolean {
    this.#forget(nowMs)
    return this.#unanswered === 0 && this.#answeredAtMs.length === 0
  }

  #forget(nowMs: number): void {
    const oldest = this.#answeredAtMs.findIndex((atMs) => atMs > nowMs - inGroup.windowMs)
    if (oldest !== 0) this.#answeredAtMs = oldest < 0 ? [] : this.#answeredAtMs.slice(oldest)
  }
}
