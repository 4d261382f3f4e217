import type { Content } from '../../../delivery/message.ts'
import type { KeepLatest } from '../../../store/store.ts'
import type { Timetable } from '../../../scheduler/timetable.ts'
import type { CampaignLimits } from '../campaign.ts'
import type { Addressed, CampaignAnswer, NewTarget } from '../verbs.ts'

/**
 * What is changed of a campaign that stands. A run keeps the text that it began with, and its messages are planned: whatever is changed
 * while one goes on holds from the next round, or from the next start where none follows. Each is one transaction.
 */
export interface ChangeVerbs {
  /** In any state; nothing that is sent says the name. */
  renameCampaign(args: Addressed & { readonly name: string }): CampaignAnswer
  /**
   * Out of the lists or back into them; nothing is deleted. One that runs or is paused is refused: what still sends must be seen. A
   * repeat changes nothing.
   */
  archiveCampaign(args: Addressed & { readonly isArchived: boolean; readonly nowMs: number }): CampaignAnswer
  /**
   * A draft with the same texts, groups and times. @param args name null: that of the first, with a number. A repeat with the same uuid
   * answers with the draft that stands.
   */
  cloneCampaign(
    args: Addressed & { readonly uuid: string; readonly name: string | null; readonly nowMs: number },
  ): CampaignAnswer
  /**
   * Changes what is given, or nothing where any of it is refused. A round whose messages are still being planned takes the groups that it
   * has not come to yet from the new list, and its text as it was.
   */
  editCampaign(
    args: Addressed & { readonly change: CampaignChange; readonly limits: CampaignLimits; readonly nowMs: number },
  ): CampaignAnswer
  /** What one of its groups is told instead of the campaign's text; null: the campaign's again. */
  setOwnText(args: Addressed & OfGroup & { readonly content: Content | null; readonly nowMs: number }): CampaignAnswer

  /** Its groups in the order in which a round sends to them. */
  campaignGroups(args: Addressed & { readonly after: GroupCursor | null; readonly limit: number }): CampaignGroup[]
  /** One of its groups with what it is told. */
  campaignGroup(args: Addressed & OfGroup): (CampaignGroup & { readonly content: Content | null }) | undefined
  /** Texts that it said and says no more, the one that was written last first. */
  pastTexts(args: Addressed & { readonly limit: number }): PastText[]
}

export interface CampaignChange {
  readonly name?: string
  readonly content?: Content
  /** Null: once. The next round begins an interval after the last one began, and not before now. */
  readonly everyMs?: number | null
  /** What becomes of its older message in a group. */
  readonly keepLatest?: KeepLatest
  /** With `everyMs`; left out: an interval takes the place of set times, and what binds it beside them stays. */
  readonly timetable?: Timetable | null
  /** Instead of all groups that it has. */
  readonly targets?: readonly NewTarget[]
}

export interface OfGroup {
  readonly accountId: number
  readonly peer: number
  /** 0 where the chat has no topics. */
  readonly topic: number
}

export interface GroupCursor {
  readonly position: number
  readonly accountId: number
}

export interface CampaignGroup extends OfGroup, GroupCursor {
  readonly title: string
  /** Its text of its own; null: it is told what the campaign says. */
  readonly contentId: number | null
  /** Why the account cannot write there, as far as is known; null when it can. */
  readonly whyNot: string | null
}

export interface PastText {
  readonly contentId: number
  readonly content: Content
  /** When another took its place. */
  readonly untilMs: number
}
