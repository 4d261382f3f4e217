import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Failpoint } from '../base/failpoint.ts'
import type { Random } from '../base/random.ts'
import { botMemoryMs } from '../delivery/bot-pace.ts'
import { decide } from '../delivery/decide.ts'
import type { Outcome } from '../delivery/outcome.ts'
import type { RepeatedErrors } from '../delivery/repeated-errors.ts'
import type { TurnShare } from '../delivery/turn-share.ts'
import { Waits, clampUntil, waitKeyText } from '../delivery/wait.ts'
import type { Lane, WaitKey } from '../delivery/wait.ts'
import type { AccountRow, DueAttempt, StorePort, StoredWait, Verbs } from '../store/store.ts'
import type { TelegramLink } from '../telegram/contract.ts'
import { paceOf } from './account-pace.ts'
import type { AccountPace } from './account-pace.ts'
import { AccountRecord } from './account-record.ts'
import { AttemptWindow } from './attempt-window.ts'
import type { EventSink } from './event-sink.ts'
import { Limiter } from './limiter.ts'
import { fieldsOf, reportTry, triedOf } from './report-try.ts'
import type { ShardPolicy } from './shard-settings.ts'
import { executeWork } from './work.ts'
import type { WorkContext, WorkTable } from './work.ts'
import { writeUntilTaken } from './write-until-taken.ts'

type OwnVerbs = 'window' | 'claim' | 'settle' | 'saveAccounts' | 'defer' | 'stopRun' | 'tokenWait' | 'recentSends'

export interface ActorDeps {
  readonly store: Pick<StorePort<Verbs>, OwnVerbs> & WorkContext['store']
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
  readonly log: Pick<Logger, 'error'>
  readonly randomId: (attempt: DueAttempt, part: number) => string
  /** The epoch under which this shard owns the account's partition; undefined when it does not any more. */
  readonly epoch: () => number | undefined
}

/** What a turn began: a bot's try goes on when the turn is over. */
export interface Turn {
  readonly trying: Promise<void> | undefined
}

/**
 * One Telegram account. The shard decides when it has a turn, and gives it one at a time; a person's account tries one attempt in each,
 * to its end, a bot several side by side.
 */
export class AccountActor {
  account: AccountRow
  readonly #deps: ActorDeps
  readonly #window: AttemptWindow
  readonly #waits = new Waits()
  readonly #pace: AccountPace
  readonly #limiter: Limiter
  readonly #trying = new Map<number, Promise<void>>()
  #hasRecalled = false
  readonly #record: AccountRecord

  constructor(account: AccountRow, waits: readonly StoredWait[], deps: ActorDeps) {
    const nowMs = deps.clock.nowMs()
    this.account = account
    this.#deps = deps
    this.#window = new AttemptWindow(account.id, deps.store)
    this.#pace = paceOf(account, deps.policy.gapMinMs, nowMs, deps.policy.capMax)
    this.#limiter = new Limiter(this.#pace.sideBySide)
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
    this.#window.forget()
  }

  /** Something may be due that was not before. */
  lookAgain(): void {
    this.#window.forget()
  }

  /** Its next turn reads the store; `look` does it before. */
  get mustLook(): boolean {
    return this.#window.mustLook
  }

  async look(): Promise<void> {
    await this.#fill()
  }

  /** Tries on the wire, or being settled. */
  get triesCount(): number {
    return this.#trying.size
  }

  /** Resolves when nothing of it is on the wire. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#trying.values())
  }

  /** One turn: the first attempt that may go now is claimed, tried and settled. */
  async turn(signal: AbortSignal): Promise<Turn> {
    const nowMs = this.#deps.clock.nowMs()
    const attempt = this.#isFull ? undefined : await this.#choose(nowMs)
    if (attempt === undefined) return { trying: undefined }
    const isBulk = attempt.rank !== 0 && this.#laneOf(attempt.kind) === 'send'
    // What a person waits for is too little to matter to a whole installation.
    if (isBulk && !this.#deps.turns.take()) {
      // Not written down: it is over with the account's next turn, and what does not send goes on meanwhile.
      this.#waits.note(sendLane, nowMs + this.#pace.gapMs(nowMs))
      return this.turn(signal)
    }
    this.#window.remove(new Set([attempt.id]))
    this.#pace.begin(attempt.peer, nowMs)
    const trying = this.#limiter.run(this.#pace.guardMs(nowMs), nowMs, () => this.#try(attempt, signal))
    if (this.#pace.sideBySide > 1) return { trying: this.#follow(attempt.id, trying) }
    await trying
    return { trying: undefined }
  }

  /** When the next turn is due; undefined when the store knows of nothing more, or when a try must end first. */
  get nextTurnAtMs(): number | undefined {
    const dueAtMs = this.#window.dueAtMs
    if (this.#isFull) return undefined
    if (dueAtMs === undefined) return this.#window.isEmpty ? undefined : this.#pace.nextAtMs
    const nowMs = this.#deps.clock.nowMs()
    return Math.max(dueAtMs, this.#pace.nextAtMs, this.#waits.freeAtMs([sendLane], nowMs))
  }

  get #isFull(): boolean {
    return this.#trying.size >= this.#pace.sideBySide
  }

  async #follow(attemptId: number, trying: Promise<void>): Promise<void> {
    this.#trying.set(attemptId, trying)
    try {
      await trying
    } finally {
      this.#trying.delete(attemptId)
    }
  }

  /** Whoever else uses a bot's token says in the store what Telegram asks of it. */
  async #fill(): Promise<readonly DueAttempt[]> {
    const { id: accountId, kind, telegramId } = this.account
    const taken = new Set(this.#trying.keys())
    if (kind !== 'bot' || !this.mustLook) return this.#window.refill(taken)
    const { store, clock } = this.#deps
    const nowMs = clock.nowMs()
    const [untilMs, recent, attempts] = await Promise.all([
      store.tokenWait({ telegramId, nowMs }),
      this.#hasRecalled ? [] : store.recentSends({ accountId, sinceMs: nowMs - botMemoryMs }),
      this.#window.refill(taken),
    ])
    this.#hasRecalled = true
    if (untilMs !== null) this.#waits.note(sendLane, clampUntil(untilMs, nowMs))
    for (const { peer, answeredAtMs } of recent) this.#pace.recall(peer, answeredAtMs, nowMs)
    return attempts
  }

  /** Lets go of what it holds for later. */
  rest(nowMs: number, idleMs: number): void {
    this.#limiter.dropWhenIdle(nowMs, idleMs)
  }

  /** What waits for its chat, or for another lane than sending's, steps aside in the store: others must not stand behind it. */
  async #choose(nowMs: number): Promise<DueAttempt | undefined> {
    const attempts = await this.#fill()
    const aside: { id: number; dueAtMs: number }[] = []
    let chosen: DueAttempt | undefined
    for (const attempt of attempts) {
      if (attempt.dueAtMs > nowMs) continue
      const asideUntilMs = this.#asideUntilMs(attempt, nowMs)
      if (asideUntilMs > nowMs) aside.push({ id: attempt.id, dueAtMs: asideUntilMs })
      else if (this.#laneFreeAtMs(attempt, nowMs) <= nowMs) chosen ??= attempt
    }
    if (aside.length > 0) {
      await this.#deps.store.defer(aside)
      this.#window.remove(new Set(aside.map(({ id }) => id)))
    }
    return chosen
  }

  async #try(attempt: DueAttempt, signal: AbortSignal): Promise<void> {
    const { store, clock, failpoint, works, link, randomId } = this.#deps
    const epoch = this.#deps.epoch()
    const work = works.find(attempt.kind)
    const claimedAtMs = clock.nowMs()
    if (epoch === undefined || signal.aborted || !(await this.#claim(attempt, epoch, claimedAtMs))) return
    failpoint('claim.after')
    this.#deps.events.emit('dequeue', { ...fieldsOf(attempt), lateMs: Math.max(0, claimedAtMs - attempt.dueAtMs) })
    const outcome = await executeWork(work, {
      attempt,
      link,
      signal,
      store,
      clock,
      randomId: (part) => randomId(attempt, part),
      report: (done, total) => this.#deps.events.emit('work_progress', { ...fieldsOf(attempt), done, total }),
    })
    failpoint('ack.after')
    await this.#settle(attempt, epoch, outcome, claimedAtMs)
    failpoint('settle.after')
  }

  /** @returns false when it is not ours to try; @throws StoreError, and then nothing is claimed either */
  async #claim({ id, peer }: DueAttempt, epoch: number, nowMs: number): Promise<boolean> {
    const { store, failpoint, policy } = this.#deps
    const nextAtMs = this.#pace.afterClaim(nowMs)
    failpoint('claim.before')
    let claimed: number[] = []
    try {
      claimed = await store.claim({ claims: [{ id, accountId: this.account.id, epoch, nextAtMs }], nowMs })
    } finally {
      if (claimed.length === 0) this.#pace.giveUp(peer, nowMs)
    }
    if (claimed.length > 0) return true
    // Paused, cancelled or taken over while it waited: what else the window holds may be so too.
    this.#window.forget()
    this.#pace.hold(nowMs + policy.pollEveryMs)
    return false
  }

  async #settle(attempt: DueAttempt, epoch: number, outcome: Outcome, claimedAtMs: number): Promise<void> {
    const nowMs = this.#deps.clock.nowMs()
    const decision = decide(
      triedOf(attempt, this.account),
      outcome,
      this.#record.circumstances(attempt, outcome, nowMs),
      nowMs,
    )
    const patch = this.#record.apply(attempt, outcome, decision, nowMs)
    const { settling, wait } = decision
    const waits =
      wait === undefined
        ? []
        : [{ accountId: this.account.id, key: waitKeyText(wait.key), untilMs: wait.untilMs, reason: wait.reason }]
    const settlements = [{ id: attempt.id, accountId: attempt.accountId, runId: attempt.runId, epoch, ...settling }]
    const fenced = await writeUntilTaken(this.#deps, async () => {
      // Both calls leave in one message, so the store writes them in one transaction.
      const [refused] = await Promise.all([
        this.#deps.store.settle({ settlements, nowMs }),
        this.#deps.store.saveAccounts({ patches: [patch], waits, nowMs }),
      ])
      return refused
    })
    if (fenced.length > 0) return
    reportTry(this.#deps.events, attempt, decision, nowMs - claimedAtMs)
    if (decision.account?.type === 'verify') await this.#verify(decision.account.reason, nowMs)
    if (decision.stopsRun === true && attempt.runId !== null)
      await this.#deps.store.stopRun(attempt.runId, 'reason' in settling ? settling.reason : '')
  }

  /** A code alone is no proof that the session is dead: the account itself is asked for, on a fresh connection. */
  async #verify(reason: string, nowMs: number): Promise<void> {
    const { link, store } = this.#deps
    await link.close()
    const answer = await link.self(new AbortController().signal)
    if (answer.type !== 'accountDead') return
    this.#record.isUsable = false
    const state = { state: 'needs-login', reason, untilMs: null } as const
    await store.saveAccounts({ patches: [{ accountId: this.account.id, state }], waits: [], nowMs })
  }

  #laneFreeAtMs(attempt: DueAttempt, nowMs: number): number {
    const key: WaitKey = { type: 'lane', lane: this.#laneOf(attempt.kind) }
    return Math.max(this.#pace.nextAtMs, this.#waits.freeAtMs([key], nowMs))
  }

  #asideUntilMs({ kind, peer }: DueAttempt, nowMs: number): number {
    const lane = this.#laneOf(kind)
    const keys: WaitKey[] = lane === 'send' ? [] : [{ type: 'lane', lane }]
    if (peer === null) return this.#waits.freeAtMs(keys, nowMs)
    const askedAtMs = this.#waits.freeAtMs([...keys, { type: 'peer', peer }], nowMs)
    const pacedAtMs = this.#pace.chatFreeAtMs(peer, nowMs)
    return Math.max(askedAtMs, Number.isFinite(pacedAtMs) ? pacedAtMs : nowMs + this.#deps.policy.pollEveryMs)
  }

  #laneOf(kind: string): Lane {
    return this.#deps.works.find(kind)?.lane ?? 'read'
  }
}

const sendLane: WaitKey = { type: 'lane', lane: 'send' }
