import { z } from 'zod'
import { figure } from '../../../bot/figures.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import { button, go } from '../../../bot/screen.ts'
import type { NoticeKind, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import type { FailingGroup } from '../failing/verbs.ts'
import { ruleOf } from '../round/rules.ts'
import { changed } from './change/shared.ts'
import type { CampaignBotDeps } from './deps.ts'
import { failingTexts as texts } from './failing-texts.ts'
import { roundTexts } from './round-texts.ts'

/** What the notice is about; what is true of it is asked when it is told, and again when a button is pressed. */
const about = z.object({ campaignId: z.int(), runId: z.int() })

/** Named in the notice; the others are counted. */
const shownMax = 10

/** Groups that have refused a campaign's message round after round, with a way to take them out. */
export function failingNotice(deps: CampaignBotDeps): NoticeKind {
  const { store, clock } = deps
  return {
    name: 'campaigns.failing',
    audience: 'active',
    async show(detail, visit) {
      const { language, person } = visit
      const failing = await store.failingGroups({ ...about.parse(detail), ownerId: person.id, limit: shownMax })
      if (failing === undefined) return undefined
      const { name, count, groups } = failing
      const more = count - groups.length
      return {
        text: lines(
          bold(texts.head[language](shownName(name), count)),
          '',
          ...groups.map((group) => groupInWords(group, visit)),
          more > 0 && texts.andMore[language](figure(language, more)),
        ),
        rows: [[button(texts.drop[language](count), 'drop')], [button(texts.look[language], 'round')]],
      }
    },
    actions: {
      async drop(detail, { language, person }) {
        const of = { ...about.parse(detail), ownerId: person.id }
        const answer = await store.dropFailing({ ...of, nowMs: clock.nowMs() })
        if ('problem' in answer) {
          const isAll = answer.problem.type === 'no-group'
          return go('campaigns.one', { id: of.campaignId }, isAll ? { say: texts.allFail[language] } : {})
        }
        const { campaign, dropped } = answer
        if (dropped > 0) changed(deps, campaign, 'edited')
        const said = dropped === 0 ? texts.nothingLeft[language] : texts.dropped[language](dropped, campaign.targets)
        return { type: 'end', text: lines(bold(shownName(campaign.name)), said) }
      },
      round(detail) {
        const { campaignId, runId } = about.parse(detail)
        return go('campaigns.round', { id: campaignId, runId })
      },
    },
  }
}

function groupInWords({ title, topic, reason }: FailingGroup, { language }: Visit) {
  const name = title === null || title === '' ? roundTexts.noName[language] : shownName(title)
  const where = topic === 0 ? name : texts.topic[language](name, topic)
  return rich`• ${bold(where)}: ${roundTexts.rules[language][ruleOf(reason)]}`
}
