import { z } from 'zod'
import { day, figure } from '../../../bot/figures.ts'
import { bold, code, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goBack, wayBack } from '../../../bot/screen.ts'
import type { Screen, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { Possessions } from '../verbs.ts'
import { pausedByEnd, resumeAll } from './access-notices.ts'
import { accessTexts } from './access-texts.ts'
import type { AdminDeps } from './deps.ts'
import { mineTexts as texts } from './mine-texts.ts'

/** /info: what a person has, for themselves. */
export function mineScreen(deps: AdminDeps): Screen {
  return defineScreen({
    name: 'access.mine',
    isAside: true,
    draft: z.object({ back: wayBack }),
    async show({ back }, visit) {
      const { language, person } = visit
      const [has, paused] = [await deps.store.possessions(person.id), await pausedByEnd(deps, visit)]
      const until = person.accessUntilMs
      return {
        text: lines(
          bold(texts.head[language]),
          rich`${texts.id[language]}: ${code(String(person.id))}`,
          visit.access === 'admin'
            ? texts.admin[language]
            : until !== null && texts.until[language](day(language, until, person.timeZone)),
          '',
          ...possessionLines(has, visit),
          paused > 0 && accessTexts.someArePaused[language](figure(language, paused)),
        ),
        rows: [
          paused > 0 ? [button(accessTexts.resume[language], 'resume')] : [],
          [button(common[back === undefined ? 'home' : 'back'][language], 'home')],
        ],
      }
    },
    actions: {
      home: ({ back }) => goBack(back),
      async resume(draft, visit) {
        const count = figure(visit.language, await resumeAll(deps, visit))
        return go('access.mine', draft, { say: accessTexts.resumed[visit.language](count) })
      },
    },
  })
}

/** Accounts by state, and what runs. */
export function possessionLines({ accounts, runs }: Possessions, { language }: Visit): Rich[] {
  const states = Object.entries(accounts)
  const count = states.reduce((sum, [, each]) => sum + each, 0)
  const said = states.map(([state, each]) => `${texts.states[language][state] ?? state}: ${figure(language, each)}`)
  return [
    count === 0 ? texts.noAccounts[language] : texts.accounts[language](figure(language, count), said.join(', ')),
    runs.length === 0 ? texts.noRuns[language] : texts.runs[language],
    ...runs.map(
      ({ campaign, state, sent, failed, targets }) =>
        rich`${state === 'paused' ? '⏸' : '▶️'} ${shownName(campaign)}: ${texts.figures[language]({
          sent: figure(language, sent),
          failed: failed === 0 ? null : figure(language, failed),
          targets: figure(language, targets),
        })}`,
    ),
  ]
}
