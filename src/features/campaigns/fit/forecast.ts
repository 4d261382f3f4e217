import { hoursAt } from '../../../scheduler/calendar.ts'
import type { Hours } from '../../../scheduler/calendar.ts'
import { jitterMs, turnOf } from '../../../scheduler/due-time.ts'
import { runNow } from '../../../scheduler/misfire.ts'
import type { Timetable } from '../../../scheduler/timetable.ts'
import { DueHeap } from '../../../shard/heap.ts'

/** What one campaign asks of one account. */
export interface AccountPlan {
  /** Part of its jitter. */
  readonly uuid: string
  /** Null: once, or by a calendar. */
  readonly everyMs: number | null
  readonly timetable: Timetable | null
  /** Null: no round follows. */
  readonly nextAtMs: number | null
  readonly startedAtMs: number
  readonly roundsLeft: number | null
  /** Messages a round. */
  readonly targets: number
  /** Those of them whose chats have slow mode, by their place in the account's queue. */
  readonly slow: readonly SlowPlace[]
  /** What is left of its round that is under way. */
  readonly open: readonly { readonly dueAtMs: number; readonly peer: number }[]
}

export interface SlowPlace {
  readonly position: number
  readonly peer: number
  readonly slowModeMs: number
  /** For people; left out where nobody reads it. */
  readonly title?: string
}

/** How one account sends. */
export interface Sender {
  /** No message before. */
  readonly nextAtMs: number
  /** At its cap: by it due times are spread. */
  readonly gapMs: number
  /** From an answer, or a bot's launch, at that instant to the next message. */
  readonly gapAt: (atMs: number) => number
  /** What Telegram takes to answer, where the next message waits for that; 0 for a bot. */
  readonly answerMs: number
}

export interface ForecastRound {
  readonly beginsAtMs: number
  /** When its last message was answered; where it began when nothing of it was sent. */
  readonly endsAtMs: number
  readonly sent: number
  /** Had no turn before the next round began. */
  readonly late: number
  /** Had none because of their slow mode: their chats, one for each message. */
  readonly slowed: readonly number[]
  /** Quiet hours held something of it back. */
  readonly isRested: boolean
  /** Nothing of it was left. */
  readonly isWhole: boolean
}

export interface ForecastArgs {
  readonly sender: Sender
  /** The first is the one that is asked about. */
  readonly plans: readonly [AccountPlan, ...AccountPlan[]]
  readonly nowMs: number
  readonly jitterMaxMs: number
  /** So many rounds of the first. */
  readonly rounds: number
  /** After so many messages, of whatever plan, it is no longer looked. */
  readonly stepsMax?: number
}

/** A few milliseconds of the thread that asks, which asks several times for an interval that fits. */
const usualStepsMax = 5_000

/** Telegram counts whole seconds: what is added to a slow mode. */
const marginMs = 1_000

/**
 * The next rounds of a plan on one account, message by message, beside everything else that the account has to send: in the order in
 * which its actor would take them, with the due times of the planner, slow modes and quiet hours. What Telegram may ask beside that
 * is not known before.
 * @returns the rounds that were over within `stepsMax`, the first first; none where one round of all plans is more than that
 */
export function forecast(args: ForecastArgs): ForecastRound[] {
  const messages = args.plans.reduce((sum, { targets, open }) => sum + targets + open.length, 0)
  return messages > (args.stepsMax ?? usualStepsMax) ? [] : new Forecast(args).run()
}

interface Item {
  readonly round: Round
  readonly peer: number | null
  readonly slowModeMs: number
  isSlowed: boolean
}

interface Round {
  readonly plan: Plan
  readonly beginsAtMs: number
  endsAtMs: number
  sent: number
  isRested: boolean
  readonly open: Set<Item>
}

interface Plan extends AccountPlan {
  readonly isAsked: boolean
  /** Its next instant. */
  dueAtMs: number | null
  round: Round | undefined
  rounds: number
  hours: Hours
}

class Forecast {
  readonly #args: ForecastArgs
  readonly #openings = new DueHeap<Plan>()
  readonly #items = new DueHeap<Item>()
  readonly #freeAtMs = new Map<number, number>()
  readonly #done: ForecastRound[] = []

  constructor(args: ForecastArgs) {
    this.#args = args
    const plans = args.plans.map((each, index) => ({ ...each, ...fresh, dueAtMs: each.nextAtMs, isAsked: index === 0 }))
    // Of what is due together the scheduler opens first what was due first, and then the older campaign.
    plans.sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0) || Number(a.isAsked) - Number(b.isAsked))
    for (const plan of plans) this.#add(plan)
  }

  run(): ForecastRound[] {
    const { sender, rounds, stepsMax = usualStepsMax } = this.#args
    let freeAtMs = Math.max(sender.nextAtMs, this.#args.nowMs)
    for (let steps = 0; steps < stepsMax && this.#done.length < rounds; steps++) {
      const opensAtMs = this.#openings.firstDueAtMs ?? Infinity
      const sendsAtMs = Math.max(this.#items.firstDueAtMs ?? Infinity, freeAtMs)
      if (opensAtMs === Infinity && sendsAtMs === Infinity) break
      if (opensAtMs <= sendsAtMs) this.#open(opensAtMs)
      else freeAtMs = this.#send(sendsAtMs) ?? freeAtMs
    }
    return this.#done
  }

  #add(plan: Plan): void {
    const { dueAtMs: nextAtMs, open } = plan
    if (nextAtMs !== null) this.#openings.set(plan, Math.max(nextAtMs, this.#args.nowMs))
    if (open.length === 0) return
    const round = roundOf(plan, this.#args.nowMs)
    for (const { dueAtMs, peer } of open) {
      this.#put(round, peer, plan.slow.find((each) => each.peer === peer)?.slowModeMs ?? 0, dueAtMs)
    }
  }

  /** The next round of whichever plan is first; what was left of its last one is given up. */
  #open(atMs: number): void {
    const plan = this.#openings.takeDue(atMs)
    if (plan === undefined) return
    const { everyMs, timetable, dueAtMs, uuid, startedAtMs, targets } = plan
    const roundsLeft = plan.roundsLeft === null ? null : plan.roundsLeft - plan.rounds
    const step = runNow({ everyMs, timetable, nextAtMs: dueAtMs ?? atMs, roundsLeft }, atMs)
    plan.dueAtMs = step.nextAtMs
    if (step.nextAtMs !== null) this.#openings.set(plan, step.nextAtMs)
    if (step.type === 'skip') return
    plan.rounds++
    if (plan.round !== undefined) this.#end(plan.round)
    const beginsAtMs = Math.max(step.plannedAtMs, atMs) + jitterMs(uuid, this.#args.jitterMaxMs)
    const round = roundOf(plan, beginsAtMs)
    const { gapMs } = this.#args.sender
    const slowAt = new Map(plan.slow.map((place) => [place.position, place]))
    const run = { everyMs, plannedAtMs: step.plannedAtMs, startedAtMs }
    const inTurn = Array.from({ length: targets }, (_, position) => position)
      .map((position) => ({ position, turn: turnOf(run, { position, positions: targets }, gapMs) }))
      .sort((a, b) => a.turn - b.turn)
    for (const { position, turn } of inTurn) {
      const place = slowAt.get(position)
      this.#put(round, place?.peer ?? null, place?.slowModeMs ?? 0, beginsAtMs + turn * gapMs)
    }
  }

  #put(round: Round, peer: number | null, slowModeMs: number, dueAtMs: number): void {
    const item: Item = { round, peer, slowModeMs, isSlowed: false }
    round.open.add(item)
    this.#items.set(item, dueAtMs)
  }

  /** Whoever is due first goes, or steps aside. @returns when the account may send again; undefined when nothing was sent */
  #send(atMs: number): number | undefined {
    const item = this.#items.takeDue(atMs)
    if (item === undefined) return undefined
    const { round, peer, slowModeMs } = item
    const restsUntilMs = this.#restsUntilMs(round.plan, atMs)
    const slowUntilMs = peer === null ? 0 : (this.#freeAtMs.get(peer) ?? 0)
    if (restsUntilMs > atMs) round.isRested = true
    if (slowUntilMs > atMs) item.isSlowed = true
    if (Math.max(restsUntilMs, slowUntilMs) > atMs) {
      if (restsUntilMs < Infinity) this.#items.set(item, Math.max(restsUntilMs, slowUntilMs))
      return undefined
    }
    const { answerMs, gapAt } = this.#args.sender
    const answeredAtMs = atMs + answerMs
    if (peer !== null && slowModeMs > 0) this.#freeAtMs.set(peer, answeredAtMs + slowModeMs + marginMs)
    round.open.delete(item)
    round.sent++
    round.endsAtMs = answeredAtMs
    if (round.open.size === 0) this.#end(round)
    return answeredAtMs + gapAt(answeredAtMs)
  }

  #restsUntilMs(plan: Plan, atMs: number): number {
    if (plan.timetable === null) return atMs
    const { changesAtMs } = plan.hours
    if (changesAtMs !== null && changesAtMs <= atMs) plan.hours = hoursAt(plan.timetable, atMs)
    return plan.hours.isQuiet ? (plan.hours.changesAtMs ?? Infinity) : atMs
  }

  #end(round: Round): void {
    const { plan, open, beginsAtMs, endsAtMs, sent, isRested } = round
    if (plan.round === round) plan.round = undefined
    for (const item of open) this.#items.delete(item)
    // What was under way already is not one of the rounds that were asked for.
    if (!plan.isAsked || plan.rounds === 0) return
    const slowed = [...open].flatMap(({ isSlowed, peer }) => (isSlowed && peer !== null ? [peer] : []))
    const left = { sent, slowed, late: open.size - slowed.length, isWhole: open.size === 0 }
    this.#done.push({ beginsAtMs, endsAtMs, isRested, ...left })
  }
}

const fresh = { round: undefined, rounds: 0, hours: { isQuiet: false, changesAtMs: 0 } }

function roundOf(plan: Plan, beginsAtMs: number): Round {
  const round = { plan, beginsAtMs, endsAtMs: beginsAtMs, sent: 0, isRested: false, open: new Set<Item>() }
  plan.round = round
  return round
}
