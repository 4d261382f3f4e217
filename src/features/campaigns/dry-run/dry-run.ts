import { noFailpoint } from '../../../base/failpoint.ts'
import type { Content } from '../../../delivery/message.ts'
import { fullGapMs } from '../../../scheduler/due-time.ts'
import type { Spread } from '../../../scheduler/due-time.ts'
import { runNow } from '../../../scheduler/misfire.ts'
import type { Move } from '../../../scheduler/misfire.ts'
import { shortestGapMs } from '../../../scheduler/timetable.ts'
import type { Timetable } from '../../../scheduler/timetable.ts'
import type { Plan, PlanningRun, Target } from '../../../scheduler/plan.ts'
import { Planner } from '../../../scheduler/planner.ts'
import { ZoneWarmer } from '../../../scheduler/zone-warmer.ts'
import type { KeepLatest, PlannedRound } from '../../../store/store.ts'
import { slowMarginMs } from '../fit/fit.ts'
import { refusedThere } from '../rights/refused.ts'
import type { Refused } from '../rights/refused.ts'
import type { DryGroup } from './verbs.ts'

/** What would be planned. */
export interface DryCampaign {
  /** Part of the jitter: one that does not stand yet has the uuid that it will get, or none that says anything. */
  readonly uuid: string
  readonly content: Content
  /** Null: once. */
  readonly everyMs: number | null
  readonly timetable?: Timetable | null
  /** Of its plan, and still to come; null: no number is set. */
  readonly roundsLeft?: number | null
  /** Null: no round follows. */
  readonly beginsAtMs: number | null
  /** A round whose instant has passed begins now. */
  readonly nowMs: number
  readonly startedAtMs: number
  /** Off unless told. What stands may be edited at any time, slow mode or not. */
  readonly keepLatest?: KeepLatest
  /** All of them, by position and then account. */
  readonly groups: readonly DryGroup[]
}

export interface DryMessage {
  readonly accountId: number
  readonly accountName: string
  readonly peer: number
  readonly topic: number
  readonly title: string
  readonly content: Content
  readonly isOwnText: boolean
  readonly dueAtMs: number
  /** Why it would not be sent, as far as that is known before; null when nothing is known. */
  readonly refusal: DryRefusal | null
  /** The group's slow mode, where it is longer than it is to the round before or behind, so that not every round comes there; or null. */
  readonly slowModeMs: number | null
}

export type DryRefusal =
  | { readonly type: 'may-not-post'; readonly why: string }
  /** The group does not take what it says. */
  | ({ readonly type: 'kind-forbidden' } & Refused)
  /** The account cannot send in this state. */
  | { readonly type: 'account'; readonly state: string }
  /** The next round begins before its turn comes. */
  | { readonly type: 'superseded' }

export interface DryRound {
  readonly plannedAtMs: number
  /** When its last message has had its turn, at the account's cap; what else the account sends comes on top. */
  readonly endsAtMs: number
  /** In the order in which they are due. */
  readonly messages: readonly DryMessage[]
}

/**
 * The next rounds of a campaign by the planner itself, with a store that keeps what it is given: who would be written to, when, what,
 * and what is known to go wrong. Nothing is sent or stored.
 * @param rounds how many, where so many follow
 */
export async function dryRun(campaign: DryCampaign, spread: Spread, rounds: number): Promise<DryRound[]> {
  const { groups, beginsAtMs, everyMs, timetable = null, roundsLeft = null, nowMs } = campaign
  const targets = targetsOf(groups)
  const made: DryRound[] = []
  for (let nextAtMs = beginsAtMs; nextAtMs !== null && made.length < rounds;) {
    const left = roundsLeft === null ? null : roundsLeft - made.length
    const step: Move = runNow({ nextAtMs, everyMs, timetable, roundsLeft: left }, Math.max(nowMs, nextAtMs))
    if (step.type === 'skip') {
      // In quiet hours: it begins after them.
      nextAtMs = step.nextAtMs
      continue
    }
    const sends = await plannedSends(campaign, targets, step.plannedAtMs, spread)
    const gapMs = Math.min(
      step.plannedAtMs - (made.at(-1)?.plannedAtMs ?? -Infinity),
      (step.nextAtMs ?? Infinity) - step.plannedAtMs,
    )
    made.push(roundOf(campaign, sends, { ...step, gapMs, spread }))
    nextAtMs = step.nextAtMs
  }
  return made
}

type Send = PlannedRound['sends'][number]

/** What the planner gives the store for one round. */
async function plannedSends(
  { uuid, everyMs, timetable = null, startedAtMs, nowMs }: DryCampaign,
  targets: readonly Target[],
  plannedAtMs: number,
  spread: Spread,
): Promise<Send[]> {
  const sends: Send[] = []
  const run: PlanningRun = {
    runId: 1,
    campaignId: 0,
    campaignUuid: uuid,
    ownerId: 0,
    contentId: 0,
    plannedAtMs,
    openedAtMs: Math.max(nowMs, plannedAtMs),
    everyMs: timetable?.calendar == null ? everyMs : shortestGapMs(timetable.calendar),
    timetable,
    startedAtMs,
  }
  const waiting = [run]
  const plan: Plan = {
    name: 'dry run',
    due: () => Promise.resolve([]),
    advance: () => Promise.resolve([]),
    planning: () => Promise.resolve([...waiting]),
    targets: (_, after, limit) => {
      const from = after === null ? 0 : targets.indexOf(after) + 1
      return Promise.resolve(targets.slice(from, from + limit))
    },
    ended: () => Promise.resolve(),
  }
  const planner = new Planner({
    store: {
      scheduleRounds({ rounds }) {
        for (const round of rounds) {
          sends.push(...round.sends)
          if (round.isLast) waiting.pop()
        }
        return Promise.resolve(rounds.map((round) => round.sends.length))
      },
    },
    plan,
    spread,
    warmer: new ZoneWarmer(),
    failpoint: noFailpoint,
    hint() {},
    onEvent() {},
  })
  // A tick plans so many batches and no more: the rest is planned by the next ones.
  while (waiting.length > 0) await planner.plan(plannedAtMs)
  // As the store orders what is due together.
  return sends.sort((a, b) => a.dueAtMs - b.dueAtMs)
}

interface DryStep {
  readonly plannedAtMs: number
  readonly nextAtMs: number | null
  /** To the nearest of its neighbours. */
  readonly gapMs: number
  readonly spread: Spread
}

function roundOf(
  { content, groups, keepLatest }: DryCampaign,
  sends: readonly Send[],
  { plannedAtMs, nextAtMs, gapMs, spread }: DryStep,
): DryRound {
  const byKey = new Map(groups.map((group) => [keyOf(group), group]))
  let endsAtMs = plannedAtMs
  const messages = sends.flatMap(({ accountId, peer, topic, dueAtMs }): DryMessage[] => {
    const group = byKey.get(keyOf({ accountId, peer, topic }))
    if (group === undefined) return []
    endsAtMs = Math.max(endsAtMs, dueAtMs + fullGapMs(group, spread))
    const { accountName, title, content: own, slowModeMs } = group
    const isLate = nextAtMs !== null && dueAtMs >= nextAtMs
    const refusal = refusalOf(group, own ?? content, dueAtMs) ?? (isLate ? ({ type: 'superseded' } as const) : null)
    const said = { content: own ?? content, isOwnText: own !== null }
    const isSlow = keepLatest !== 'edit' && slowModeMs > 0 && slowModeMs + slowMarginMs > gapMs
    const slow = { slowModeMs: isSlow ? slowModeMs : null }
    return [{ accountId, accountName, peer, topic, title, ...said, dueAtMs, refusal, ...slow }]
  })
  return { plannedAtMs, endsAtMs, messages }
}

function refusalOf(
  { whyNot, accountState, forbidden }: DryGroup,
  content: Content,
  dueAtMs: number,
): DryRefusal | undefined {
  // One that is limited sends again when Telegram's limit is over.
  if (accountState !== 'active' && accountState !== 'limited') return { type: 'account', state: accountState }
  if (whyNot !== null) return { type: 'may-not-post', why: whyNot }
  const refused = refusedThere(content, forbidden, dueAtMs)
  return refused === undefined ? undefined : { type: 'kind-forbidden', ...refused }
}

function targetsOf(groups: readonly DryGroup[]): Target[] {
  const positions = new Map<number, number>()
  for (const { accountId, position } of groups) {
    positions.set(accountId, Math.max(positions.get(accountId) ?? 0, position + 1))
  }
  return groups.map((group) => ({ ...group, positions: positions.get(group.accountId) ?? 1 }))
}

function keyOf({ accountId, peer, topic }: Pick<DryGroup, 'accountId' | 'peer' | 'topic'>): string {
  return `${accountId} ${peer} ${topic}`
}
