import { z } from 'zod'
import type { LiveScreens } from '../../../../bot/live.ts'
import { lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Screen, View, Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { ruleOfSend } from '../../round/rules.ts'
import type { TestSend } from '../../test-send/verbs.ts'
import { composed } from '../deps.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { ruleTexts } from '../rule-texts.ts'
import { backTo, sendTest } from './ask.ts'
import type { TestOf } from './ask.ts'
import { testTexts as texts } from './texts.ts'

const name = 'campaigns.test'
/** Of a campaign that stands, or of one that is being made; of neither it leads to the list. */
const draft = z.object({ uuid: z.string(), id: z.int().optional(), composing: composed.optional() })

/** How a test send goes, until it is known. */
export function testScreen(deps: CampaignBotDeps, live: LiveScreens): Screen {
  const read = (uuid: string, { person }: Visit) =>
    deps.store.testSend({ uuid, ownerId: person.id, nowMs: deps.clock.nowMs() })
  return defineScreen({
    name,
    draft,
    async show(of, visit): Promise<View> {
      const { language, person } = visit
      const { uuid } = of
      const test = await read(uuid, visit)
      const back = button(common.back[language], 'back')
      if (test === undefined) return { text: texts.gone[language], rows: [[back]] }
      if (test.state !== 'pending' && test.state !== 'in-flight') {
        return { text: endText(test, visit), rows: [[button(texts.again[language], 'again')], [back]] }
      }
      const waitMs = (test.waitsUntilMs ?? 0) - visit.nowMs
      const figures = ({ state, waitsUntilMs }: TestSend) => (state === 'in-flight' ? 'pending' : state) + waitsUntilMs
      return {
        text: lines(
          texts.onItsWay[language](shownName(test.accountName)),
          waitMs > soonMs && texts.waits[language](waitMs),
        ),
        rows: [[back]],
        work: live.watch(person.id, test, { screen: name, draft: of, read: () => read(uuid, visit), figures }),
      }
    },
    actions: {
      again(of, visit) {
        const subject = subjectIn(of)
        return subject === undefined ? go('campaigns.list') : sendTest(deps, subject, visit)
      },
      back(of) {
        const subject = subjectIn(of)
        if (subject === undefined) return go('campaigns.list')
        const { screen, draft: there } = backTo(subject)
        return go(screen, there)
      },
    },
  })
}

/** Shorter waits are over before they are read. */
const soonMs = 5_000

function subjectIn({ id, composing }: z.output<typeof draft>): TestOf | undefined {
  if (composing !== undefined) return { composing }
  return id === undefined ? undefined : { id }
}

function endText({ state, reason, accountKind, accountName, username }: TestSend, { language }: Visit): Rich {
  const isBot = accountKind === 'bot'
  const who = isBot && username !== null ? `@${username}` : shownName(accountName)
  if (state === 'sent') return (isBot ? texts.sentByBot : texts.sent)[language](who)
  if (state === 'uncertain') return texts.uncertain[language]
  const rule = ruleOfSend(reason)
  const isUnopened = isBot && (rule === 'not-in-group' || rule === 'blocked' || rule === 'may-not-write')
  const why = rule === 'other' ? texts.refused[language](reason ?? '') : ruleTexts[language][rule]
  return lines(texts.notSent[language], isUnopened ? texts.startBot[language](who) : why)
}
