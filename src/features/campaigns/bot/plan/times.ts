import { moment } from '../../../../bot/figures.ts'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Next, Screen, View, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { everyDay, inOrder } from '../../../../scheduler/timetable.ts'
import { parseTimes } from '../../when/parse.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { finish, isKept, leaveTimes, planDraft, planOutlook, planWith, timetableOf } from './draft.ts'
import type { PlanDraft } from './draft.ts'
import { planProblemInWords, planTexts as texts, weekdays } from './texts.ts'
import { gridIn } from './words.ts'

const name = 'campaigns.times'
/** Working days above, the weekend below. */
const rowsOfDays = [
  [0, 1, 2, 3, 4],
  [5, 6],
]

/** At which times of day, on which days of the week: times are written, days are buttons. */
export function timesScreen(deps: CampaignBotDeps): Screen {
  const calendarOf = (draft: PlanDraft, visit: Visit) =>
    timetableOf(draft, visit).calendar ?? { times: [], days: everyDay }
  return defineScreen({
    name,
    draft: planDraft,
    async show(draft, visit): Promise<View> {
      const { language, nowMs } = visit
      const { zone } = timetableOf(draft, visit)
      const { times, days } = calendarOf(draft, visit)
      const timetable = { ...timetableOf(draft, visit), calendar: { times, days } }
      return {
        text: lines(
          texts.timesHead[language],
          times.length > 0 && days.length > 0 && `🗓 ${gridIn(language, { everyMs: null, timetable })}`,
          texts.timesAsk[language],
          texts.zone[language](zone, moment(language, nowMs, zone)),
          times.length > 0 && !(await isKept(deps, draft, visit)) && texts.notSaved[language],
          ...(times.length > 0 && days.length > 0 ? await planOutlook(deps, draft, visit) : []),
        ),
        rows: [
          ...rowsOfDays.map((row) =>
            row.map((day) =>
              button(`${days.includes(day) ? '✅' : '▫️'} ${weekdays[language][day] ?? ''}`, 'day', day),
            ),
          ),
          times.length > 0 ? [button(texts.done[language], 'done')] : [],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      day(draft, visit, text): Next {
        const { times, days } = calendarOf(draft, visit)
        const day = Number(text)
        if (!everyDay.includes(day)) return go(name, draft)
        const others = days.filter((other) => other !== day)
        const chosen = inOrder(others.length < days.length ? others : [...days, day])
        return go(name, planWith(draft, { calendar: { times, days: chosen } }, visit), { isSame: true })
      },
      done(draft, visit) {
        // Every other problem is found where it is kept.
        if (calendarOf(draft, visit).times.length > 0) return finish(deps, name, draft, visit)
        return go(name, draft, { say: planProblemInWords(visit.language, { type: 'no-times' }) })
      },
      back: (draft) => leaveTimes(draft),
    },
    onWritten(draft, { text, isText }, visit): Next {
      const parsed = isText ? parseTimes(text) : { bad: '' }
      if (!('value' in parsed))
        return go(name, draft, { say: texts.noTime[visit.language](parsed.bad.slice(0, shown)) })
      const { days } = calendarOf(draft, visit)
      return go(name, planWith(draft, { calendar: { times: parsed.value, days } }, visit))
    },
  })
}

/** Of what was written. */
const shown = 40
