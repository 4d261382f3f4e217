import { moment } from '../../../../bot/figures.ts'
import { button, go } from '../../../../bot/screen.ts'
import type { Button, Next, Visit } from '../../../../bot/screen.ts'
import type { CampaignReport } from '../../verbs.ts'
import { cardTexts } from '../card-texts.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { planTexts as texts } from './texts.ts'

/** A round at once, where none is under way and one follows by itself: what runs once does so anyway. */
export function nowOf({ campaign, runs: [run] }: CampaignReport, { language, nowMs }: Visit): Button[] {
  const { state, nextAtMs, targets } = campaign
  const isUnderWay = run !== undefined && run.finishedAtMs === null && run.state !== 'stopped'
  const mayBegin = state === 'running' && targets > 0 && nextAtMs !== null && nextAtMs > nowMs && !isUnderWay
  return mayBegin ? [button(texts.now[language], 'sure', 'now')] : []
}

export async function sendNow({ store, clock, onEvent }: CampaignBotDeps, id: number, visit: Visit): Promise<Next> {
  const { language, person } = visit
  const card = (say?: string) => go('campaigns.one', { id }, say === undefined ? {} : { say })
  const answer = await store.sendNow({ id, ownerId: person.id, nowMs: clock.nowMs() })
  if ('campaign' in answer) {
    onEvent({ name: 'campaign_told', campaignId: id, ownerId: person.id, word: 'now', state: answer.campaign.state })
    return card()
  }
  const { problem } = answer
  switch (problem.type) {
    case 'under-way':
      return go('campaigns.one', { id }, { toast: texts.underWay[language] })
    case 'quiet':
      return card(texts.quietNow[language](moment(language, problem.untilMs, person.timeZone)))
    case 'no-access':
      return card(cardTexts.problems[language].access)
    case 'no-account':
      return card(cardTexts.problems[language].account)
    case 'wrong-state':
      return go('campaigns.one', { id }, { toast: cardTexts.changed[language] })
    default:
      return card()
  }
}
