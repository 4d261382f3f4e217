import type { Person } from '../../../access/people.ts'
import type { AccessVerbs, PeopleVerbs } from '../../../access/verbs.ts'
import type { BotVerbs } from '../../../bot/verbs.ts'
import type { BotDeps } from '../../feature.ts'
import type { StatisticsVerbs, UserVerbs } from '../verbs.ts'

/** A campaign as admins see somebody else's. */
export interface RunningCampaign {
  readonly id: number
  readonly ownerId: number
  readonly name: string
  readonly state: string
}

interface OwnedPage {
  readonly ownerId: number
  readonly after: number
  readonly limit: number
}

type Owned = OwnedPage & { readonly nowMs: number; readonly reason: string }
type OwnedAnswer = { readonly changed: readonly RunningCampaign[]; readonly after: number | null }

/** What admins can have done with campaigns, whoever keeps them. */
export interface CampaignsOfPeople {
  activeCampaigns(page: OwnedPage): readonly RunningCampaign[]
  activeFigures(of: { readonly ownerId: number; readonly reason: string }): {
    readonly running: number
    readonly paused: number
    readonly pausedForReason: number
  }
  pauseOwned(args: Owned): OwnedAnswer
  stopOwned(args: Owned): OwnedAnswer
  resumeOwned(args: Owned): OwnedAnswer
  stopCampaign(args: {
    readonly id: number
    readonly ownerId: number
    readonly reason: string
    readonly nowMs: number
  }): { readonly campaign: RunningCampaign } | { readonly problem: unknown }
}

export type AdminDeps = BotDeps<PeopleVerbs & AccessVerbs & BotVerbs & UserVerbs & StatisticsVerbs & CampaignsOfPeople>

/** Why a campaign is paused whose owner has no access any more; the scheduler says the same word. */
export const accessEnded = 'access-ended'

/** How an admin stands in the audit log. */
export function actorOf({ id }: Pick<Person, 'id'>): string {
  return `user ${id}`
}
