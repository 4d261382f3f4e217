import type { CampaignAnswer, OwnerScope } from '../verbs.ts'

/** In so many rounds one after another a group must have refused before anybody is told: one refusal may be an administrator's slip. */
export const failingRounds = 3

/** The verbs of groups that keep failing. Each is one transaction. */
export interface FailingVerbs {
  /**
   * Groups of a campaign whose message failed for good in `failingRounds` rounds one after another, ended by the one that is named. Not
   * those that were taken out since, or got a message in a later round. @returns undefined where there is none, or of another's campaign
   */
  failingGroups(of: OfFailing & { readonly limit: number }): Failing | undefined
  /** Takes them out of the campaign, from its next round on; a repeat takes nothing more. `no-group` where nothing would be left. */
  dropFailing(of: OfFailing & { readonly nowMs: number }): DroppedAnswer
}

export interface OfFailing {
  readonly campaignId: number
  readonly ownerId: OwnerScope
  /** Null: the last round that is over. */
  readonly runId: number | null
}

export interface Failing {
  readonly runId: number
  readonly name: string
  /** Of all, also of those that are not among `groups`. */
  readonly count: number
  readonly groups: readonly FailingGroup[]
}

export interface FailingGroup {
  readonly accountId: number
  readonly peer: number
  readonly topic: number
  /** Null for a group that its account does not know any more. */
  readonly title: string | null
  /** What Telegram said in the last of these rounds. */
  readonly reason: string | null
}

export type DroppedAnswer = CampaignAnswer & { readonly dropped: number }
