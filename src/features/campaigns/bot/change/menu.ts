import { z } from 'zod'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Next, Screen, View, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { cardTexts } from '../card-texts.ts'
import { uuidOfDeed } from '../deed.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { latestTexts } from '../latest/texts.ts'
import { changed, findOne, whenItHolds } from './shared.ts'
import { changeTexts as texts } from './texts.ts'

/** What can be changed of a campaign that stands, also while it runs. */
export function changeScreen(deps: CampaignBotDeps): Screen {
  const { store, clock } = deps
  return defineScreen({
    name: 'campaigns.change',
    draft: z.object({ id: z.int() }),
    async show({ id }, visit): Promise<View> {
      const { language } = visit
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      const { name, archivedAtMs } = campaign
      return {
        text: lines(texts.head[language](shownName(name)), whenItHolds(campaign, visit)),
        rows: [
          [button(texts.text[language], 'text'), button(texts.interval[language], 'interval')],
          [button(texts.groups[language], 'groups'), button(texts.name[language], 'name')],
          [button(texts.ownTexts[language], 'own')],
          [button(latestTexts.latest[language], 'latest')],
          [
            button(texts.copy[language], 'copy'),
            archivedAtMs === null
              ? button(texts.archive[language], 'archive', 'yes')
              : button(texts.unarchive[language], 'archive', 'no'),
          ],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      text: ({ id }) => go('campaigns.retext', { id }),
      interval: ({ id }) => go('campaigns.reinterval', { id }),
      groups: ({ id }) => go('campaigns.regroup', { id }),
      name: ({ id }) => go('campaigns.rename', { id }),
      latest: ({ id }) => go('campaigns.latest', { id }),
      own: ({ id }) => go('campaigns.groups', { id }),
      copy: ({ id }, visit) => copy(deps, id, visit),
      // The button says what it makes of the campaign, so that pressing it twice is pressing it once.
      async archive({ id }, visit, wish) {
        const { language, person } = visit
        const isArchived = wish === 'yes'
        const answer = await store.archiveCampaign({ id, ownerId: person.id, isArchived, nowMs: clock.nowMs() })
        if ('problem' in answer) {
          const isBusy = answer.problem.type === 'wrong-state'
          return go('campaigns.change', { id }, isBusy ? { toast: texts.stopFirst[language] } : {})
        }
        changed(deps, answer.campaign, isArchived ? 'archived' : 'unarchived')
        const said = { toast: (isArchived ? texts.archived : texts.unarchived)[language] }
        return isArchived ? go('campaigns.list', {}, said) : go('campaigns.one', { id }, said)
      },
      back: ({ id }) => go('campaigns.one', { id }),
      list: () => go('campaigns.list'),
    },
  })
}

/** Of what is not there, and of somebody else's. */
export function goneView({ language }: Visit): View {
  return { text: cardTexts.gone[language], rows: [[button(common.back[language], 'list')]] }
}

async function copy(deps: CampaignBotDeps, id: number, visit: Visit): Promise<Next> {
  const { store, clock } = deps
  const { language, person } = visit
  const args = { id, ownerId: person.id, uuid: uuidOfDeed(deps, `copy ${id}`, visit), name: null, nowMs: clock.nowMs() }
  const answer = await store.cloneCampaign(args)
  if ('problem' in answer) return go('campaigns.change', { id })
  changed(deps, answer.campaign, 'cloned')
  return go('campaigns.one', { id: answer.campaign.id }, { say: texts.copied[language] })
}
