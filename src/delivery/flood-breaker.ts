import { RecentAccounts } from './recent-accounts.ts'

/**
 * A flood storm: Telegram tells so many different accounts to wait that it cannot be about one of them. What they share is the
 * address and the `api_id`, so those who were not told yet would be told next. Plain data: it is kept over a restart, and shown.
 */
export interface FloodStorm {
  readonly beganAtMs: number
  /** How many accounts had been told to wait when it began, */
  readonly accounts: number
  /** of how many that had an answer to a message within the minute before. */
  readonly active: number
  /** Flood waits since it began, and the longest. */
  readonly waits: number
  readonly longestWaitMs: number
  /** Of the turns to send that are due, so many go: below 1 until it stays quiet; 1 while it is only watched. */
  readonly share: number
  /** Where the share starts, and starts again. */
  readonly floorShare: number
  readonly stepAtMs: number
  readonly stepMs: number
  /** Over then, unless Telegram asks again. */
  readonly endsAtMs: number
}

/** `fell`: it came back while the share rose. */
export type StormChange = 'began' | 'fell' | 'rose' | 'ended'

/** Six messages a minute is the default pace, so that a minute has everybody who sends in it several times. */
const windowMs = 60_000
/**
 * An installation that is told a flood wait an hour for each of its accounts sends much too fast already. Of twenty such accounts five
 * are told so within the same minute by chance about once a month; of fewer, less often. One account alone is never a storm.
 */
const accountsMin = 5
/** Of more accounts a fixed number would be chance again: a quarter of a hundred such accounts never comes together. */
const oneOf = 4

/** At first every eighth turn: slow enough to be felt, and with five accounts still somebody who asks within half a minute. */
const firstShare = 1 / 8
/** Who asks on behalf of many: one turn of about ten accounts, whatever the installation's size. More of them would only be told to wait. */
const probes = 10
/** At the default pace every account has had a turn by then, and an answer comes within a second. The share doubles with each. */
const stepMs = 15_000
/** A step lasts twice as long after each relapse, because then it is the pace that Telegram does not accept. */
const stepMaxMs = 8 * stepMs

/** Ten clean minutes after the last wait, as for an account's own pace. Nobody is slowed in them. */
const calmMs = 10 * 60_000
/** Nobody has to look for a wait of a day; whether the storm is over shows by those who send meanwhile. */
const believedMaxMs = 60 * 60_000

/**
 * When a storm begins, how much of the installation's sending goes on in it, and when it is over. A storm opens at once and eases step
 * by step: a step of time with answers, of which fewer than a quarter tell to wait, doubles the share. Without answers nothing is
 * known, and nothing changes. It never shortens a wait, and adds none to those who wait already.
 */
export class FloodBreaker {
  readonly #told = new RecentAccounts(windowMs)
  readonly #active = new RecentAccounts(windowMs)
  #longestWaitMs = 0
  #storm: FloodStorm | undefined

  /** With the storm that an earlier process was in. Instants that a wrong clock wrote are cut to what they can be. */
  constructor(kept: FloodStorm | undefined, nowMs: number) {
    if (kept === undefined) return
    const endsAtMs = Math.min(kept.endsAtMs, nowMs + believedMaxMs + calmMs)
    this.#storm = { ...kept, endsAtMs, stepAtMs: Math.min(kept.stepAtMs, nowMs) }
    this.#longestWaitMs = kept.longestWaitMs
  }

  get storm(): FloodStorm | undefined {
    return this.#storm
  }

  get share(): number {
    return this.#storm?.share ?? 1
  }

  /** Telegram took a message of the account, or refused it for another reason than haste. */
  noteAnswer(accountId: number, nowMs: number): void {
    this.#active.note(accountId, nowMs)
  }

  /** Telegram told the account to wait with sending. */
  noteFlood(accountId: number, untilMs: number, nowMs: number): StormChange | undefined {
    const isFirst = this.#told.count(nowMs) === 0 && this.#storm === undefined
    const waitMs = untilMs - nowMs
    this.#longestWaitMs = isFirst ? waitMs : Math.max(waitMs, this.#longestWaitMs)
    this.#told.note(accountId, nowMs)
    this.#active.note(accountId, nowMs)
    const endsAtMs = nowMs + Math.min(waitMs, believedMaxMs) + calmMs
    const storm = this.#storm
    if (storm === undefined) return this.#isStorm(nowMs) ? this.#begin(endsAtMs, nowMs) : undefined

    const noted = { ...storm, waits: storm.waits + 1, longestWaitMs: this.#longestWaitMs }
    this.#storm = noted
    // While it is only watched, one account's own flood wait must not keep it open.
    const isRelapse = storm.share > storm.floorShare && this.#isStorm(nowMs)
    if (storm.share >= 1 && !isRelapse) return undefined
    this.#storm = { ...noted, endsAtMs: Math.max(storm.endsAtMs, endsAtMs) }
    if (!isRelapse) return undefined
    this.#storm = { ...this.#storm, share: storm.floorShare, stepMs: Math.min(stepMaxMs, 2 * storm.stepMs) }
    this.#step(nowMs)
    return 'fell'
  }

  /** To be called about once a second. */
  tick(nowMs: number): StormChange | undefined {
    const [told, active] = [this.#told.count(nowMs), this.#active.count(nowMs)]
    const storm = this.#storm
    if (storm === undefined) return undefined
    if (nowMs >= storm.endsAtMs) {
      this.#storm = undefined
      return 'ended'
    }
    // The clock was set back: the step would last for as long as it was wrong.
    if (nowMs < storm.stepAtMs) this.#step(nowMs)
    if (storm.share >= 1 || active === 0 || nowMs - storm.stepAtMs < storm.stepMs) return undefined
    const isClean = told * oneOf < active
    if (isClean) this.#storm = { ...storm, share: Math.min(1, 2 * storm.share) }
    this.#step(nowMs)
    return isClean ? 'rose' : undefined
  }

  #isStorm(nowMs: number): boolean {
    const told = this.#told.count(nowMs)
    return told >= accountsMin && told * oneOf >= this.#active.count(nowMs)
  }

  #begin(endsAtMs: number, nowMs: number): StormChange {
    const [accounts, active] = [this.#told.count(nowMs), this.#active.count(nowMs)]
    const share = Math.min(firstShare, probes / active)
    const longestWaitMs = this.#longestWaitMs
    const figures = { beganAtMs: nowMs, accounts, active, waits: accounts, longestWaitMs }
    this.#storm = { ...figures, share, floorShare: share, stepAtMs: nowMs, stepMs, endsAtMs }
    this.#step(nowMs)
    return 'began'
  }

  /** Every step is judged by what happened in it. */
  #step(nowMs: number): void {
    if (this.#storm !== undefined) this.#storm = { ...this.#storm, stepAtMs: nowMs }
    this.#told.clear()
    this.#active.clear()
  }
}

export function encodeStorm(storm: FloodStorm | undefined): string {
  return storm === undefined ? '' : JSON.stringify(storm)
}

export function decodeStorm(text: string | undefined): FloodStorm | undefined {
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as FloodStorm)
}
