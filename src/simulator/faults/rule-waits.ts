import type { FaultAction, FaultSubject } from './faults.ts'
import type { RuleEffect } from './rule-effect.ts'
import type { Match } from './rule-match.ts'
import { isSend } from './rule-match.ts'
import type { RuleStore, WaitRecord } from './rule-store.ts'

/** The waits that one rule began, by account and by what they stop. They end by the world's clock, whether anybody asks or not. */
export class RuleWaits {
  readonly #ruleId: number
  readonly #effect: RuleEffect
  readonly #matches: Match
  readonly #store: RuleStore
  readonly #records = new Map<string, WaitRecord>()

  constructor(deps: {
    readonly ruleId: number
    readonly effect: RuleEffect
    readonly matches: Match
    readonly store: RuleStore
    readonly records: readonly WaitRecord[]
  }) {
    this.#ruleId = deps.ruleId
    this.#effect = deps.effect
    this.#matches = deps.matches
    this.#store = deps.store
    for (const record of deps.records) this.#records.set(record.key, record)
  }

  /** Milliseconds that this request should still have waited; 0 when it may go. */
  remainingMs(subject: FaultSubject): number {
    const key = this.#key(subject)
    const record = key === undefined ? undefined : this.#records.get(key)
    return record === undefined ? 0 : Math.max(0, record.untilMs - subject.nowMs)
  }

  begin(subject: FaultSubject, untilMs: number): void {
    const key = this.#key(subject)
    if (key !== undefined) this.#save({ key, untilMs, recentMs: [] })
  }

  /** Counts a request against a rate. @returns whether it is one too many; then the window is empty again. */
  isOverRate(subject: FaultSubject, requests: number, windowMs: number): boolean {
    const key = this.#key(subject)
    if (key === undefined) return false
    const known = this.#records.get(key)?.recentMs ?? []
    const recentMs = known.filter((atMs) => atMs > subject.nowMs - windowMs)
    if (recentMs.length >= requests) return true
    this.#save({ key, untilMs: 0, recentMs: [...recentMs, subject.nowMs] })
    return false
  }

  countOpen(nowMs: number): number {
    let count = 0
    for (const record of this.#records.values()) if (record.untilMs > nowMs) count++
    return count
  }

  /** Undefined for a request that no wait of this rule can stop. */
  #key(subject: FaultSubject): string | undefined {
    const { account, method } = subject
    if (this.#effect.type === 'rate') return this.#matches(subject) ? String(account) : undefined
    if (this.#effect.type !== 'flood-wait') return undefined
    const { scope = 'method' } = this.#effect.wait
    if (scope === 'account') return String(account)
    if (scope === 'send') return isSend(method) ? `${account}|send` : undefined
    return `${account}|${method}`
  }

  #save(record: WaitRecord): void {
    this.#records.set(record.key, record)
    this.#store.saveWait(this.#ruleId, record)
  }
}

/** How each surface asks to wait. Whole seconds, rounded up: who waits so long is never early. */
export function waitAction(surface: FaultSubject['surface'], name: string, waitMs: number): FaultAction {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  if (surface === 'mtproto') return { type: 'error', when: 'before', code: 420, message: `${name}_${seconds}` }
  const message = `Too Many Requests: retry after ${seconds}`
  return { type: 'error', when: 'before', code: 429, message, retryAfter: seconds }
}
