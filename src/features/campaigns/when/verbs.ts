import type { HoursStep, WatchedRun } from '../../../scheduler/watch.ts'
import type { Timetable } from '../../../scheduler/timetable.ts'
import type { CampaignLimits } from '../campaign.ts'
import type { Addressed, CampaignAnswer } from '../verbs.ts'

/** The verbs of when a campaign sends. Each is one transaction. */
export interface WhenVerbs {
  /** The zones of campaigns that run, each once. */
  campaignZones(): string[]
  /**
   * Gives it another plan: from its next round on, but quiet hours and the end bind the round that is under way too. A new interval
   * counts from the last round, a new calendar from now. What ran once and has begun ends with its round.
   */
  setWhen(args: Addressed & When & { readonly limits: CampaignLimits; readonly nowMs: number }): CampaignAnswer
  /** One round at once, beside the plan and not counted among its rounds. Refused in quiet hours, and while a round is under way. */
  sendNow(args: Addressed & { readonly nowMs: number }): CampaignAnswer

  /** For the scheduler: src/scheduler/plan.ts says what each must do. */
  replanWaitingCampaigns(page: WaitingPage): WaitingCursor | null
  watchedCampaignRuns(args: { readonly nowMs: number; readonly limit: number }): WatchedRun[]
  keepCampaignHours(args: { readonly steps: readonly HoursStep[]; readonly nowMs: number }): void
}

/** Campaigns that wait for an instant, by it: behind `after`, or behind now. */
export interface WaitingPage {
  readonly after: WaitingCursor | null
  readonly limit: number
  readonly nowMs: number
}

export interface WaitingCursor {
  readonly nextAtMs: number
  readonly campaignId: number
}

/** By what its rounds follow each other. */
export interface When {
  /** Null: once, or by the calendar of its timetable. */
  readonly everyMs: number | null
  readonly timetable: Timetable | null
}
