import type { CampaignVerbs } from './verbs.ts'

/** The last account that a campaign sent with is deleted, so that nothing of it is left to send. */
const noGroups = 'no-groups'

/**
 * Stops those of these campaigns that have no group any more: they would open empty rounds for ever, and look as if they sent. In the
 * transaction that took the groups. @param tell its owner reads why
 */
export function stopEmptied(
  campaigns: Pick<CampaignVerbs, 'campaign' | 'stopCampaign'>,
  tell: (stopped: { readonly campaignId: number; readonly reason: string }, nowMs: number) => void,
) {
  return (campaignIds: readonly number[], nowMs: number): void => {
    for (const id of campaignIds) {
      const of = { id, ownerId: null }
      if (campaigns.campaign(of)?.targets !== 0) continue
      // A draft, and one that is over, know no stop.
      const answer = campaigns.stopCampaign({ ...of, reason: noGroups, nowMs })
      if ('campaign' in answer) tell({ campaignId: id, reason: noGroups }, nowMs)
    }
  }
}
