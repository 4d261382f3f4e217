import { lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import { go } from '../../../../bot/screen.ts'
import type { Next, ShowExtras, Visit } from '../../../../bot/screen.ts'
import type { Said } from '../../../../bot/written-files.ts'
import type { CampaignGroup } from '../../changes/verbs.ts'
import type { Fit } from '../../fit/fit.ts'
import type { Campaign } from '../../verbs.ts'
import type { When } from '../../when/verbs.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { fitOfAccount, outlook } from '../outlook.ts'

const pageSize = 1_000

/** A campaign on the account that has most to do for it. */
export interface StandingFit {
  readonly accountId: number
  readonly fit: Fit
}

/** Whether a campaign that stands fits from its next round on. @param when another plan for it; @returns undefined without a group */
export async function fitOfCampaign(
  deps: CampaignBotDeps,
  campaign: Campaign,
  when: When = campaign,
): Promise<StandingFit | undefined> {
  const { id, uuid, keepLatest } = campaign
  const { everyMs, timetable } = when
  const byAccount = new Map<number, CampaignGroup[]>()
  for (const group of await groupsOf(deps, campaign)) {
    const groups = byAccount.get(group.accountId) ?? []
    groups.push(group)
    byAccount.set(group.accountId, groups)
  }
  let tightest: StandingFit | undefined
  for (const [accountId, targets] of byAccount) {
    const wanted = { id, uuid, keepLatest, everyMs, timetable }
    const fit = await fitOfAccount(deps, { account: { id: accountId }, targets }, wanted)
    if (fit !== undefined && (tightest === undefined || isTighter(fit, tightest.fit))) tightest = { accountId, fit }
  }
  return tightest
}

/** The same in words, below what is asked. */
export async function outlookLines(
  deps: CampaignBotDeps,
  campaign: Campaign,
  visit: Visit,
  when: When = campaign,
): Promise<Rich[]> {
  const found = await fitOfCampaign(deps, campaign, when)
  return found === undefined ? [] : ['', outlook(found.fit, when, visit)]
}

/** After a change: to the card, with what a round takes now; or to the ways out, where that is too much. */
export async function changedTo(
  deps: CampaignBotDeps,
  campaign: Campaign,
  visit: Visit,
  { say, toast }: { readonly say?: string; readonly toast?: string },
): Promise<Next> {
  const { id } = campaign
  const found = await fitOfCampaign(deps, campaign)
  const extras = (said: Said | undefined): ShowExtras => ({
    ...(said === undefined ? {} : { say: said }),
    ...(toast === undefined ? {} : { toast }),
  })
  if (found === undefined) return go('campaigns.one', { id }, extras(say))
  if (!found.fit.isEnough) return go('campaigns.fit', { id }, extras(say))
  // A warning is said in any case: a toast has no room for it.
  if (say === undefined && found.fit.slow === null) return go('campaigns.one', { id }, extras(undefined))
  return go('campaigns.one', { id }, extras(lines(say ?? false, outlook(found.fit, campaign, visit))))
}

function isTighter(fit: Fit, than: Fit): boolean {
  return fit.isEnough === than.isEnough ? fit.roundMs > than.roundMs : than.isEnough
}

async function groupsOf({ store }: CampaignBotDeps, { id, ownerId }: Campaign): Promise<CampaignGroup[]> {
  const groups: CampaignGroup[] = []
  for (let found = pageSize; found === pageSize;) {
    const page = await store.campaignGroups({ id, ownerId, after: groups.at(-1) ?? null, limit: pageSize })
    groups.push(...page)
    found = page.length
  }
  return groups
}
