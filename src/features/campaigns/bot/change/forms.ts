import { z } from 'zod'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Screen, View } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { contentFrom, contentTexts } from '../../../content.ts'
import { intervalProblem } from '../../campaign.ts'
import { composeTexts, groupsIn } from '../compose-texts.ts'
import { limitsOf, targetsOf } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { inRows, parseInterval, presetsMs, shortInWords } from '../interval.ts'
import { gridIn } from '../plan/words.ts'
import { accountRows, accountsOf } from '../where.ts'
import { goneView } from './menu.ts'
import { edit, findOne, whenItHolds } from './shared.ts'
import { changeTexts as texts } from './texts.ts'

const draft = z.object({ id: z.int() })
const ways = {
  back: ({ id }: { readonly id: number }) => go('campaigns.change', { id }),
  list: () => go('campaigns.list'),
}

/** What it is called. */
export function renameScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.rename'
  return defineScreen({
    name,
    draft,
    async show({ id }, visit): Promise<View> {
      const { language } = visit
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      return {
        text: texts.askName[language](shownName(campaign.name)),
        rows: [[button(common.back[language], 'back')]],
      }
    },
    actions: ways,
    onWritten: ({ id }, { text }, visit) => edit(deps, id, { name: text.trim() }, visit, name),
  })
}

/** What it says. */
export function retextScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.retext'
  return defineScreen({
    name,
    draft,
    async show({ id }, visit): Promise<View> {
      const { language } = visit
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      return {
        text: lines(texts.askText[language], whenItHolds(campaign, visit)),
        rows: [[button(common.back[language], 'back')]],
      }
    },
    actions: ways,
    onWritten({ id }, written, visit) {
      if (!written.isText) return go(name, { id }, { say: contentTexts.onlyText[visit.language] })
      return edit(deps, id, { content: contentFrom(written) }, visit, name)
    },
  })
}

/** How often. */
export function reintervalScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.reinterval'
  const limits = limitsOf(deps)
  const presets = presetsMs.filter((everyMs) => intervalProblem(everyMs, limits) === undefined)
  return defineScreen({
    name,
    draft,
    async show({ id }, visit): Promise<View> {
      const { language } = visit
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      return {
        text: lines(texts.askInterval[language](gridIn(language, campaign)), whenItHolds(campaign, visit)),
        rows: [
          ...inRows(presets.map((everyMs) => button(shortInWords(language, everyMs), 'every', everyMs))),
          [button(composeTexts.once[language], 'once')],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      ...ways,
      every: ({ id }, visit, everyMs) => edit(deps, id, { everyMs: Number(everyMs) }, visit, name),
      once: ({ id }, visit) => edit(deps, id, { everyMs: null }, visit, name),
    },
    onWritten({ id }, { text, isText }, visit) {
      const everyMs = isText ? parseInterval(text) : undefined
      if (everyMs === undefined) return go(name, { id }, { say: composeTexts.noInterval[visit.language] })
      return edit(deps, id, { everyMs }, visit, name)
    },
  })
}

/** Where it goes: what was chosen for an account, or all of its groups, instead of those that it has. */
export function regroupScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.regroup'
  const take =
    (isAll: boolean) => async (of: { readonly id: number }, visit: Parameters<typeof findOne>[2], id?: string) => {
      const found = await targetsOf(deps, { accountId: Number(id), isAll }, visit)
      return found === undefined ? go(name, of) : edit(deps, of.id, { targets: found.targets }, visit, name)
    }
  return defineScreen({
    name,
    draft,
    async show({ id }, visit): Promise<View> {
      const { language } = visit
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return goneView(visit)
      const rows = await Promise.all(
        (await accountsOf(deps, visit)).map((account) => accountRows(deps, account, visit)),
      )
      return {
        text: lines(texts.askGroups[language](groupsIn(language, campaign.targets)), whenItHolds(campaign, visit)),
        rows: [...rows.flat(), [button(common.back[language], 'back')]],
      }
    },
    actions: {
      ...ways,
      chosen: take(false),
      all: take(true),
      choose: (of, _, id) =>
        go('groups.choose', { accountId: Number(id), list: { back: { screen: name, draft: of } } }),
      rests: (_, __, id) => go('accounts.one', { id: Number(id) }),
    },
  })
}
