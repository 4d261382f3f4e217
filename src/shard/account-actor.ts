import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Failpoint } from '../base/failpoint.ts'
import type { Random } from '../base/random.ts'
import { botMemoryMs } from '../delivery/bot-pace.ts'
import { decide } from '../delivery/decide.ts'
import type { Outcome } from '../delivery/outcome.ts'
import type { RepeatedErrors } from '../delivery/repeated-errors.ts'
import type { TokenCount } from '../delivery/token-count.ts'
import type { TurnShare } from '../delivery/turn-share.ts'
import { Waits, clampUntil, sendLane, waitsOfChat } from '../delivery/wait.ts'
import type { WaitKey } from '../delivery/wait.ts'
import type { AccountRow, DueAttempt, StorePort, StoredWait, Verbs } from '../store/store.ts'
import type { TelegramLink } from '../telegram/contract.ts'
import type { AccountLane } from './account-lane.ts'
import { openLanes } from './account-lanes.ts'
import type { LanesDeps } from './account-lanes.ts'
import { paceOf } from './account-pace.ts'
import type { AccountPace } from './account-pace.ts'
import { AccountRecord } from './account-record.ts'
import type { EventSink } from './event-sink.ts'
import { fieldsOf, isAwaiting, replacesOlder, reportTry, settlementOf, triedOf } from './report-try.ts'
import type { ShardPolicy } from './shard-settings.ts'
import { executeWork } from './work.ts'
import type { WorkContext, WorkTable } from './work.ts'
import { writeUntilTaken } from './write-until-taken.ts'

type OwnVerbs = 'claim' | 'settle' | 'saveAccounts' | 'defer' | 'stopRun' | 'tokenWait' | 'recentSends'

export interface ActorDeps {
  readonly store: Pick<StorePort<Verbs>, OwnVerbs> & LanesDeps['store'] & WorkContext['store']
  readonly works: WorkTable
  readonly link: TelegramLink
  readonly clock: Clock
  readonly random: Random
  readonly policy: ShardPolicy
  readonly failpoint: Failpoint
  readonly repeated: RepeatedErrors
  /** One for all accounts of the shard. */
  readonly turns: Pick<TurnShare, 'take'>
  readonly events: EventSink
  /** What is sent with a bot's token, where others in this process send with it too. */
  readonly token?: TokenCount | undefined
  readonly log: Pick<Logger, 'error'>
  readonly randomId: (attempt: DueAttempt, part: number) => string
  /** The epoch under which this shard owns the account's partition; undefined when it does not any more. */
  readonly epoch: () => number | undefined
}

/** What a turn began: a try, which goes on when the turn is over. */
export interface Turn {
  readonly trying: Promise<void> | undefined
  /** It takes a place among the shard's calls until it ends; only a person's messages do. */
  readonly isCounted: boolean
}

/**
 * One Telegram account. The shard decides when it has a turn, and gives it one at a time; a try that is begun in it goes on beside
 * the next ones. A person's account has one message on the wire and a bot several; beside them each has one thing that it reads.
 */
export class AccountActor {
  account: AccountRow
  readonly #deps: ActorDeps
  readonly #waits = new Waits()
  readonly #pace: AccountPace
  readonly #sends: AccountLane
  readonly #changes: AccountLane
  /** Messages first, in every turn. */
  readonly #lanes: readonly AccountLane[]
  #hasRecalled = false
  readonly #record: AccountRecord

  constructor(account: AccountRow, waits: readonly StoredWait[], deps: ActorDeps) {
    const { policy, clock } = deps
    const nowMs = clock.nowMs()
    this.account = account
    this.#deps = deps
    this.#pace = paceOf(account, policy.gapMinMs, nowMs, policy.capMax, deps.token)
    const { sends, changes, all } = openLanes(account.id, this.#pace, deps)
    this.#sends = sends
    this.#changes = changes
    this.#lanes = all
    this.#record = new AccountRecord(account, { ...deps, pace: this.#pace, waits: this.#waits })
    for (const { key, untilMs } of waits) this.#waits.noteText(key, clampUntil(untilMs, nowMs))
  }

  /** False after Telegram limited or ended the account: the store refuses its claims too. */
  get isUsable(): boolean {
    return this.#record.isUsable
  }

  /** Its row says that it may send again, with whatever else changed in it. */
  revive(account: AccountRow): void {
    this.account = account
    this.#pace.allow(account)
    this.#record.isUsable = account.state === 'active'
    this.lookAgain()
  }

  /** Something may be due that was not before. */
  lookAgain(): void {
    for (const { window } of this.#lanes) window.forget()
  }

  /** Its next turn reads the store; `look` does it before. */
  get mustLook(): boolean {
    return this.#lanes.some(({ window }) => window.mustLook)
  }

  async look(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => this.#fill(lane)))
  }

  /** There is room for another message: otherwise nobody need look whether there is one. */
  get maySend(): boolean {
    return !this.#sends.isFull
  }

  /** Tries on the wire, or being settled. */
  get triesCount(): number {
    return this.#lanes.reduce((sum, { triesCount }) => sum + triesCount, 0)
  }

  /** Resolves when nothing of it is on the wire. */
  async ended(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.ended()))
  }

  /** One turn: the first attempt that may go now is begun. What it comes to is claimed, tried and settled beside the next turns. */
  async turn(signal: AbortSignal): Promise<Turn> {
    const nowMs = this.#deps.clock.nowMs()
    for (const lane of this.#lanes) {
      const attempt = lane.isFull ? undefined : await this.#choose(lane, nowMs)
      if (attempt === undefined || !this.#takesPart(lane, attempt, nowMs)) continue
      const trying = lane.begin(attempt, nowMs, () => this.#try(lane, attempt, signal))
      return { trying, isCounted: lane === this.#sends && lane.pace.sideBySide === 1 }
    }
    return { trying: undefined, isCounted: false }
  }

  /** When the next turn is due; undefined when the store knows of nothing more, or when a try must end first. */
  get nextTurnAtMs(): number | undefined {
    const nowMs = this.#deps.clock.nowMs()
    const wanted = this.#lanes.flatMap((lane) => {
      const { nextTurnAtMs } = lane
      return nextTurnAtMs === undefined ? [] : Math.max(nextTurnAtMs, this.#freeAtMs(lane, nowMs))
    })
    return wanted.length === 0 ? undefined : Math.min(...wanted)
  }

  /** Whether Telegram, as slow as it has made the whole installation, leaves room for this one. */
  #takesPart(lane: AccountLane, { rank }: DueAttempt, nowMs: number): boolean {
    // What a person waits for is too little to matter to a whole installation.
    if (lane !== this.#sends || rank === 0 || this.#deps.turns.take()) return true
    // Not written down: it is over with the account's next turn, and what does not send goes on meanwhile.
    this.#waits.note(sendLane, nowMs + this.#pace.gapMs(nowMs))
    return false
  }

  /** Whoever else uses a bot's token says in the store what Telegram asks of it. */
  async #fill(lane: AccountLane): Promise<readonly DueAttempt[]> {
    const { id: accountId, kind, telegramId } = this.account
    if (kind !== 'bot' || lane !== this.#sends || !lane.window.mustLook) return lane.refill()
    const { store, clock } = this.#deps
    const nowMs = clock.nowMs()
    const [untilMs, recent, attempts] = await Promise.all([
      store.tokenWait({ telegramId, nowMs }),
      this.#hasRecalled ? [] : store.recentSends({ accountId, sinceMs: nowMs - botMemoryMs }),
      lane.refill(),
    ])
    this.#hasRecalled = true
    if (untilMs !== null) this.#waits.note(sendLane, clampUntil(untilMs, nowMs))
    for (const { peer, answeredAtMs } of recent) this.#pace.recall(peer, answeredAtMs, nowMs)
    return attempts
  }

  /** Lets go of what it holds for later. */
  rest(nowMs: number, idleMs: number): void {
    for (const lane of this.#lanes) lane.rest(nowMs, idleMs)
  }

  /** What waits for its chat, or for Telegram's wait on what it reads, steps aside in the store: others must not stand behind it. */
  async #choose(lane: AccountLane, nowMs: number): Promise<DueAttempt | undefined> {
    const attempts = await this.#fill(lane)
    const mayGo = Math.max(lane.pace.nextAtMs, this.#freeAtMs(lane, nowMs)) <= nowMs
    const aside: { id: number; dueAtMs: number }[] = []
    let chosen: DueAttempt | undefined
    for (const attempt of attempts) {
      if (attempt.dueAtMs > nowMs) continue
      const asideUntilMs = this.#asideUntilMs(attempt, nowMs)
      if (asideUntilMs > nowMs) aside.push({ id: attempt.id, dueAtMs: asideUntilMs })
      else if (mayGo) chosen ??= attempt
    }
    if (aside.length > 0) {
      await this.#deps.store.defer(aside)
      lane.window.putAside(aside)
    }
    return chosen
  }

  async #try(lane: AccountLane, attempt: DueAttempt, signal: AbortSignal): Promise<void> {
    const { store, clock, failpoint, works, link, randomId } = this.#deps
    const epoch = this.#deps.epoch()
    const work = works.find(attempt.kind)
    const claimedAtMs = clock.nowMs()
    if (epoch === undefined || signal.aborted || !(await this.#claim(lane, attempt, epoch, claimedAtMs))) return
    failpoint('claim.after')
    this.#deps.events.emit('dequeue', { ...fieldsOf(attempt), lateMs: Math.max(0, claimedAtMs - attempt.dueAtMs) })
    const outcome = await executeWork(work, {
      attempt,
      link,
      signal,
      store,
      clock,
      refreshes: this.#record.refreshesOf(attempt),
      randomId: (part, plannedAtMs) => randomId({ ...attempt, ...(plannedAtMs && { plannedAtMs }) }, part),
      report: (done, total) => this.#deps.events.emit('work_progress', { ...fieldsOf(attempt), done, total }),
    })
    failpoint('ack.after')
    await this.#settle(lane, attempt, epoch, outcome, claimedAtMs)
    failpoint('settle.after')
    // What waits for a file stands elsewhere in the store by now, and so does what moves it.
    if (work?.lane === 'transfer' || isAwaiting(outcome)) this.lookAgain()
  }

  /** @returns false when it is not ours to try; @throws StoreError, and then nothing is claimed either */
  async #claim(lane: AccountLane, { id, peer }: DueAttempt, epoch: number, nowMs: number): Promise<boolean> {
    const { store, failpoint, policy } = this.#deps
    const nextAtMs = lane === this.#sends ? this.#pace.afterClaim(nowMs) : this.#pace.writtenAtMs
    failpoint('claim.before')
    let claimed: number[] = []
    try {
      claimed = await store.claim({ claims: [{ id, accountId: this.account.id, epoch, nextAtMs }], nowMs })
    } finally {
      if (claimed.length === 0) lane.pace.giveUp(peer, nowMs)
    }
    if (claimed.length > 0) return true
    // Paused, cancelled or taken over while it waited: what else the window holds may be so too.
    lane.window.forget()
    lane.pace.hold(nowMs + policy.pollEveryMs)
    return false
  }

  async #settle(
    lane: AccountLane,
    attempt: DueAttempt,
    epoch: number,
    outcome: Outcome,
    claimedAtMs: number,
  ): Promise<void> {
    const nowMs = this.#deps.clock.nowMs()
    const circumstances = this.#record.circumstances(lane, attempt, outcome, claimedAtMs, nowMs)
    const decision = decide(triedOf(attempt, this.account), outcome, circumstances, nowMs)
    const patch = this.#record.apply(lane, attempt, decision, nowMs)
    const fenced = await writeUntilTaken(this.#deps, async () => {
      // Both calls leave in one message, so the store writes them in one transaction.
      const [refused] = await Promise.all([
        this.#deps.store.settle({ settlements: [settlementOf(attempt, epoch, decision.settling)], nowMs }),
        this.#deps.store.saveAccounts({ patches: [patch], waits: this.#record.waitsIn(decision), nowMs }),
      ])
      return refused
    })
    if (fenced.length > 0) return
    // Older messages may have been planned to be taken away, in the same transaction.
    if (replacesOlder(attempt)) this.#changes.window.forget()
    reportTry(this.#deps.events, attempt, decision, nowMs - claimedAtMs)
    if (decision.account?.type === 'verify') await this.#verify(lane, decision.account.reason, nowMs)
    if (decision.stopsRun === true && attempt.runId !== null && attempt.isOwnText === 0)
      await this.#deps.store.stopRun(attempt.runId, 'error' in outcome ? outcome.error : '')
  }

  /** A code alone is no proof that the session is dead: the account itself is asked for, on a fresh connection. */
  async #verify(lane: AccountLane, reason: string, nowMs: number): Promise<void> {
    const { link, store } = this.#deps
    // Closing ends what else is on the wire: a message is let come to its end, what is read begins anew.
    if (lane !== this.#sends) await this.#sends.ended()
    await link.close()
    const answer = await link.self(new AbortController().signal)
    if (answer.type !== 'accountDead') return
    this.#record.isUsable = false
    const state = { state: 'needs-login', reason, untilMs: null } as const
    await store.saveAccounts({ patches: [{ accountId: this.account.id, state }], waits: [], nowMs })
  }

  /** When the line, Telegram and the flood breaker let a message go; what else waits for Telegram is set aside instead. */
  #freeAtMs(lane: AccountLane, nowMs: number): number {
    return lane === this.#sends ? Math.max(lane.line.freeAtMs, this.#waits.freeAtMs([sendLane], nowMs)) : nowMs
  }

  #asideUntilMs({ kind, peer }: DueAttempt, nowMs: number): number {
    const lane = this.#deps.works.find(kind)?.lane ?? 'read'
    const keys: WaitKey[] = lane === 'send' ? [] : [{ type: 'lane', lane }]
    // Of a bot, Telegram counts whatever its token asks for together.
    if (lane === 'change' && this.account.kind === 'bot') keys.push(sendLane)
    if (peer === null) return this.#waits.freeAtMs(keys, nowMs)
    const askedAtMs = this.#waits.freeAtMs([...keys, ...waitsOfChat(peer, lane)], nowMs)
    const pacedAtMs = lane === 'send' ? this.#pace.chatFreeAtMs(peer, nowMs) : nowMs
    return Math.max(askedAtMs, Number.isFinite(pacedAtMs) ? pacedAtMs : nowMs + this.#deps.policy.pollEveryMs)
  }
}
