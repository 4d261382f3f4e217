import { lines } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Button, Next, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { asSent } from '../../content.ts'
import { intervalMaxMs, intervalProblem } from '../campaign.ts'
import type { CampaignProblem } from '../campaign.ts'
import type { Fit } from '../fit.ts'
import { composeTexts as texts, groupsIn } from './compose-texts.ts'
import { composed, contentOf, fitOfAccount, limitsOf, targetsOf } from './deps.ts'
import type { CampaignBotDeps, Composed } from './deps.ts'
import { parseInterval, roundUp } from './interval.ts'
import { keepText } from './write.ts'

/** Everything once more, with what it means for the account; then it starts. */
export function confirmScreen(deps: CampaignBotDeps): Screen {
  const limits = limitsOf(deps)
  return defineScreen({
    name: 'campaigns.confirm',
    draft: composed,
    async show(composing, visit): Promise<View> {
      const { language } = visit
      const found = await targetsOf(deps, composing, visit)
      const { everyMs = null } = composing
      const [targets, name] = [found?.targets.length ?? 0, found?.account.alias ?? found?.account.name ?? '']
      const fit = found === undefined ? undefined : await fitOfAccount(deps, found.account, { targets, everyMs })
      return {
        text: lines(
          texts.confirm[language](shownName(name), groupsIn(language, targets), everyMs),
          fit !== undefined && targets > 0 && '',
          fit !== undefined && targets > 0 && outlook(fit, everyMs, visit),
        ),
        rows: [
          targets > 0 ? [button(texts.start[language], 'start')] : [],
          fit === undefined ? [] : wayOut(fit, visit),
          [button(texts.changeWhen[language], 'when'), button(texts.changeWhere[language], 'where')],
          [button(texts.showText[language], 'text'), button(common.cancel[language], 'cancel')],
        ],
      }
    },
    actions: {
      start: (composing, visit) => start(deps, composing, visit),
      every: (composing, _, everyMs) => go('campaigns.confirm', { ...composing, everyMs: Number(everyMs) }),
      when: (composing) => go('campaigns.when', composing),
      where: (composing) => go('campaigns.where', composing),
      text: (composing) => go('campaigns.confirm', composing, { say: asSent(contentOf(composing)) }),
      cancel: () => go('campaigns.list'),
    },
    onWritten(composing, written, visit) {
      const everyMs = written.isText ? parseInterval(written.text) : undefined
      if (everyMs === undefined || intervalProblem(everyMs, limits) !== undefined) return keepText(deps, written, visit)
      return go('campaigns.confirm', { ...composing, everyMs })
    },
  })
}

function outlook({ roundMs, isEnough, everyMinMs }: Fit, everyMs: number | null, { language }: Visit): Rich {
  if (everyMinMs === null) return texts.noRoom[language]
  return isEnough || everyMs === null ? texts.takes[language](roundMs) : texts.tooShort[language](roundMs, everyMs)
}

function wayOut({ isEnough, everyMinMs }: Fit, { language }: Visit): Button[] {
  if (isEnough || everyMinMs === null) return []
  const everyMs = roundUp(everyMinMs)
  return everyMs > intervalMaxMs ? [] : [button(texts.fits[language](everyMs), 'every', everyMs)]
}

async function start(deps: CampaignBotDeps, composing: Composed, visit: Visit): Promise<Next> {
  const { store, clock, onEvent } = deps
  const { language, person } = visit
  const found = await targetsOf(deps, composing, visit)
  if (found === undefined || found.targets.length === 0) return refused(composing, { type: 'no-group' }, visit)
  const { uuid, everyMs = null } = composing
  const answer = await store.createCampaign({
    uuid,
    ownerId: person.id,
    name: null,
    content: contentOf(composing),
    everyMs,
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
    default:
      return go('campaigns.confirm', composing, { say: say.other })
  }
}
