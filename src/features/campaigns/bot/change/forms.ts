import { lines } from '../../../../bot/rich-text.ts'
import { button, go } from '../../../../bot/screen.ts'
import type { Screen, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { encodeContent } from '../../../../delivery/message.ts'
import { intervalProblem } from '../../campaign.ts'
import { composeTexts, groupsIn } from '../compose-texts.ts'
import { limitsOf, targetsOf } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { keepFor } from '../files/keep-for.ts'
import { inRows, parseInterval, presetsMs, shortInWords } from '../interval.ts'
import { gridIn } from '../plan/words.ts'
import { rightsTexts } from '../rights-texts.ts'
import { accountRows, accountsOf } from '../where.ts'
import { outlookLines } from './fit.ts'
import { defineForm } from './form.ts'
import type { OfCampaign } from './form.ts'
import { accountsOfCampaign, edit, findOne, whenItHolds } from './shared.ts'
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
    takesPosts: true,
    async ask(campaign, visit) {
      const outlook = await outlookLines(deps, campaign, visit)
      return { text: lines(texts.askText[visit.language], whenItHolds(campaign, visit), ...outlook) }
    },
    async onWritten({ id }, written, visit) {
      const campaign = await findOne(deps, id, visit)
      if (campaign === undefined) return go(name, { id })
      const kept = await keepFor(deps, await accountsOfCampaign(deps, campaign), written, visit)
      if ('refusal' in kept) return go(name, { id }, { say: kept.refusal })
      return edit(deps, id, { content: kept.content }, visit, name)
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
    async ask(campaign, visit) {
      const { language } = visit
      return {
        text: lines(
          texts.askInterval[language](gridIn(language, campaign)),
          whenItHolds(campaign, visit),
          ...(await outlookLines(deps, campaign, visit)),
        ),
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
  /** What the groups are to take. */
  const bodyOf = async (id: number, { person }: Visit) => {
    const content = (await deps.store.campaignReport({ id, ownerId: person.id, runs: 0 }))?.content
    return encodeContent(content ?? { text: '', entities: [] })
  }
  const take = (isAll: boolean) => async (of: OfCampaign, visit: Visit, id?: string) => {
    const wanted = { accountId: Number(id), isAll, body: await bodyOf(of.id, visit) }
    const found = await targetsOf(deps, wanted, visit)
    return found === undefined ? go(name, of) : edit(deps, of.id, { targets: found.targets }, visit, name)
  }
  return defineForm(deps, {
    name,
    async ask(campaign, visit) {
      const { language } = visit
      const [body, accounts] = [await bodyOf(campaign.id, visit), await accountsOf(deps, visit)]
      const found = await Promise.all(accounts.map((account) => accountRows(deps, { account, body }, visit)))
      return {
        text: lines(
          texts.askGroups[language](groupsIn(language, campaign.targets)),
          whenItHolds(campaign, visit),
          found.some(({ refuse }) => refuse) && rightsTexts.someRefuse[language],
          ...(await outlookLines(deps, campaign, visit)),
        ),
        rows: found.flatMap(({ rows }) => rows),
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
