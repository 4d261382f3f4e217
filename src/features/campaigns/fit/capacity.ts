import type { Spread } from '../../../scheduler/due-time.ts'
import { fitOf, shareOf, usualEveryMs } from './fit.ts'
import type { Fit } from './fit.ts'
import type { AccountPlan } from './forecast.ts'
import { senderOf } from './sender.ts'
import type { AccountSending, RunningPlan, SendingAccount } from './verbs.ts'

/** What an account is asked for, and what it can do. */
export interface AccountCapacity {
  readonly accountId: number
  readonly name: string
  readonly state: string
  readonly campaigns: number
  /** Messages a minute, on average: of its campaigns that go on by themselves. */
  readonly neededPerMinute: number
  /** At its cap; 0 for one that cannot send in its state. */
  readonly givenPerMinute: number
  /** As far as Telegram has slowed it down for now. */
  readonly nowPerMinute: number
  /** Chats that make it wait between two messages. */
  readonly slowGroups: number
  /** False: some groups miss rounds. */
  readonly isEnough: boolean
  /** What was asked about with `what-if`, if this account had that too; null when nothing was. */
  readonly whatIf: CampaignFit | null
}

/** A campaign on an account, with the others beside it. */
export interface CampaignFit extends Omit<Fit, 'roundMs'> {
  readonly campaignId: number | null
  readonly name: string
  readonly groups: number
  readonly everyMs: number | null
  /** Null: it never ends. */
  readonly roundMs: number | null
}

/** A campaign that might be. */
export interface WhatIf {
  readonly groups: number
  readonly everyMs: number
}

export interface CapacityArgs {
  readonly spread: Spread
  readonly nowMs: number
  readonly whatIf: WhatIf | null
}

/** Of one account: by the share of its time for what runs, message by message for what might be. */
export function capacityOf(sending: AccountSending, args: CapacityArgs): AccountCapacity {
  const { account, plans, slowModes } = sending
  const { spread, nowMs, whatIf } = args
  const sender = senderOf(account, spread, { nowMs })
  const share = shareOf(plans, sender.gapMs)
  const canSend = mayStillSend(account)
  const givenPerMinute = canSend ? 60_000 / sender.gapMs : 0
  const neededPerMinute = (share * 60_000) / sender.gapMs
  return {
    accountId: account.id,
    name: account.name,
    state: account.state,
    campaigns: plans.filter((plan) => usualEveryMs(plan) !== null).length,
    neededPerMinute,
    givenPerMinute,
    nowPerMinute: canSend ? 60_000 / sender.gapAt(nowMs) : 0,
    slowGroups: slowModes.length,
    isEnough: neededPerMinute <= givenPerMinute,
    whatIf: whatIf === null || !canSend ? null : fitInto(sending, imagined(whatIf, nowMs), args),
  }
}

/** Each campaign of an account, beside its others. */
export function campaignFits(sending: AccountSending, args: CapacityArgs): CampaignFit[] {
  return sending.plans.map((plan) => fitInto(sending, plan, args))
}

/** One that is limited sends again when Telegram's limit is over. */
function mayStillSend({ state }: Pick<SendingAccount, 'state'>): boolean {
  return state === 'active' || state === 'limited'
}

function fitInto(
  { account, plans }: AccountSending,
  plan: AccountPlan & Partial<Pick<RunningPlan, 'campaignId' | 'name'>>,
  { spread, nowMs }: CapacityArgs,
): CampaignFit {
  const { campaignId = null, name = '', targets: groups, everyMs } = plan
  const { jitterMaxMs } = spread
  const others = plans.filter((other) => other.campaignId !== campaignId)
  const { roundMs, ...fit } = fitOf({ plan, others, sender: senderOf(account, spread, { nowMs }), nowMs, jitterMaxMs })
  return { campaignId, name, groups, everyMs, ...fit, roundMs: Number.isFinite(roundMs) ? roundMs : null }
}

function imagined({ groups, everyMs }: WhatIf, nowMs: number): AccountPlan {
  const bounds = { nextAtMs: nowMs, startedAtMs: nowMs, roundsLeft: null, timetable: null, slow: [], open: [] }
  return { uuid: '', everyMs, targets: groups, ...bounds }
}
