import type { Clock } from '../base/clock.ts'

/** A fast thumb on a keypad is below it; a script is not. */
const burst = 20
const perSecond = 2
/** People who were quiet for so long have all of it again, and need not be remembered. */
const forgetMs = (burst / perSecond) * 1000

interface Spent {
  readonly left: number
  readonly atMs: number
  readonly isTold: boolean
}

/** How much one person may ask for: so many at once, and then so many a second. Somebody who floods is slowed, others are not. */
export class Allowance {
  readonly #clock: Clock
  readonly #people = new Map<number, Spent>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Who has asked for something just now: nobody else is remembered. */
  get people(): number {
    return this.#people.size
  }

  /** @returns whether they may */
  take(personId: number): boolean {
    const { left, isTold, atMs } = this.#now(personId)
    const isAllowed = left >= 1
    this.#remember(personId, { left: isAllowed ? left - 1 : left, atMs, isTold: isTold && left < burst / 2 })
    return isAllowed
  }

  /** They are refused. @returns whether to tell them: once, until they have been quiet for a while */
  tell(personId: number): boolean {
    const now = this.#now(personId)
    this.#remember(personId, { ...now, isTold: true })
    return !now.isTold
  }

  #now(personId: number): Spent {
    const atMs = this.#clock.nowMs()
    const before = this.#people.get(personId) ?? { left: burst, atMs, isTold: false }
    // A clock that was set back must not take away what they have.
    const passedMs = Math.max(0, atMs - before.atMs)
    return { left: Math.min(burst, before.left + (passedMs / 1000) * perSecond), atMs, isTold: before.isTold }
  }

  /** In the order of their last word, so the quiet ones stand first. */
  #remember(personId: number, spent: Spent): void {
    this.#people.delete(personId)
    this.#people.set(personId, spent)
    for (const [id, { atMs }] of this.#people) {
      if (Math.abs(spent.atMs - atMs) < forgetMs) return
      this.#people.delete(id)
    }
  }
}
