import { z } from 'zod'
import { Refusal } from '../../base/refusal.ts'
import type { Content } from '../../delivery/message.ts'
import { parsePeer } from '../../delivery/peer.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import { campaignLimits } from './campaign.ts'
import type { CampaignWord } from './campaign.ts'
import { contentShape, targetShape } from './changes/shapes.ts'
import { keepLatestShape } from './latest-shape.ts'
import { campaignRefusal } from './refusals.ts'
import { aims } from './state-words.ts'
import { timetableShape } from './when/shape.ts'
import type { WhenVerbs } from './when/verbs.ts'
import type { RightsVerbs } from './rights/verbs.ts'
import type { Campaign, CampaignAnswer, CampaignVerbs, NewTarget } from './verbs.ts'

const one = z.object({ id: z.int() })
const newCampaign = z.object({
  /** Drawn by whoever asks, so that who lost the answer can ask again without a second campaign. */
  uuid: z.string().regex(/^[0-9a-f]{32}$/),
  ownerId: z.int(),
  accountId: z.int(),
  name: z.string().nullable(),
  text: z.string(),
  /** Marked ids, or every group where the account may write. */
  groups: z.union([z.literal('all'), z.array(z.int()).min(1)]),
  /** Instead of `text` and `groups`, where a file says more than a command line can. */
  content: contentShape.exactOptional(),
  targets: z.array(targetShape).min(1).exactOptional(),
  everyMs: z.int().nullable(),
  timetable: timetableShape.nullable().default(null),
  keepLatest: keepLatestShape.default('off'),
  isStarted: z.boolean(),
})

const newWhen = z.object({ id: z.int(), everyMs: z.int().nullable(), timetable: timetableShape.nullable() })

/** What became of a word; `isUnchanged`: the campaign was as it would have made it. */
export interface ToldCampaign extends Campaign {
  readonly isUnchanged: boolean
}

/** What the command line can have done with campaigns. */
export function campaignControl(deps: ControlDeps<CampaignVerbs & WhenVerbs & RightsVerbs>): Control {
  const { store, clock, settings, onEvent } = deps
  const limits = campaignLimits({ minutesMin: settings.intervalMinutesMin, isTest: settings.isTest })
  const reason = 'asked'
  const words: Record<CampaignWord, (id: number) => Promise<CampaignAnswer>> = {
    start: (id) => store.startCampaign({ id, ownerId: null, limits, nowMs: clock.nowMs() }),
    pause: (id) => store.pauseCampaign({ id, ownerId: null, reason, nowMs: clock.nowMs() }),
    resume: (id) => store.resumeCampaign({ id, ownerId: null, nowMs: clock.nowMs() }),
    stop: (id) => store.stopCampaign({ id, ownerId: null, reason, nowMs: clock.nowMs() }),
  }
  const tell = async (word: CampaignWord, id: number): Promise<ToldCampaign> => {
    const answer = await words[word](id)
    // Told twice it is the same, as for accounts.
    const isSoAlready =
      'problem' in answer && answer.problem.type === 'wrong-state' && answer.problem.state === aims[word]
    const same = isSoAlready ? await store.campaign({ id, ownerId: null }) : undefined
    if (same !== undefined) return { ...same, isUnchanged: true }
    const campaign = campaignIn(answer, id)
    onEvent({ name: 'campaign_told', campaignId: id, ownerId: campaign.ownerId, word, state: campaign.state })
    return { ...campaign, isUnchanged: false }
  }
  const told = (word: CampaignWord) => controlVerb(one, ({ id }) => tell(word, id))

  return {
    'campaigns.create': controlVerb(newCampaign, async (given) => {
      const { uuid, ownerId } = given
      // Before anything is looked at that may be otherwise by now.
      const campaign = (await store.campaignByUuid({ uuid, ownerId })) ?? (await create(deps, given, limits))
      const { id, state } = campaign
      if (given.isStarted) onEvent({ name: 'campaign_told', campaignId: id, ownerId, word: 'start', state })
      return campaign
    }),
    'campaigns.set': controlVerb(newWhen, async ({ id, ...when }) =>
      campaignIn(await store.setWhen({ id, ownerId: null, ...when, limits, nowMs: clock.nowMs() }), id),
    ),
    'campaigns.now': controlVerb(one, async ({ id }) => {
      const campaign = campaignIn(await store.sendNow({ id, ownerId: null, nowMs: clock.nowMs() }), id)
      onEvent({ name: 'campaign_told', campaignId: id, ownerId: campaign.ownerId, word: 'now', state: campaign.state })
      return campaign
    }),
    'campaigns.start': told('start'),
    'campaigns.pause': told('pause'),
    'campaigns.resume': told('resume'),
    'campaigns.stop': told('stop'),
  }
}

async function create(
  { store, clock }: ControlDeps<CampaignVerbs & RightsVerbs>,
  given: z.infer<typeof newCampaign>,
  limits: ReturnType<typeof campaignLimits>,
): Promise<Campaign> {
  const { uuid, ownerId, accountId, name, text, everyMs, timetable, keepLatest, isStarted } = given
  const account = await store.account(accountId)
  if (account?.ownerId !== ownerId) throw campaignRefusal({ type: 'not-your-account', accountId })
  // Looked at before, so that a campaign which could not start is not made.
  if (account.state !== 'active' && account.state !== 'limited' && isStarted && given.targets === undefined) {
    throw campaignRefusal({ type: 'no-account' })
  }
  if (isStarted && !(await store.hasAccess({ ownerId, nowMs: clock.nowMs() }))) {
    throw campaignRefusal({ type: 'no-access', ownerId })
  }
  const { content = { text, entities: [] } } = given
  const targets = given.targets ?? (await targetsIn(store, given, content, clock.nowMs()))
  const made = await store.createCampaign({
    uuid,
    ownerId,
    name,
    content,
    everyMs,
    timetable,
    keepLatest,
    targets,
    isStarted,
    limits,
    nowMs: clock.nowMs(),
  })
  return campaignIn(made)
}

/** With `all`, those that take it, as far as is known. @throws Refusal where none is left */
async function targetsIn(
  store: ControlDeps<CampaignVerbs & RightsVerbs>['store'],
  { accountId, groups }: z.infer<typeof newCampaign>,
  content: Content,
  nowMs: number,
): Promise<readonly NewTarget[]> {
  const targetOf = (peer: number): NewTarget => ({ accountId, peer, topic: 0 })
  if (groups !== 'all') return groups.map((id) => targetOf(peerOf(id)))
  const known = (await store.peersToPost(accountId)).map(targetOf)
  if (known.length === 0) {
    throw new Refusal(
      `no group of account ${accountId} is known yet: \`karvon accounts groups ${accountId}\` reads them`,
    )
  }
  const refusing = await store.refusingGroups({ targets: known, content, nowMs })
  const [first] = refusing
  if (first !== undefined && refusing.length === known.length) {
    const { peer, kinds, untilMs } = first
    throw campaignRefusal({ type: 'kind-forbidden', accountId, peer, kinds, untilMs })
  }
  const closed = new Set(refusing.map(({ peer }) => peer))
  return known.filter(({ peer }) => !closed.has(peer))
}

function campaignIn(answer: CampaignAnswer, id?: number): Campaign {
  if ('campaign' in answer) return answer.campaign
  throw campaignRefusal(answer.problem, id)
}

function peerOf(id: number): number {
  const peer = parsePeer(id)
  if (peer === undefined) throw new Refusal(`${id} is no id of a chat: see \`karvon accounts groups ID\``)
  return peer
}
