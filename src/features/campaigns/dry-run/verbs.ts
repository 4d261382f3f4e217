import type { Content } from '../../../delivery/message.ts'
import type { Target } from '../../../scheduler/plan.ts'
import type { GroupCursor } from '../changes/verbs.ts'
import type { CampaignLimits, CampaignProblem } from '../campaign.ts'
import type { Addressed, Campaign, NewTarget } from '../verbs.ts'

/** What must be known to say what a campaign would do. All of it only reads. */
export interface DryRunVerbs {
  /** The campaign as it stands, when it would begin, and why it would not. @returns undefined when there is none, or it is another's */
  dryFacts(of: Addressed & { readonly limits: CampaignLimits; readonly nowMs: number }): DryFacts | undefined
  /** The groups of a campaign that stands, by position and then account. */
  dryGroups(page: Addressed & { readonly after: GroupCursor | null; readonly limit: number }): DryGroup[]
  /** The groups of one that does not stand yet, as they would: what is not this owner's, or no group of the account, is left out. */
  dryGroupsOf(of: { readonly ownerId: number; readonly targets: readonly NewTarget[] }): DryGroup[]
  /** Why an owner's campaign would not start that does not stand yet; null when it would. */
  dryProblem(of: NewDryCampaign & { readonly limits: CampaignLimits; readonly nowMs: number }): CampaignProblem | null
}

export interface NewDryCampaign {
  readonly ownerId: number
  readonly content: Content | null
  readonly everyMs: number | null
  readonly targets: readonly NewTarget[]
}

export interface DryFacts {
  readonly campaign: Campaign
  readonly content: Content | null
  /** Its next instant; of one that does not run: now, where a start would begin it. Null: no round follows by itself. */
  readonly beginsAtMs: number | null
  /** Where rounds are counted from. */
  readonly startedAtMs: number
  /** Null: nothing, as far as is known before Telegram is asked. */
  readonly problem: CampaignProblem | null
}

/** One message of a round, with what is known of the place before it is tried. */
export interface DryGroup extends Omit<Target, 'positions' | 'contentId'> {
  readonly title: string
  /** Null: what the campaign says. */
  readonly content: Content | null
  readonly accountName: string
  readonly accountState: string
  /** Why the account cannot write there; null when it can. */
  readonly whyNot: string | null
  /** What it does not take, as it stands in `peers.forbidden`. */
  readonly forbidden: string | null
  /** What members wait between two messages there, as far as it was met; 0: nothing. */
  readonly slowModeMs: number
}
