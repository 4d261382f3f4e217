import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Screen, View } from '../../../../bot/screen.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { outlook, waysOut } from '../outlook.ts'
import { fitOfCampaign } from './fit.ts'
import { ofCampaign } from './form.ts'
import { goneView } from './menu.ts'
import { edit, findOne } from './shared.ts'
import { changeTexts as texts } from './texts.ts'

/** What a change has made too much for an account, with the ways out; or that there is enough time again. */
export function fitScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.fit'
  return defineScreen({
    name,
    draft: ofCampaign,
    async show({ id }, visit): Promise<View> {
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      const found = await fitOfCampaign(deps, campaign)
      const stay = [button(texts.leaveIt[visit.language], 'stay')]
      if (found === undefined) return { text: texts.noGroups[visit.language], rows: [stay] }
      return { text: outlook(found.fit, campaign, visit), rows: [...waysOut(found.fit, visit), stay] }
    },
    actions: {
      every: ({ id }, visit, everyMs) => edit(deps, id, { everyMs: Number(everyMs) }, visit, name),
      async fewer({ id }, visit) {
        const campaign = await findOne(deps, id, visit)
        const found = campaign && (await fitOfCampaign(deps, campaign))
        if (found === undefined) return go(name, { id })
        const back = { screen: 'campaigns.regroup', draft: { id } }
        return go('groups.choose', { accountId: found.accountId, list: { back } })
      },
      where: ({ id }) => go('campaigns.regroup', { id }),
      stay: ({ id }) => go('campaigns.one', { id }),
      list: () => go('campaigns.list'),
    },
  })
}
