import { seededRandom } from '../../base/random.ts'
import type { Random } from '../../base/random.ts'
import type { FaultAction, FaultSubject } from './faults.ts'
import { sampleLatency } from './latency.ts'
import type { Rule } from './rule.ts'
import { effectOf, sampleSeconds } from './rule-effect.ts'
import type { RuleEffect } from './rule-effect.ts'
import { isSend, matchOf } from './rule-match.ts'
import type { Match } from './rule-match.ts'
import type { RuleCounts, RuleStore, StoredRule } from './rule-store.ts'
import { RuleWaits, waitAction } from './rule-waits.ts'

/** What one rule does to one request. */
export interface RuleHit {
  readonly delayMs: number
  readonly action: FaultAction | undefined
  readonly isRepeatAnswer: boolean
}

/** A rule with its counts: how often it was met, what it used up, who waits because of it. */
export class LiveRule {
  readonly id: number
  readonly rule: Rule
  readonly counts: RuleCounts
  readonly #effect: RuleEffect
  readonly #matches: Match
  readonly #waits: RuleWaits
  readonly #store: RuleStore
  readonly #firstSeed: number

  /** @param seed for the rule's chance where it names none */
  constructor({ id, rule, counts, waits: records }: StoredRule, seed: number, store: RuleStore) {
    this.id = id
    this.rule = rule
    this.counts = counts
    this.#effect = effectOf(rule)
    this.#matches = matchOf(rule)
    this.#store = store
    this.#waits = new RuleWaits({ ruleId: id, effect: this.#effect, matches: this.#matches, store, records })
    this.#firstSeed = seededRandom(rule.seed ?? seed + id).int(0, 2 ** 52)
  }

  /** Nothing is left of its `times`. A wait that it began goes on. */
  get isSpent(): boolean {
    return this.rule.times !== undefined && this.counts.hits >= this.rule.times
  }

  waiting(nowMs: number): number {
    return this.#waits.countOpen(nowMs)
  }

  /** @param isTaken an earlier rule has an action for this request already: then only delays and repeats are of interest */
  meet(subject: FaultSubject, isTaken: boolean): RuleHit | undefined {
    const { type } = this.#effect
    if (isTaken && type !== 'none' && type !== 'repeat-answer') return undefined
    const remainingMs = this.#waits.remainingMs(subject)
    if (remainingMs > 0) return this.#early(subject, remainingMs)
    if (this.isSpent || !this.#isAbout(subject)) return undefined
    this.counts.seen += 1
    const random = this.#randomOfThisRequest()
    const hit = this.#isDue(subject, random) ? this.#hit(subject, random) : undefined
    this.#store.saveCounts(this.id, this.counts)
    return hit
  }

  #isAbout(subject: FaultSubject): boolean {
    const effect = this.#effect
    if (!this.#matches(subject)) return false
    if (effect.type === 'repeat-answer') return subject.isRepeat?.() === true
    return effect.type !== 'flood-wait' || effect.wait.scope !== 'send' || isSend(subject.method)
  }

  #isDue(subject: FaultSubject, random: Random): boolean {
    const { skip = 0, probability = 1 } = this.rule
    if (this.counts.seen <= skip) return false
    // Drawn also where it is certain, so that the other draws of a request don't depend on it.
    if (random.next() >= probability) return false
    if (this.#effect.type !== 'rate') return true
    const { requests, windowSeconds } = this.#effect.rate
    return this.#waits.isOverRate(subject, requests, windowSeconds * 1000)
  }

  #hit(subject: FaultSubject, random: Random): RuleHit {
    this.counts.hits += 1
    const delayMs = this.rule.delayMs === undefined ? 0 : sampleLatency(this.rule.delayMs, random)
    return { delayMs, action: this.#action(subject, random), isRepeatAnswer: this.#effect.type === 'repeat-answer' }
  }

  #action(subject: FaultSubject, random: Random): FaultAction | undefined {
    const effect = this.#effect
    if (effect.type === 'flood-wait') return this.#beginWait(subject, sampleSeconds(effect.wait.seconds, random))
    if (effect.type === 'rate') return this.#beginWait(subject, effect.rate.waitSeconds)
    return effect.type === 'action' ? effect.action : undefined
  }

  #beginWait(subject: FaultSubject, seconds: number): FaultAction {
    this.#waits.begin(subject, subject.nowMs + seconds * 1000)
    return waitAction(subject.surface, this.#waitName, seconds * 1000)
  }

  #early(subject: FaultSubject, remainingMs: number): RuleHit {
    this.counts.earlyRequests += 1
    this.#store.saveCounts(this.id, this.counts)
    const action = waitAction(subject.surface, this.#waitName, remainingMs)
    return { delayMs: 0, action, isRepeatAnswer: false }
  }

  get #waitName(): string {
    return (this.#effect.type === 'flood-wait' ? this.#effect.wait.name : undefined) ?? 'FLOOD_WAIT'
  }

  /** By the number of the request and not by the one before it, so that a restart goes on with the same chance. */
  #randomOfThisRequest(): Random {
    return seededRandom(this.#firstSeed + this.counts.seen)
  }
}
