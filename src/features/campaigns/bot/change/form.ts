import { z } from 'zod'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Screen, ScreenParts, View, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { Campaign } from '../../verbs.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { goneView } from './menu.ts'
import { findOne } from './shared.ts'

export const ofCampaign = z.object({ id: z.int() })

export type OfCampaign = z.output<typeof ofCampaign>

interface Form extends Pick<ScreenParts<OfCampaign>, 'name' | 'takesPosts' | 'actions' | 'onWritten'> {
  /** What stands above the way back. */
  ask(campaign: Campaign, visit: Visit): Asked | Promise<Asked>
}

type Asked = Pick<View, 'text' | 'rows'>

/** Where one thing of a campaign that stands is changed: it is asked for, and the way back leads to all that can be changed. */
export function defineForm(deps: CampaignBotDeps, { ask, actions, ...parts }: Form): Screen {
  return defineScreen({
    ...parts,
    draft: ofCampaign,
    async show({ id }, visit): Promise<View> {
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      const { text, rows = [] } = await ask(campaign, visit)
      return { text, rows: [...rows, [button(common.back[visit.language], 'back')]] }
    },
    actions: {
      ...actions,
      back: ({ id }) => go('campaigns.change', { id }),
      list: () => go('campaigns.list'),
    },
  })
}
