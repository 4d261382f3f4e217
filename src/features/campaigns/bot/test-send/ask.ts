import { createHash } from 'node:crypto'
import { go } from '../../../../bot/screen.ts'
import type { Next, Visit } from '../../../../bot/screen.ts'
import { decodeContent, encodeContent } from '../../../../delivery/message.ts'
import { contentTexts } from '../../../content.ts'
import { askTest } from '../../test-send/ask.ts'
import type { TestProblem } from '../../test-send/verbs.ts'
import { cardTexts } from '../card-texts.ts'
import type { CampaignBotDeps, Composed } from '../deps.ts'
import { testTexts as texts } from './texts.ts'

/** Of what is being made, or of a campaign that stands. */
export type TestOf = { readonly composing: Composed } | { readonly id: number }

/** Has the account send it to itself, and shows how that goes; or says why not, where the person is. */
export async function sendTest(deps: CampaignBotDeps, of: TestOf, visit: Visit): Promise<Next> {
  const { language, person } = visit
  const back = backTo(of)
  const subject = await subjectOf(deps, of, visit)
  if (subject === undefined) return go(back.screen, back.draft, { toast: cardTexts.changed[language] })
  const { accountId, body } = subject
  const uuid = uuidOf(deps, visit)
  const answer = await askTest(deps, { uuid, accountId, ownerId: person.id, content: decodeContent(body) })
  if ('problem' in answer) return go(back.screen, back.draft, { say: problemIn(answer.problem, visit) })
  return go('campaigns.test', { uuid, ...of })
}

export function backTo(of: TestOf) {
  return 'composing' in of
    ? { screen: 'campaigns.confirm', draft: of.composing }
    : { screen: 'campaigns.one', draft: { id: of.id } }
}

/** The account that is chosen, or the first that sends for the campaign. */
async function subjectOf({ store }: CampaignBotDeps, of: TestOf, { person }: Visit) {
  if ('composing' in of) {
    const { accountId, body } = of.composing
    return accountId === null ? undefined : { accountId, body }
  }
  const whose = { id: of.id, ownerId: person.id }
  const content = (await store.campaignReport({ ...whose, runs: 0 }))?.content ?? null
  const [first] = await store.campaignGroups({ ...whose, after: null, limit: 1 })
  return content === null || first === undefined
    ? undefined
    : { accountId: first.accountId, body: encodeContent(content) }
}

function problemIn(problem: TestProblem, { language, nowMs }: Visit): string {
  switch (problem.type) {
    case 'unusable': {
      const { untilMs } = problem
      return untilMs !== null && untilMs > nowMs
        ? texts.unusableFor[language](untilMs - nowMs)
        : texts.unusable[language]
    }
    case 'waits':
      return texts.flood[language](Math.max(0, problem.untilMs - nowMs))
    case 'under-way':
      return texts.underWay[language]
    case 'text':
      return contentTexts.problem[language](problem.problem)
    case 'not-your-account':
      return texts.unusable[language]
    default:
      return problem satisfies never
  }
}

/** Of this press: one that is given again after a crash is the same test. */
function uuidOf({ random }: CampaignBotDeps, { deed, person }: Visit): string {
  if (deed === undefined) return Buffer.from(random.bytes(16)).toString('hex')
  return createHash('sha256').update(`test ${person.id} ${deed}`).digest('hex').slice(0, 32)
}
