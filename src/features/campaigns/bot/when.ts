import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Next, Screen, View } from '../../../bot/screen.ts'
import { texts as common } from '../../../bot/texts.ts'
import { intervalProblem } from '../campaign.ts'
import { composeTexts as texts, groupsIn } from './compose-texts.ts'
import { byInterval, composed, limitsOf, targetsOf } from './deps.ts'
import type { CampaignBotDeps } from './deps.ts'
import { inRows, parseInterval, presetsMs, shortInWords } from './interval.ts'
import { planTexts } from './plan/texts.ts'

/** How often: what most people want stands on buttons, anything else is written. */
export function whenScreen(deps: CampaignBotDeps): Screen {
  const limits = limitsOf(deps)
  const presets = presetsMs.filter((everyMs) => everyMs >= limits.intervalMinMs)
  return defineScreen({
    name: 'campaigns.when',
    takesPosts: true,
    draft: composed,
    async show(composing, visit): Promise<View> {
      const { language } = visit
      const found = await targetsOf(deps, composing, visit)
      const buttons = presets.map((everyMs) => button(shortInWords(language, everyMs), 'every', everyMs))
      return {
        text: texts.when[language](groupsIn(language, found?.targets.length ?? 0)),
        rows: [
          ...inRows(buttons),
          [button(texts.once[language], 'once'), button(planTexts.atTimes[language], 'times')],
          [button(common.back[language], 'back'), button(common.cancel[language], 'cancel')],
        ],
      }
    },
    actions: {
      every(composing, { language }, everyMs): Next {
        const wanted = Number(everyMs)
        if (intervalProblem(wanted, limits) === undefined) return go('campaigns.confirm', byInterval(composing, wanted))
        return { type: 'toast', text: texts.badInterval[language](limits.intervalMinMs) }
      },
      once: (composing) => go('campaigns.confirm', byInterval(composing, null)),
      times: (composing) => {
        const { timetable, everyMs = null } = composing
        return go('campaigns.times', { id: null, composing, everyMs, timetable })
      },
      back: (composing) => go('campaigns.where', { ...composing, everyMs: undefined }),
      cancel: () => go('campaigns.list'),
    },
    onWritten(composing, { text, isText }, { language }) {
      const everyMs = isText ? parseInterval(text) : undefined
      if (everyMs === undefined) return go('campaigns.when', composing, { say: texts.noInterval[language] })
      const problem = intervalProblem(everyMs, limits)
      const say = texts.badInterval[language](limits.intervalMinMs)
      return problem === undefined
        ? go('campaigns.confirm', byInterval(composing, everyMs))
        : go('campaigns.when', composing, { say })
    },
  })
}
