import type { RuleView } from '../faults/rule-book.ts'
import type { Rule } from '../faults/rule.ts'
import type { ControlConnection } from './control-connection.ts'

/** Behaviour on demand. */
export class RuleCalls {
  readonly #control: ControlConnection

  constructor(control: ControlConnection) {
    this.#control = control
  }

  add(rule: Rule): Promise<RuleView> {
    return this.#control.post('/rules', rule)
  }

  list(): Promise<RuleView[]> {
    return this.#control.get('/rules')
  }

  get(id: number): Promise<RuleView> {
    return this.#control.get(`/rules/${id}`)
  }

  /** @returns what it had done */
  remove(id: number): Promise<RuleView> {
    return this.#control.delete(`/rules/${id}`)
  }

  clear(): Promise<RuleView[]> {
    return this.#control.delete('/rules')
  }

  /** Off: a repeated `random_id` makes a second message. */
  rememberRandomIds(on: boolean): Promise<unknown> {
    return this.#control.put('/random-id-memory', { on })
  }

  keepBotLimits(on: boolean): Promise<unknown> {
    return this.#control.put('/bot-limits', { on })
  }
}
