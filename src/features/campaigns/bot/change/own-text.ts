import { z } from 'zod'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Next, Screen, View, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { Content } from '../../../../delivery/message.ts'
import { contentTexts } from '../../../content.ts'
import type { CampaignGroup } from '../../changes/verbs.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { keepFor } from '../files/keep-for.ts'
import { preview } from '../files/preview.ts'
import { longCaptionIn } from '../left-out.ts'
import { goneView } from './menu.ts'
import { changed, findOne, whenItHolds } from './shared.ts'
import { changeTexts as texts } from './texts.ts'

const pageSize = 8
const place = z.object({ position: z.int(), accountId: z.int() })
const ofGroup = z.object({ id: z.int(), accountId: z.int(), peer: z.int(), topic: z.int() })

/** The groups of a campaign, to give one of them a text of its own. `after`: the last one of the page before. */
export function groupsScreen(deps: CampaignBotDeps): Screen {
  const { store } = deps
  return defineScreen({
    name: 'campaigns.groups',
    draft: z.object({ id: z.int(), after: place.nullable().default(null) }),
    async show({ id, after }, visit): Promise<View> {
      const { language, person } = visit
      if ((await findOne(deps, id, visit)) === undefined) return goneView(visit)
      const found = await store.campaignGroups({ id, ownerId: person.id, after, limit: pageSize + 1 })
      const page = found.slice(0, pageSize)
      const last = page.at(-1)
      return {
        text: page.length === 0 ? texts.noGroups[language] : texts.ownHead[language],
        rows: [
          ...page.map((group) => {
            const { accountId, peer, topic, contentId } = group
            const sign = contentId === null ? '▫️' : '💬'
            return [button(`${sign} ${groupName(group, visit)}`, 'one', accountId, peer, topic)]
          }),
          [
            ...(after === null ? [] : [button('◀️', 'first')]),
            ...(found.length > pageSize && last !== undefined
              ? [button('▶️', 'more', last.position, last.accountId)]
              : []),
          ],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      one: ({ id }, _, accountId, peer, topic) =>
        go('campaigns.group', { id, accountId: Number(accountId), peer: Number(peer), topic: Number(topic) }),
      first: ({ id }) => go('campaigns.groups', { id }),
      more: ({ id }, _, position, accountId) =>
        go('campaigns.groups', { id, after: { position: Number(position), accountId: Number(accountId) } }),
      back: ({ id }) => go('campaigns.change', { id }),
      list: () => go('campaigns.list'),
    },
  })
}

/** One group: what it is told, and another text that is written here. */
export function groupScreen(deps: CampaignBotDeps): Screen {
  const { store } = deps
  type Draft = z.output<typeof ofGroup>
  const find = (of: Draft, { person }: Visit) => store.campaignGroup({ ...of, ownerId: person.id })
  const set = async (of: Draft, content: Content | null, visit: Visit): Promise<Next> => {
    const { language, person } = visit
    const answer = await store.setOwnText({ ...of, ownerId: person.id, content, nowMs: deps.clock.nowMs() })
    if ('campaign' in answer) {
      changed(deps, answer.campaign, 'edited')
      const later = whenItHolds(answer.campaign, visit)
      return go('campaigns.group', of, later === false ? { toast: texts.changed[language] } : { say: later })
    }
    const { problem } = answer
    if (problem.type === 'caption') return go('campaigns.group', of, { say: longCaptionIn(problem, visit) })
    if (problem.type !== 'text') return go('campaigns.group', of)
    return go('campaigns.group', of, { say: contentTexts.problem[language](problem.problem) })
  }
  return defineScreen({
    name: 'campaigns.group',
    takesPosts: true,
    draft: ofGroup,
    async show(of, visit): Promise<View> {
      const { language } = visit
      const [group, campaign] = [await find(of, visit), await findOne(deps, of.id, visit)]
      if (group === undefined || campaign === undefined) return goneView(visit)
      const isOwn = group.contentId !== null
      const said = isOwn ? texts.ownText : texts.noOwnText
      return {
        text: lines(said[language](groupName(group, visit)), whenItHolds(campaign, visit)),
        rows: [
          [button(texts.seeText[language], 'text')],
          isOwn ? [button(texts.noOwn[language], 'drop')] : [],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      async text(of, visit) {
        const content = (await find(of, visit))?.content ?? null
        return go('campaigns.group', of, content === null ? {} : { say: await preview(store, content, visit) })
      },
      drop: (of, visit) => set(of, null, visit),
      back: ({ id }) => go('campaigns.groups', { id }),
      list: () => go('campaigns.list'),
    },
    async onWritten(of, written, visit) {
      if ((await find(of, visit)) === undefined) return go('campaigns.group', of)
      const kept = await keepFor(deps, [of.accountId], written, visit)
      return 'refusal' in kept ? go('campaigns.group', of, { say: kept.refusal }) : set(of, kept.content, visit)
    },
  })
}

/** With its topic, where it has one. */
function groupName({ title, peer, topic }: CampaignGroup, { language }: Visit): string {
  const name = title === '' ? String(peer) : shownName(title)
  return topic === 0 ? name : texts.topic[language](name, topic)
}
