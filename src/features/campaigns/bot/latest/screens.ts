import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Button, Screen, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { lines } from '../../../../bot/rich-text.ts'
import type { KeepLatest } from '../../../../store/store.ts'
import { keepLatestShape } from '../../latest-shape.ts'
import { defineForm } from '../change/form.ts'
import type { OfCampaign } from '../change/form.ts'
import { edit, whenItHolds } from '../change/shared.ts'
import { composed } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { latestSigns, latestTexts as texts } from './texts.ts'

/** What becomes of the older messages of a campaign that stands. */
export function latestScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.latest'
  return defineForm(deps, {
    name,
    ask: (campaign, visit) => ({
      text: lines(texts.ask[visit.language], '', whenItHolds(campaign, visit)),
      rows: choices(campaign.keepLatest, visit),
    }),
    actions: {
      keep(of: OfCampaign, visit, how) {
        const keepLatest = parse(how)
        return keepLatest === undefined ? go(name, of) : edit(deps, of.id, { keepLatest }, visit, name)
      },
    },
  })
}

/** The same of one that is being made. */
export function latestOfNewScreen(): Screen {
  return defineScreen({
    name: 'campaigns.latestOfNew',
    draft: composed,
    show: ({ keepLatest }, visit) => ({
      text: texts.ask[visit.language],
      rows: [...choices(keepLatest, visit), [button(common.back[visit.language], 'back')]],
    }),
    actions: {
      keep: (composing, _, how) =>
        go('campaigns.confirm', { ...composing, keepLatest: parse(how) ?? composing.keepLatest }),
      back: (composing) => go('campaigns.confirm', composing),
    },
  })
}

function choices(now: KeepLatest, { language }: Visit): Button[][] {
  return keepLatestShape.options.map((how) => {
    const sign = how === now ? '✅' : latestSigns[how]
    return [button(`${sign} ${texts.choices[language][how]}`, 'keep', how)]
  })
}

/** @returns undefined for what no button says */
function parse(how: string | undefined): KeepLatest | undefined {
  return keepLatestShape.options.find((known) => known === how)
}
