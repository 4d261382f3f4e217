import type { Content } from '../../delivery/message.ts'
import type { MisfirePolicy } from '../../scheduler/misfire.ts'
import type { DueRound, HaltedPlan, PlanningRun, RoundStep, Target } from '../../scheduler/plan.ts'
import type { Timetable } from '../../scheduler/timetable.ts'
import type { KeepLatest, Run } from '../../store/store.ts'
import type { SweepCursor } from '../../store/sweeps.ts'
import type { CampaignLimits, CampaignProblem, CampaignState } from './campaign.ts'

/** The verbs of campaigns in the store, beside those of the spine. Each is one transaction. Bad input is a value, never thrown. */
export interface CampaignVerbs {
  /**
   * Adds a draft with its groups. Text, interval, accounts and groups are checked if they are given; a start asks for all of them.
   * With `isStarted` it runs from this commit on, or is not there. A repeat with the same uuid answers with the campaign that stands,
   * and starts nothing.
   */
  createCampaign(campaign: NewCampaign): CampaignAnswer
  /** More groups for a campaign: what it has already is passed over. From its next round on. */
  addTargets(args: Addressed & { readonly targets: readonly NewTarget[]; readonly nowMs: number }): CampaignAnswer

  campaign(of: Addressed): Campaign | undefined
  campaignByUuid(of: { readonly uuid: string; readonly ownerId: number }): Campaign | undefined
  /** False when the owner is not there, is banned, or has no day of access left. */
  hasAccess(of: { readonly ownerId: number; readonly nowMs: number }): boolean
  /** Newest first; `before` is the last id of the page before. What is archived stands in a list of its own. */
  campaigns(page: CampaignPage): Campaign[]
  /** A campaign with its last runs and their figures, the newest first. */
  campaignReport(of: Addressed & { readonly runs: number }): CampaignReport | undefined

  startCampaign(args: Addressed & { readonly limits: CampaignLimits; readonly nowMs: number }): CampaignAnswer
  /** From this commit on none of its attempts is claimed; what is on the wire arrives, at most one message an account. */
  pauseCampaign(args: Addressed & { readonly reason: string; readonly nowMs: number }): CampaignAnswer
  /**
   * Goes on where it was. If an instant passed meanwhile, `missed` says what becomes of it: the new round begins and takes the place of
   * the old one's rest, or the old one goes on until the next instant. By default what its misfire policy says; `ask` means run.
   */
  resumeCampaign(args: Addressed & { readonly missed?: 'run' | 'skip'; readonly nowMs: number }): CampaignAnswer
  /** As pause, and what is left of its run is cancelled. */
  stopCampaign(args: Addressed & { readonly reason: string; readonly nowMs: number }): CampaignAnswer
  /**
   * Puts failed attempts of the last run back, with fresh tries. Looks at `limit` attempts: repeat it with the cursor it gave until
   * that is null. `accounts` are those to hint at.
   */
  retryFailed(args: RetryArgs): RetryAnswer

  /** For the scheduler: src/scheduler/plan.ts says what each must do. */
  dueCampaigns(args: { readonly nowMs: number; readonly limit: number }): DueRound[]
  advanceCampaigns(args: { readonly steps: readonly RoundStep[]; readonly nowMs: number }): readonly HaltedPlan[]
  planningCampaigns(limit: number): PlanningRun[]
  campaignTargets(page: TargetPage): Target[]
  endRounds(args: { readonly runIds: readonly number[]; readonly nowMs: number }): void
}

export interface CampaignPage {
  readonly ownerId: OwnerScope
  readonly before: number | null
  readonly limit: number
  /** False unless told. */
  readonly isArchived?: boolean
}

/** Whose: an owner's id, or null for an admin, who reaches everybody's. */
export type OwnerScope = number | null

export interface Addressed {
  readonly id: number
  readonly ownerId: OwnerScope
}

export interface NewTarget {
  readonly accountId: number
  readonly peer: number
  /** 0 where the chat has no topics. */
  readonly topic: number
  /** Said there instead of the campaign's; null: the campaign's. Left out of a group that the campaign has already: as it was. */
  readonly content?: Content | null
}

export interface NewCampaign {
  /** Random; part of every message's natural key, and what makes a repeated request one campaign. */
  readonly uuid: string
  readonly ownerId: number
  /** Null: made from the text. */
  readonly name: string | null
  readonly content: Content | null
  /** Null: once, or by its calendar. */
  readonly everyMs: number | null
  readonly timetable?: Timetable | null
  readonly misfire?: MisfirePolicy
  /** `off` unless told. */
  readonly keepLatest?: KeepLatest
  readonly targets: readonly NewTarget[]
  readonly isStarted?: boolean
  readonly limits: CampaignLimits
  readonly nowMs: number
}

export interface Campaign {
  readonly id: number
  readonly uuid: string
  readonly ownerId: number
  readonly name: string
  readonly state: CampaignState
  /** Why it is paused or stopped: `asked`, `missed`, `access-ended`, `no-groups`, or what Telegram said about its text. */
  readonly reason: string | null
  readonly contentId: number | null
  readonly everyMs: number | null
  /** Its calendar, quiet hours and bounds; null: none of them. */
  readonly timetable: Timetable | null
  /** Rounds of the plan that have begun since it was started. */
  readonly roundsDone: number
  readonly misfire: MisfirePolicy
  /** What becomes of its older message in a group. */
  readonly keepLatest: KeepLatest
  readonly nextAtMs: number | null
  readonly startedAtMs: number | null
  readonly createdAtMs: number
  /** Out of the lists since; null: not. */
  readonly archivedAtMs: number | null
  readonly targets: number
  readonly accounts: number
}

export interface CampaignReport {
  readonly campaign: Campaign
  readonly content: Content | null
  readonly runs: readonly RunReport[]
  /** A message of the last one, while it runs: pauses are no pace. Null: it does not run, or nobody sends for it. */
  readonly roundPaceMs: number | null
}

export interface RunReport extends Run {
  /** Neither sent nor given up: pending or on the wire. */
  readonly open: number
}

export type CampaignAnswer = { readonly campaign: Campaign } | { readonly problem: CampaignProblem }

export interface RetryArgs extends Addressed {
  /** Only messages of this account. */
  readonly accountId?: number | null
  readonly after: SweepCursor | null
  readonly limit: number
  readonly nowMs: number
}

export type RetryAnswer =
  | {
      readonly revived: number
      readonly after: SweepCursor | null
      readonly accounts: readonly { readonly id: number; readonly partition: number }[]
    }
  | { readonly problem: CampaignProblem }

export interface TargetPage {
  readonly campaignId: number
  readonly after: { readonly position: number; readonly accountId: number } | null
  readonly limit: number
}
