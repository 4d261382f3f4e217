import { BotWindows, botLimits, botSideBySide } from '../delivery/bot-pace.ts'
import { afterFlood, decodePace, encodePace, gapMs, nextAllowedAtMs, perMinute } from '../delivery/pace.ts'
import type { Pace, PaceLimits } from '../delivery/pace.ts'
import type { Peer } from '../delivery/peer.ts'
import { TokenCount, tokenMemory } from '../delivery/token-count.ts'
import { clampUntil } from '../delivery/wait.ts'
import type { AccountRow } from '../store/store.ts'
import type { LanePace } from './account-lane.ts'

/** When one account may send next. What must outlive the thread goes into its row with every claim and settlement. */
export abstract class AccountPace implements LanePace {
  abstract readonly sideBySide: number
  protected limits: PaceLimits
  protected pace: Pace
  /** No try before. */
  #nextAtMs: number

  constructor(account: AccountRow, limits: PaceLimits, nowMs: number) {
    this.limits = limits
    this.pace = decodePace(account.pace, nowMs)
    this.#nextAtMs = clampUntil(account.nextAtMs, nowMs)
  }

  /** Its owner or an admin changed what it may. */
  abstract allow(account: AccountRow): void
  abstract begin(peer: Peer | null, nowMs: number): boolean
  /** What is written with its claim: when the next one may go, if nothing else is heard of this one. */
  abstract afterClaim(nowMs: number): number
  abstract end(peer: Peer | null, nowMs: number): void
  abstract giveUp(peer: Peer | null, nowMs: number): void
  /** When this chat may hear from the account; Infinity while a message is on its way there. */
  abstract chatFreeAtMs(peer: Peer | null, nowMs: number): number
  /** It sent this before the thread began. */
  abstract recall(peer: Peer, answeredAtMs: number, nowMs: number): void
  /** A refusal for being too fast means this chat, and not the account. */
  isChatFull(_peer: Peer | null, _nowMs: number): boolean {
    return false
  }

  abstract guardMs(nowMs: number): number

  get nextAtMs(): number {
    return this.#nextAtMs
  }

  /** What stands in the row by now: a claim of anything else must leave it so. */
  get writtenAtMs(): number {
    return this.#nextAtMs
  }

  protected setNext(atMs: number): void {
    this.#nextAtMs = atMs
  }

  gapMs(nowMs: number): number {
    return gapMs(this.pace, this.limits, nowMs)
  }

  perMinute(nowMs: number): number {
    return perMinute(this.pace, this.limits, nowMs)
  }

  hold(untilMs: number): void {
    this.#nextAtMs = Math.max(this.#nextAtMs, untilMs)
  }

  /** Telegram asks to wait until then, because of how much was sent. @returns false when the pace had fallen for it already */
  slowDown(nowMs: number, untilMs: number): boolean {
    this.pace = afterFlood(this.pace, this.limits, nowMs, untilMs)
    return true
  }

  encode(): string {
    return encodePace(this.pace)
  }
}

/** @param token what is sent with a bot's token, where others use it too */
export function paceOf(
  account: AccountRow,
  gapMinMs: number,
  nowMs: number,
  capMax = Infinity,
  token?: TokenCount,
): AccountPace {
  return account.kind === 'bot'
    ? new BotPace(account, token ?? new TokenCount(tokenMemory(nowMs), 'engine'), nowMs)
    : new UserPace(account, { gapMinMs, capMax }, nowMs)
}

interface UserLimits {
  readonly gapMinMs: number
  /** Of the installation, for every account. */
  readonly capMax: number
}

/** One message after another, with the gap counted from the answer. */
class UserPace extends AccountPace {
  readonly sideBySide = 1
  readonly #capMax: number
  /** While a message is on the wire: when the next one may go if nothing else is heard of it. */
  #claimedUntilMs = 0

  constructor(account: AccountRow, { gapMinMs, capMax }: UserLimits, nowMs: number) {
    super(account, { capPerMinute: Math.min(account.capPerMinute, capMax), gapMinMs }, nowMs)
    this.#capMax = capMax
  }

  allow({ capPerMinute }: AccountRow): void {
    this.limits = { ...this.limits, capPerMinute: Math.min(capPerMinute, this.#capMax) }
  }

  begin(): boolean {
    return true
  }

  override get writtenAtMs(): number {
    return Math.max(this.nextAtMs, this.#claimedUntilMs)
  }

  afterClaim(nowMs: number): number {
    this.#claimedUntilMs = nextAllowedAtMs(this.pace, this.limits, nowMs)
    return this.#claimedUntilMs
  }

  end(_: Peer | null, nowMs: number): void {
    this.#claimedUntilMs = 0
    this.setNext(nextAllowedAtMs(this.pace, this.limits, nowMs))
  }

  giveUp(): void {
    this.#claimedUntilMs = 0
  }

  recall(): void {}

  chatFreeAtMs(_: Peer | null, nowMs: number): number {
    return nowMs
  }

  guardMs(nowMs: number): number {
    return this.gapMs(nowMs)
  }
}

/** So much lost time is made good, because a late timer must not lower the rate; an idle hour is worth no more than that. */
const catchUpMs = 1_000

/** Room that frees earlier than was known is found after so long. */
const roomEveryMs = 20

/** Several at once, with the gap counted from launch to launch. */
class BotPace extends AccountPace {
  readonly sideBySide = botSideBySide
  readonly #windows: BotWindows
  /** When the next one would go if nothing but the pace held it. */
  #slotAtMs: number

  constructor(account: AccountRow, token: TokenCount, nowMs: number) {
    super(account, botLimits(account.capPerMinute), nowMs)
    this.#windows = new BotWindows(token, nowMs)
    this.#slotAtMs = this.nextAtMs
  }

  allow({ capPerMinute }: AccountRow): void {
    this.limits = botLimits(capPerMinute)
  }

  begin(peer: Peer | null, nowMs: number): boolean {
    if (peer !== null && !this.#windows.begin(peer, nowMs)) {
      this.#waitForRoom(nowMs)
      return false
    }
    this.#slotAtMs = Math.max(this.#slotAtMs, nowMs - catchUpMs) + this.gapMs(nowMs)
    this.setNext(this.#slotAtMs)
    return true
  }

  afterClaim(): number {
    return this.nextAtMs
  }

  end(peer: Peer | null, nowMs: number): void {
    if (peer !== null) this.#windows.end(peer, nowMs, nowMs)
  }

  recall(peer: Peer, answeredAtMs: number, nowMs: number): void {
    this.#windows.recall(peer, answeredAtMs, nowMs)
  }

  giveUp(peer: Peer | null, nowMs: number): void {
    if (peer !== null) this.#windows.end(peer, undefined, nowMs)
  }

  chatFreeAtMs(peer: Peer | null, nowMs: number): number {
    return peer === null ? nowMs : this.#windows.chatFreeAtMs(peer, nowMs)
  }

  override isChatFull(peer: Peer | null, nowMs: number): boolean {
    return peer !== null && this.#windows.isChatFull(peer, nowMs)
  }

  guardMs(nowMs: number): number {
    return this.gapMs(nowMs) / 2
  }

  /** Several that were on their way are refused together, for one and the same wait. */
  override slowDown(nowMs: number, untilMs: number): boolean {
    const isKnown = this.pace.cleanSinceMs > nowMs
    if (isKnown) this.pace = { ...this.pace, cleanSinceMs: Math.max(this.pace.cleanSinceMs, untilMs) }
    return !isKnown && super.slowDown(nowMs, untilMs)
  }

  /** Others take room too, and their answers are not heard here: it is looked for again soon. */
  #waitForRoom(nowMs: number): void {
    const freeAtMs = Math.max(this.#windows.freeAtMs(nowMs), nowMs + 1)
    this.hold(Math.min(freeAtMs, nowMs + roomEveryMs))
  }
}
