import { z } from 'zod'
import { dayStart, figure, moment } from '../../../bot/figures.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Screen, View } from '../../../bot/screen.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { AdminDeps } from './deps.ts'
import { mineTexts } from './mine-texts.ts'
import { panelTexts as texts } from './panel-texts.ts'
import { backTo, lights, peoplePlace } from './people-list.ts'

const accesses = ['active', 'admin', 'pending', 'expired', 'banned'] as const

/** The whole installation in figures of one moment. */
export function statisticsScreen({ store }: AdminDeps): Screen {
  return defineScreen({
    name: 'admin.statistics',
    audience: 'admin',
    draft: z.object({ from: peoplePlace.optional() }),
    async show(_, { language, nowMs, person }): Promise<View> {
      const { timeZone } = person
      const all = await store.statistics({ nowMs, dayStartMs: dayStart(nowMs, timeZone) })
      const count = (value: number | undefined) => figure(language, value ?? 0)
      const states = mineTexts.states[language]
      const sum = (figures: Readonly<Record<string, number>>) =>
        Object.values(figures).reduce((all, each) => all + each, 0)
      return {
        text: lines(
          bold(texts.statistics[language]),
          moment(language, nowMs, timeZone),
          '',
          rich`${bold(texts.people[language])}: ${count(sum(all.people))}`,
          ...accesses.map(
            (access) => `${lights[access]} ${texts.accesses[language][access]}: ${count(all.people[access])}`,
          ),
          '',
          rich`${bold(texts.accounts[language])}: ${count(sum(all.accounts))}`,
          ...Object.entries(all.accounts).map(([state, each]): Rich => `${states[state] ?? state}: ${count(each)}`),
          '',
          bold(texts.messages[language]),
          texts.runsNow[language](count(all.runs.running), count(all.runs.paused)),
          texts.sentFigures[language](texts.today[language], count(all.today.sent), count(all.today.failed)),
          texts.sentFigures[language](texts.week[language], count(all.week.sent), count(all.week.failed)),
          texts.waiting[language](count(all.waiting)),
        ),
        rows: [
          [button(texts.refresh[language], 'refresh')],
          [button(common.back[language], 'back'), button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      refresh: (draft) => go('admin.statistics', draft, { isSame: true }),
      back: ({ from }) => backTo(from),
      home: () => goHome(),
    },
  })
}
