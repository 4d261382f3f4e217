import type { Random } from '../base/random.ts'
import type { Circumstances, Decision } from '../delivery/decide.ts'
import { afterLimit, limitsBefore } from '../delivery/limits.ts'
import type { LimitsInRow } from '../delivery/limits.ts'
import type { Outcome } from '../delivery/outcome.ts'
import type { RepeatedErrors } from '../delivery/repeated-errors.ts'
import { waitKeyText } from '../delivery/wait.ts'
import type { Waits } from '../delivery/wait.ts'
import type { AccountPatch, AccountRow, DueAttempt, StoredWait } from '../store/store.ts'
import type { AccountLane } from './account-lane.ts'
import type { AccountPace } from './account-pace.ts'
import type { EventSink } from './event-sink.ts'
import type { ShardPolicy } from './shard-settings.ts'

export interface RecordDeps {
  readonly pace: AccountPace
  readonly waits: Waits
  readonly policy: Pick<ShardPolicy, 'triesMax'>
  readonly random: Random
  readonly repeated: RepeatedErrors
  readonly events: EventSink
}

/** What an account's tries have come to: the rules ask for it, and what must outlive the thread is written into the account's row. */
export class AccountRecord {
  readonly #accountId: number
  readonly #deps: RecordDeps
  #isUsable: boolean
  #limitsInRow: LimitsInRow
  readonly #refreshes = new Map<number, number>()

  constructor(account: AccountRow, deps: RecordDeps) {
    this.#accountId = account.id
    this.#deps = deps
    this.#isUsable = account.state === 'active'
    this.#limitsInRow = { count: account.limitsInRow, untilMs: account.limitedUntilMs }
  }

  /** False after Telegram limited or ended the account: the store refuses its claims too. */
  get isUsable(): boolean {
    return this.#isUsable
  }

  set isUsable(isUsable: boolean) {
    this.#isUsable = isUsable
  }

  /** How often what this attempt needs was got anew, since it was told anything else. */
  refreshesOf({ id }: DueAttempt): number {
    return this.#refreshes.get(id) ?? 0
  }

  /** What the rules must know before they decide, this outcome included. */
  circumstances(
    lane: AccountLane,
    attempt: DueAttempt,
    outcome: Outcome,
    claimedAtMs: number,
    nowMs: number,
  ): Circumstances {
    const { policy, random, repeated } = this.#deps
    lane.line.note(outcome, claimedAtMs, nowMs)
    const error = 'error' in outcome ? outcome.error : ''
    return {
      triesMax: policy.triesMax,
      random,
      lineFreeAtMs: lane.line.freeAtMs,
      refreshes: this.refreshesOf(attempt),
      peersWithSameError: error === '' ? 0 : repeated.note(`${this.#accountId}|${error}`, attempt.peer ?? 0, nowMs),
      limitsInRow: limitsBefore(this.#limitsInRow, nowMs),
      isChatFull: this.#deps.pace.isChatFull(attempt.peer, nowMs),
    }
  }

  /** Changes what is known, and says what of it must outlive the thread. */
  apply(lane: AccountLane, attempt: DueAttempt, decision: Decision, nowMs: number): AccountPatch {
    const { pace, waits } = this.#deps
    const { wait, isTooFast, account, refresh, slowModeMs } = decision
    // One that only waited was told nothing by Telegram.
    if (refresh === undefined && decision.isUntried !== true) this.#refreshes.delete(attempt.id)
    if (refresh !== undefined) this.#refreshes.set(attempt.id, this.refreshesOf(attempt) + 1)
    if (wait !== undefined) waits.note(wait.key, wait.untilMs)
    if (wait !== undefined && isTooFast === true) this.#slowDown(nowMs, wait.untilMs)
    if (decision.isUntried === true) lane.pace.giveUp(attempt.peer, nowMs)
    else lane.pace.end(attempt.peer, nowMs)
    const patch = {
      accountId: this.#accountId,
      nextAtMs: pace.writtenAtMs,
      pace: pace.encode(),
      ...this.#learned(lane, attempt, slowModeMs),
    }
    if (account === undefined || account.type === 'verify') return patch
    this.#isUsable = false
    const untilMs = account.type === 'limit' ? account.untilMs : null
    const state = { limit: 'limited', pause: 'paused', needsLogin: 'needs-login' } as const
    const changed = { ...patch, state: { state: state[account.type], reason: account.reason, untilMs } }
    if (untilMs === null) return changed
    this.#limitsInRow = afterLimit(this.#limitsInRow, untilMs, nowMs)
    return { ...changed, limits: this.#limitsInRow }
  }

  /** What Telegram asks to wait for, as it is written down. */
  waitsIn({ wait }: Decision): StoredWait[] {
    if (wait === undefined) return []
    return [{ accountId: this.#accountId, key: waitKeyText(wait.key), untilMs: wait.untilMs, reason: wait.reason }]
  }

  /** What the window holds for the same chat was read before. */
  #learned(
    { window }: AccountLane,
    { peer }: DueAttempt,
    slowModeMs: number | undefined,
  ): Pick<AccountPatch, 'slowMode'> {
    if (slowModeMs === undefined || peer === null) return {}
    window.forget()
    return { slowMode: { peer, seconds: Math.ceil(slowModeMs / 1_000) } }
  }

  #slowDown(nowMs: number, untilMs: number): void {
    const { pace, events } = this.#deps
    if (!pace.slowDown(nowMs, untilMs)) return
    events.emit('pace_changed', { accountId: this.#accountId, perMinute: pace.perMinute(nowMs) })
  }
}
