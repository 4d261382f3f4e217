import type { Clock } from '../../base/clock.ts'
import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { FaultAction, FaultDecision, Faults, FaultSubject } from './faults.ts'
import { LiveRule } from './live-rule.ts'
import type { Rule } from './rule.ts'
import { openRuleStore } from './rule-store.ts'
import type { RuleCounts, RuleStore } from './rule-store.ts'
import { waitAction } from './rule-waits.ts'
import { secondsIn } from './known-errors.ts'

export interface RuleView extends RuleCounts {
  readonly id: number
  readonly rule: Rule
  /** Its `times` are used up; waits that it began still go on. */
  readonly isSpent: boolean
  /** Waits that are not over. */
  readonly waiting: number
}

export interface RuleBookDeps {
  readonly db: Database
  readonly commit: GroupCommit
  readonly clock: Clock
  /** For rules that bring no seed of their own. */
  readonly seed: number
}

export type RuleListener = (ruleId: number, subject: FaultSubject) => void

/**
 * Behaviour on demand: the rules of the control API, in the order in which they came. Delays of all rules that fit add up; of those
 * with an action the first one wins. Rules, counts and waits outlive a restart.
 */
export class RuleBook implements Faults {
  readonly #store: RuleStore
  readonly #clock: Clock
  readonly #seed: number
  readonly #listeners: RuleListener[] = []
  #rules: readonly LiveRule[]
  #remembersRandomIds: boolean
  #keepsBotLimits: boolean

  constructor({ db, commit, clock, seed }: RuleBookDeps) {
    this.#store = openRuleStore(db, commit)
    this.#clock = clock
    // The first one stays, so that rules go on with their chance whatever a restart is told.
    this.#seed = this.#store.setting('seed', seed)
    this.#store.saveSetting('seed', this.#seed)
    this.#rules = this.#store.load().map((stored) => new LiveRule(stored, this.#seed, this.#store))
    this.#remembersRandomIds = this.#store.setting(randomIdMemory, 1) === 1
    this.#keepsBotLimits = this.#store.setting(botLimits, 1) === 1
  }

  get remembersRandomIds(): boolean {
    return this.#remembersRandomIds
  }

  rememberRandomIds(on: boolean): void {
    this.#remembersRandomIds = on
    this.#store.saveSetting(randomIdMemory, Number(on))
  }

  /** Whether the Bot API keeps to the rates that Telegram tells of; only remembered here. */
  get keepsBotLimits(): boolean {
    return this.#keepsBotLimits
  }

  keepBotLimits(on: boolean): void {
    this.#keepsBotLimits = on
    this.#store.saveSetting(botLimits, Number(on))
  }

  decide(subject: FaultSubject): FaultDecision {
    let delayMs = 0
    let action: FaultAction | undefined
    let isDuplicate = false
    for (const rule of this.#rules) {
      const hit = rule.meet(subject, action !== undefined)
      if (hit === undefined) continue
      delayMs += hit.delayMs
      action ??= hit.action
      isDuplicate ||= hit.isRepeatAnswer
      for (const listener of this.#listeners) listener(rule.id, subject)
    }
    const repeatAnswer = isDuplicate ? 'duplicate' : 'first-message'
    return { delayMs, action: inWordsOf(subject.surface, action), repeatAnswer }
  }

  /** Hears of every request that a rule did something to. */
  listen(listener: RuleListener): void {
    this.#listeners.push(listener)
  }

  add(rule: Rule): RuleView {
    const counts = { seen: 0, hits: 0, earlyRequests: 0 }
    const live = new LiveRule({ id: this.#store.insert(rule), rule, counts, waits: [] }, this.#seed, this.#store)
    this.#rules = [...this.#rules, live]
    return this.#view(live)
  }

  list(): RuleView[] {
    return this.#rules.map((rule) => this.#view(rule))
  }

  find(id: number): RuleView | undefined {
    const rule = this.#rules.find((one) => one.id === id)
    return rule === undefined ? undefined : this.#view(rule)
  }

  /** Its waits end with it. @returns what it had done, or undefined when there is no such rule. */
  remove(id: number): RuleView | undefined {
    const removed = this.find(id)
    if (removed === undefined) return undefined
    this.#rules = this.#rules.filter((rule) => rule.id !== id)
    this.#store.remove(id)
    return removed
  }

  #view(live: LiveRule): RuleView {
    const { id, rule, counts, isSpent } = live
    return { id, rule, ...counts, isSpent, waiting: live.waiting(this.#clock.nowMs()) }
  }
}

const randomIdMemory = 'random-id-memory'
const botLimits = 'bot-limits'

/** A rule for both surfaces may say FLOOD_WAIT_5; the Bot API has other words for the same wait. */
function inWordsOf(surface: FaultSubject['surface'], action: FaultAction | undefined): FaultAction | undefined {
  if (surface !== 'botapi' || action?.type !== 'error' || !action.message.startsWith('FLOOD_WAIT_')) return action
  const seconds = secondsIn(action.message)
  return seconds === undefined ? action : waitAction('botapi', 'FLOOD_WAIT', seconds * 1000)
}
