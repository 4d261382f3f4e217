import { moment } from '../../../bot/figures.ts'
import { lines } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Next, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { firstInstant } from '../../../scheduler/misfire.ts'
import { intervalProblem } from '../campaign.ts'
import type { CampaignProblem } from '../campaign.ts'
import type { Fit } from '../fit/fit.ts'
import { aheadTexts } from './ahead-texts.ts'
import { composeTexts as texts, groupsIn } from './compose-texts.ts'
import { byInterval, composed, contentOf, limitsOf, targetsOf } from './deps.ts'
import type { Aim, CampaignBotDeps, Composed } from './deps.ts'
import { preview } from './files/preview.ts'
import { parseInterval } from './interval.ts'
import { latestLine, latestTexts } from './latest/texts.ts'
import { leftOutLines } from './left-out.ts'
import { fitOfAccount, outlook, waysOut } from './outlook.ts'
import { planProblemInWords, planTexts } from './plan/texts.ts'
import { boundsIn, gridIn } from './plan/words.ts'
import { rightsTexts } from './rights-texts.ts'
import { sendTest } from './test-send/ask.ts'
import { testTexts } from './test-send/texts.ts'
import { keepText } from './write.ts'

/** Everything once more, with what it means for the account; then it starts. */
export function confirmScreen(deps: CampaignBotDeps): Screen {
  const limits = limitsOf(deps)
  return defineScreen({
    name: 'campaigns.confirm',
    takesPosts: true,
    draft: composed,
    async show(composing, visit): Promise<View> {
      const { language } = visit
      const found = await targetsOf(deps, composing, visit)
      const targets = found?.targets.length ?? 0
      const fit = found === undefined || targets === 0 ? undefined : await fitOfAccount(deps, found, composing)
      return {
        text: confirmText(composing, { found, fit }, visit),
        rows: [
          targets > 0 && found?.long === undefined ? [button(texts.start[language], 'start')] : [],
          ...(fit === undefined ? [] : waysOut(fit, visit)),
          [button(texts.changeWhen[language], 'when'), button(texts.changeWhere[language], 'where')],
          [button(texts.showText[language], 'text'), button(aheadTexts.ahead[language], 'ahead')],
          found === undefined ? [] : [button(testTexts.test[language], 'test')],
          [button(planTexts.schedule[language], 'more'), button(latestTexts.latest[language], 'latest')],
          [button(common.cancel[language], 'cancel')],
        ],
      }
    },
    actions: {
      start: (composing, visit) => start(deps, composing, visit),
      every: (composing, _, everyMs) => go('campaigns.confirm', byInterval(composing, Number(everyMs))),
      when: (composing) => go('campaigns.when', composing),
      more: (composing) => {
        const { everyMs = null, timetable } = composing
        return go('campaigns.bounds', { id: null, composing, everyMs, timetable })
      },
      where: (composing) => go('campaigns.where', composing),
      fewer: (composing) => {
        const back = { screen: 'campaigns.where', draft: composing }
        return go('groups.choose', { accountId: composing.accountId ?? 0, list: { back } })
      },
      text: async (composing, visit) =>
        go('campaigns.confirm', composing, { say: await preview(deps.store, contentOf(composing), visit) }),
      ahead: (composing) => go('campaigns.aheadOfNew', composing),
      test: (composing, visit) => sendTest(deps, { composing }, visit),
      latest: (composing) => go('campaigns.latestOfNew', composing),
      cancel: () => go('campaigns.list'),
    },
    onWritten(composing, written, visit) {
      const everyMs = written.isText ? parseInterval(written.text) : undefined
      if (everyMs === undefined || intervalProblem(everyMs, limits) !== undefined) return keepText(deps, written, visit)
      return go('campaigns.confirm', byInterval(composing, everyMs))
    },
  })
}

function confirmText(
  { everyMs = null, timetable, keepLatest }: Composed,
  { found, fit }: { readonly found: Aim | undefined; readonly fit: Fit | undefined },
  visit: Visit,
): Rich {
  const { language, person, nowMs } = visit
  const when = { everyMs, timetable }
  const beginsAtMs = firstInstant(when, nowMs)
  const { account, targets, refusing, long } = found ?? {
    account: undefined,
    targets: [],
    refusing: [],
    long: undefined,
  }
  const name = shownName(account?.alias ?? account?.name ?? '')
  return lines(
    texts.confirm[language](name, groupsIn(language, targets.length), gridIn(language, when)),
    ...boundsIn(language, when, person.timeZone),
    latestLine(keepLatest, language),
    beginsAtMs !== null &&
      beginsAtMs > nowMs &&
      planTexts.first[language](moment(language, beginsAtMs, person.timeZone)),
    ...(refusing.length === 0 ? [] : ['', leftOutLines(refusing, visit)]),
    ...(long === undefined ? [] : ['', rightsTexts.long[language](name, long.length - long.max, long.max)]),
    ...(fit === undefined ? [] : ['', outlook(fit, when, visit)]),
  )
}

async function start(deps: CampaignBotDeps, composing: Composed, visit: Visit): Promise<Next> {
  const { store, clock, onEvent } = deps
  const { language, person } = visit
  const found = await targetsOf(deps, composing, visit)
  if (found === undefined || found.targets.length === 0) return refused(composing, { type: 'no-group' }, visit)
  const { uuid, everyMs = null, timetable, keepLatest } = composing
  const answer = await store.createCampaign({
    uuid,
    ownerId: person.id,
    name: null,
    content: contentOf(composing),
    everyMs,
    timetable,
    keepLatest,
    targets: found.targets,
    isStarted: true,
    limits: limitsOf(deps),
    nowMs: clock.nowMs(),
  })
  if ('problem' in answer) return refused(composing, answer.problem, visit)
  const { id, state } = answer.campaign
  onEvent({ name: 'campaign_told', campaignId: id, ownerId: person.id, word: 'start', state })
  return go('campaigns.one', { id }, { toast: texts.begun[language] })
}

function refused(composing: Composed, problem: CampaignProblem, { language }: Visit): Next {
  const say = texts.problems[language]
  switch (problem.type) {
    case 'no-group':
    case 'unknown-group':
    case 'may-not-post':
    case 'kind-forbidden':
      return go('campaigns.where', composing, { say: say.groups })
    case 'no-account':
    case 'not-your-account':
      return go('campaigns.where', composing, { say: say.account })
    case 'no-access':
      return go('campaigns.list', {}, { say: say.access })
    case 'text':
    case 'no-text':
      return go('campaigns.new', {}, { say: say.text })
    case 'interval':
      return go('campaigns.when', composing)
    case 'caption':
      return go('campaigns.confirm', composing)
    case 'timetable':
      return go('campaigns.confirm', composing, { say: planProblemInWords(language, problem.problem) })
    default:
      return go('campaigns.confirm', composing, { say: say.other })
  }
}
