import type { Plan } from '../../scheduler/plan.ts'
import type { StorePort } from '../../store/store.ts'
import type { CampaignVerbs } from './verbs.ts'
import type { WaitingCursor, WhenVerbs } from './when/verbs.ts'

/** Looked at in one transaction. */
const replannedMax = 200

/** Campaigns as the scheduler sees them: what is due, and the groups of a round. */
export function campaignPlan(store: StorePort<CampaignVerbs & WhenVerbs>): Plan {
  return {
    name: 'campaigns',
    due: (nowMs, limit) => store.dueCampaigns({ nowMs, limit }),
    advance: (steps, nowMs) => store.advanceCampaigns({ steps, nowMs }),
    replan: async (nowMs) => {
      let after: WaitingCursor | null = null
      do after = await store.replanWaitingCampaigns({ after, limit: replannedMax, nowMs })
      while (after !== null)
    },
    planning: (limit) => store.planningCampaigns(limit),
    targets: ({ campaignId }, after, limit) => store.campaignTargets({ campaignId, after: positionOf(after), limit }),
    zones: () => store.campaignZones(),
    hours: {
      due: (nowMs, limit) => store.watchedCampaignRuns({ nowMs, limit }),
      keep: (steps, nowMs) => store.keepCampaignHours({ steps, nowMs }),
    },
    ended: (runIds, nowMs) => store.endRounds({ runIds, nowMs }),
  }
}

function positionOf(target: { readonly position: number; readonly accountId: number } | null) {
  return target === null ? null : { position: target.position, accountId: target.accountId }
}
