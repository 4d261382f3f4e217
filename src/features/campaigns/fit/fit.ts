import type { Timetable } from '../../../scheduler/timetable.ts'
import { forecast } from './forecast.ts'
import type { AccountPlan, ForecastRound, Sender, SlowPlace } from './forecast.ts'

/** A campaign on one account, beside what the account sends already. */
export interface Demand {
  readonly plan: AccountPlan
  /** What else the account sends by itself. */
  readonly others: readonly AccountPlan[]
  readonly sender: Sender
  readonly nowMs: number
  readonly jitterMaxMs: number
  /** Intervals that can be offered: the first one that is not below. */
  readonly roundUp?: (everyMs: number) => number
}

/** Whether an account's pace is enough for a campaign, and what would be. */
export interface Fit {
  /** How long a round takes while the account's other campaigns go on as well; Infinity when they leave nothing. */
  readonly roundMs: number
  /** False: the next round begins before this one is through. */
  readonly isEnough: boolean
  /** The shortest interval at which it is enough; null when the others leave nothing, and for what has no interval. */
  readonly everyMinMs: number | null
  /** How many groups would be through before the next round; null: all of them, or once. */
  readonly groupsMax: number | null
  /** Messages a minute: what it asks for, null for once, and what the others leave of the account's pace. */
  readonly neededPerMinute: number | null
  readonly givenPerMinute: number
  /** Groups that cannot hear every round, because they make members wait for longer; null: none. */
  readonly slow: SlowGroups | null
  /** Quiet hours come in between. */
  readonly isRested: boolean
}

export interface SlowGroups {
  readonly count: number
  /** Each once. */
  readonly groups: readonly SlowPlace[]
  /** The longest of their slow modes. */
  readonly slowModeMs: number
  /** From one round to the next, so that they would hear each; null: none was found, others write there as well. */
  readonly everyMs: number | null
}

/** Enough to see a second and a third round meet what the first has left, and slow modes. */
const roundsSeen = 4
const triesMax = 8
/** A second that is added to each slow mode, and one for answers that take longer than usual. */
export const slowMarginMs = 2_000

/** By the rounds as they would be; where these are too many to look at, by the share of its time that the account has left. */
export function fitOf(demand: Demand): Fit {
  const { plan, sender, others } = demand
  const free = 1 - shareOf(others, sender.gapMs)
  const everyMs = usualEveryMs(plan)
  const neededPerMinute = everyMs === null ? null : (plan.targets * 60_000) / everyMs
  const givenPerMinute = Math.max(0, (free * 60_000) / sender.gapMs)
  const paces = { neededPerMinute, givenPerMinute }
  const none = { everyMinMs: null, groupsMax: null, slow: null, isRested: false }
  if (free <= 0) return { ...none, ...paces, roundMs: Number.POSITIVE_INFINITY, isEnough: false }

  const whole = wholeRound(demand)
  const wholeMs = whole === undefined ? (plan.targets * sender.gapMs) / free : lengthOf(whole, sender)
  const isRested = whole?.isRested === true
  if (everyMs === null) return { ...none, ...paces, roundMs: Math.ceil(wholeMs), isEnough: true, isRested }

  const rounds = roundsAt(demand, plan)
  const isEnough = isThrough(rounds, wholeMs, everyMs)
  const lengths = rounds.filter((round) => !round.isRested).map((round) => lengthOf(round, sender))
  return {
    ...paces,
    roundMs: Math.ceil(isEnough && lengths.length > 0 ? Math.max(...lengths) : wholeMs),
    isEnough,
    everyMinMs: plan.everyMs === null ? null : shortest(demand, wholeMs),
    groupsMax: isEnough ? null : mostGroups(demand, Math.floor((everyMs * free) / sender.gapMs), everyMs),
    slow: slowGroups(demand, rounds, everyMs),
    isRested: isRested || rounds.some((round) => round.isRested),
  }
}

/** What share of an account's time these take, each message for its gap. */
export function shareOf(plans: readonly AccountPlan[], gapMs: number): number {
  return plans.reduce((sum, plan) => {
    const everyMs = usualEveryMs(plan)
    return everyMs === null ? sum : sum + (plan.targets * gapMs) / everyMs
  }, 0)
}

/** From one round to the next, a week's average for a calendar; null for what happens once, or no more. */
export function usualEveryMs({
  everyMs,
  timetable,
  nextAtMs,
}: Pick<AccountPlan, 'everyMs' | 'timetable' | 'nextAtMs'>) {
  if (nextAtMs === null) return null
  const calendar = timetable?.calendar ?? null
  if (calendar !== null) return weekMs / Math.max(1, calendar.times.length * calendar.days.length)
  return everyMs === null ? null : everyMs / awakeShare(timetable)
}

const weekMs = 7 * 24 * 3_600_000
const dayMinutes = 1_440

/** In quiet hours no round begins, so that of a day fewer do. */
function awakeShare(timetable: Timetable | null): number {
  if (timetable === null || timetable.quiet === null) return 1
  const { from, until } = timetable.quiet
  return 1 - ((until - from + dayMinutes) % dayMinutes) / dayMinutes
}

/** Of the account's time: until it is free for something else. */
function lengthOf({ beginsAtMs, endsAtMs }: ForecastRound, { gapAt }: Sender): number {
  return endsAtMs - beginsAtMs + gapAt(endsAtMs)
}

/** The next round, if nothing came after it. */
function wholeRound({ plan, others, ...rest }: Demand): ForecastRound | undefined {
  const timetable = plan.timetable === null ? null : { ...plan.timetable, calendar: null, endsAtMs: null }
  const once = { ...plan, everyMs: null, timetable, roundsLeft: null }
  return forecast({ ...rest, plans: [once, ...others], rounds: 1 })[0]
}

function roundsAt({ others, ...rest }: Demand, plan: AccountPlan): ForecastRound[] {
  return forecast({ ...rest, plans: [plan, ...others], rounds: roundsSeen })
}

function isThrough(rounds: readonly ForecastRound[], wholeMs: number, everyMs: number): boolean {
  return rounds.length === 0 ? wholeMs <= everyMs : rounds.every(({ late, isRested }) => late === 0 || isRested)
}

function shortest(demand: Demand, wholeMs: number): number | null {
  const { plan, sender, roundUp = Math.ceil } = demand
  let everyMs = roundUp(Math.min(wholeMs, plan.targets * sender.gapMs))
  for (let tries = 0; tries < triesMax; tries++) {
    if (isThrough(roundsAt(demand, { ...plan, everyMs }), wholeMs, everyMs)) return everyMs
    everyMs = roundUp(Math.max(everyMs + 1, everyMs * 1.05))
  }
  return null
}

function mostGroups(demand: Demand, most: number, everyMs: number): number {
  const { plan, sender } = demand
  let targets = Math.min(most, plan.targets - 1)
  for (let tries = 0; tries < triesMax && targets > 0; tries++) {
    const slow = plan.slow.filter(({ position }) => position < targets)
    if (isThrough(roundsAt(demand, { ...plan, targets, slow }), targets * sender.gapMs, everyMs)) return targets
    targets = Math.min(targets - 1, Math.floor(targets * 0.95))
  }
  return Math.max(0, targets)
}

/** Of more messages than are looked at one by one: those whose slow mode alone is longer than the interval. */
function slowGroups(demand: Demand, rounds: readonly ForecastRound[], everyMs: number): SlowGroups | null {
  const { plan, roundUp = Math.ceil } = demand
  const met = new Set(rounds.flatMap(({ slowed }) => slowed))
  const isSlow = ({ peer, slowModeMs }: SlowPlace) =>
    rounds.length === 0 ? slowModeMs + slowMarginMs > everyMs : met.has(peer)
  const byPeer = new Map(plan.slow.filter(isSlow).map((place) => [place.peer, place]))
  if (byPeer.size === 0) return null
  const groups = [...byPeer.values()]
  const slowModeMs = Math.max(...groups.map((group) => group.slowModeMs))
  const leastMs = roundUp(Math.max(slowModeMs + slowMarginMs, plan.everyMs ?? 0))
  return { count: groups.length, groups, slowModeMs, everyMs: enoughFor(demand, { slowModeMs, leastMs }) }
}

/** What else writes to the same groups, or to other topics of them, takes a slow mode each time. */
function enoughFor(demand: Demand, { slowModeMs, leastMs }: { slowModeMs: number; leastMs: number }): number | null {
  const { plan, roundUp = Math.ceil } = demand
  if (plan.everyMs === null) return leastMs
  let everyMs = leastMs
  for (let tries = 0; tries < triesMax; tries++) {
    if (roundsAt(demand, { ...plan, everyMs }).every(({ slowed }) => slowed.length === 0)) return everyMs
    everyMs = roundUp(everyMs + slowModeMs + slowMarginMs)
  }
  return null
}
