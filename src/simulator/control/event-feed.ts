import type { RuleBook } from '../faults/rule-book.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { World } from '../world/world.ts'
import { controlEventOf } from './control-event.ts'
import type { ControlEvent, ControlEventType } from './control-event.ts'

/** @param json the event, made into text once for all who read it */
export type Reader = (json: string) => void

interface Subscription {
  readonly types: ReadonlySet<ControlEventType>
  readonly read: Reader
}

export interface EventFeedDeps {
  readonly world: World
  readonly commit: GroupCommit
  readonly ledger: Pick<Ledger, 'listen'>
  readonly rules: Pick<RuleBook, 'listen'>
}

/** Tells readers what happened, in order, once it is on disk. Costs nothing while nobody reads. */
export class EventFeed {
  readonly #commit: GroupCommit
  readonly #subscriptions = new Set<Subscription>()
  readonly #hints = new Map<string, ControlEvent>()

  constructor({ world, commit, ledger, rules }: EventFeedDeps) {
    this.#commit = commit
    world.events.listen((event) => {
      if (this.#isRead(event.type)) this.#tellOnceDurable(controlEventOf(event))
    })
    ledger.listen((seq) => this.#hint('ledger', { type: 'ledger', seq }))
    rules.listen((ruleId) => this.#hint(`rule ${ruleId}`, { type: 'rule', ruleId }))
  }

  /** @returns what ends it */
  subscribe(types: readonly ControlEventType[], read: Reader): () => void {
    const subscription = { types: new Set(types), read }
    this.#subscriptions.add(subscription)
    return () => void this.#subscriptions.delete(subscription)
  }

  /** At once, to everybody who reads this kind. */
  tell(event: ControlEvent): void {
    let json: string | undefined
    for (const { types, read } of this.#subscriptions) {
      if (!types.has(event.type)) continue
      json ??= JSON.stringify(event)
      read(json)
    }
  }

  #isRead(type: ControlEventType): boolean {
    for (const { types } of this.#subscriptions) if (types.has(type)) return true
    return false
  }

  #tellOnceDurable(event: ControlEvent): void {
    this.#commit.whenDurable(() => this.tell(event))
  }

  /** Thousands of lines may be written in a turn; the last number says it for all of them. */
  #hint(key: string, event: ControlEvent): void {
    if (!this.#isRead(event.type)) return
    const isFirst = this.#hints.size === 0
    this.#hints.set(key, event)
    if (!isFirst) return
    this.#commit.whenDurable(() => {
      const hints = [...this.#hints.values()]
      this.#hints.clear()
      for (const hint of hints) this.tell(hint)
    })
  }
}
