import { go } from '../../../../bot/screen.ts'
import type { Next, Visit } from '../../../../bot/screen.ts'
import { contentTexts } from '../../../content.ts'
import { longNameMax } from '../../campaign.ts'
import type { CampaignChange } from '../../changes/verbs.ts'
import type { Campaign } from '../../verbs.ts'
import { composeTexts } from '../compose-texts.ts'
import { limitsOf } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { longCaptionIn } from '../left-out.ts'
import { planProblemInWords } from '../plan/texts.ts'
import { changedTo } from './fit.ts'
import { changeTexts as texts } from './texts.ts'

/** A campaign of this person. */
export async function findOne(
  { store }: CampaignBotDeps,
  id: number,
  { person }: Visit,
): Promise<Campaign | undefined> {
  return store.campaign({ id, ownerId: person.id })
}

/** Whoever sends for it: queues have no holes, so each of them has a group at the first place. */
export async function accountsOfCampaign(
  { store }: CampaignBotDeps,
  { id, ownerId, accounts }: Campaign,
): Promise<number[]> {
  const first = await store.campaignGroups({ id, ownerId, after: null, limit: accounts })
  return first.map(({ accountId }) => accountId)
}

/** From when a change holds; false for one that does not run: then it simply holds. */
export function whenItHolds({ state, nextAtMs }: Campaign, { language }: Visit): string | false {
  if (state !== 'running' && state !== 'paused') return false
  return nextAtMs === null ? texts.fromStart[language] : texts.fromNext[language]
}

export function changed({ onEvent }: CampaignBotDeps, { id, ownerId }: Campaign, change: string): void {
  onEvent({ name: 'campaign_changed', campaignId: id, ownerId, change })
}

/** Changes a campaign and shows it. @param screen where what is refused is asked for again */
export async function edit(
  deps: CampaignBotDeps,
  id: number,
  change: CampaignChange,
  visit: Visit,
  screen: string,
): Promise<Next> {
  const { store, clock } = deps
  const { language, person } = visit
  const limits = limitsOf(deps)
  const answer = await store.editCampaign({ id, ownerId: person.id, change, limits, nowMs: clock.nowMs() })
  if ('campaign' in answer) {
    changed(deps, answer.campaign, change.name === undefined ? 'edited' : 'renamed')
    const later = whenItHolds(answer.campaign, visit)
    if (change.name !== undefined) return go('campaigns.one', { id }, { toast: texts.changed[language] })
    return changedTo(
      deps,
      answer.campaign,
      visit,
      later === false ? { toast: texts.changed[language] } : { say: later },
    )
  }
  const { problem } = answer
  switch (problem.type) {
    case 'not-found':
      return go('campaigns.one', { id })
    case 'text':
      return go(screen, { id }, { say: contentTexts.problem[language](problem.problem) })
    case 'caption':
      return go(screen, { id }, { say: longCaptionIn(problem, visit) })
    case 'name':
      return go(screen, { id }, { say: texts.badName[language](longNameMax) })
    case 'interval':
      return go(screen, { id }, { say: composeTexts.badInterval[language](problem.minMs) })
    case 'timetable':
      return go(screen, { id }, { say: planProblemInWords(language, problem.problem) })
    default:
      return go(screen, { id }, { say: texts.refused[language] })
  }
}
