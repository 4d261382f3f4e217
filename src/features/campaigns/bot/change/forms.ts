import { lines } from '../../../../bot/rich-text.ts'
import { button, go } from '../../../../bot/screen.ts'
import type { Screen, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { contentFrom, contentTexts } from '../../../content.ts'
import { intervalProblem } from '../../campaign.ts'
import { composeTexts, groupsIn } from '../compose-texts.ts'
import { limitsOf, targetsOf } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { inRows, parseInterval, presetsMs, shortInWords } from '../interval.ts'
import { gridIn } from '../plan/words.ts'
import { accountRows, accountsOf } from '../where.ts'
import { defineForm } from './form.ts'
import type { OfCampaign } from './form.ts'
import { edit, whenItHolds } from './shared.ts'
import { changeTexts as texts } from './texts.ts'

/** What it is called. */
export function renameScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.rename'
  return defineForm(deps, {
    name,
    ask: (campaign, { language }) => ({ text: texts.askName[language](shownName(campaign.name)) }),
    onWritten: ({ id }, { text }, visit) => edit(deps, id, { name: text.trim() }, visit, name),
  })
}

/** What it says. */
export function retextScreen(deps: CampaignBotDeps): Screen {
  const name = 'campaigns.retext'
  return defineForm(deps, {
    name,
    ask: (campaign, visit) => ({ text: lines(texts.askText[visit.language], whenItHolds(campaign, visit)) }),
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
  return defineForm(deps, {
    name,
    ask(campaign, visit) {
      const { language } = visit
      return {
        text: lines(texts.askInterval[language](gridIn(language, campaign)), whenItHolds(campaign, visit)),
        rows: [
          ...inRows(presets.map((everyMs) => button(shortInWords(language, everyMs), 'every', everyMs))),
          [button(composeTexts.once[language], 'once')],
        ],
      }
    },
    actions: {
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
  const take = (isAll: boolean) => async (of: OfCampaign, visit: Visit, id?: string) => {
    const found = await targetsOf(deps, { accountId: Number(id), isAll }, visit)
    return found === undefined ? go(name, of) : edit(deps, of.id, { targets: found.targets }, visit, name)
  }
  return defineForm(deps, {
    name,
    async ask(campaign, visit) {
      const { language } = visit
      const rows = await Promise.all(
        (await accountsOf(deps, visit)).map((account) => accountRows(deps, account, visit)),
      )
      return {
        text: lines(texts.askGroups[language](groupsIn(language, campaign.targets)), whenItHolds(campaign, visit)),
        rows: rows.flat(),
      }
    },
    actions: {
      chosen: take(false),
      all: take(true),
      choose: (of, _, id) =>
        go('groups.choose', { accountId: Number(id), list: { back: { screen: name, draft: of } } }),
      rests: (_, __, id) => go('accounts.one', { id: Number(id) }),
    },
  })
}
