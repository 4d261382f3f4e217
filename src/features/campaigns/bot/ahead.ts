import { z } from 'zod'
import { moment } from '../../../bot/figures.ts'
import { lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { firstInstant } from '../../../scheduler/misfire.ts'
import type { CampaignProblem } from '../campaign.ts'
import { dryRun } from '../dry-run/dry-run.ts'
import type { DryCampaign, DryMessage, DryRound } from '../dry-run/dry-run.ts'
import type { DryGroup } from '../dry-run/verbs.ts'
import { roundsLeftOf } from '../when/rounds-left.ts'
import { aheadTexts as texts } from './ahead-texts.ts'
import { cardTexts } from './card-texts.ts'
import { composeTexts } from './compose-texts.ts'
import { composed, contentOf, limitsOf, targetsOf } from './deps.ts'
import type { CampaignBotDeps } from './deps.ts'
import { fitTexts } from './fit-texts.ts'
import { leftOutLines, someNames } from './left-out.ts'
import { kindsIn, rightsTexts } from './rights-texts.ts'

const messagesShown = 10
const pageSize = 1_000

/** What a campaign that stands would do in its next round. */
export function aheadScreen(deps: CampaignBotDeps): Screen {
  const { store, clock } = deps
  return defineScreen({
    name: 'campaigns.ahead',
    draft: z.object({ id: z.int() }),
    async show({ id }, visit): Promise<View> {
      const { language, person } = visit
      const [of, nowMs] = [{ id, ownerId: person.id }, clock.nowMs()]
      const rows = [[button(common.back[language], 'back')]]
      const facts = await store.dryFacts({ ...of, limits: limitsOf(deps), nowMs })
      if (facts === undefined) return { text: cardTexts.gone[language], rows }
      const { campaign, content, problem, beginsAtMs, startedAtMs } = facts
      if (content === null) return { text: problemLines({ type: 'no-text' }, visit), rows }
      const { uuid, everyMs, timetable, state, keepLatest } = campaign
      const grid = { everyMs, timetable, roundsLeft: roundsLeftOf(campaign) }
      const groups = await groupsOf(deps, of)
      const at = { beginsAtMs, startedAtMs, nowMs }
      const round = await nextRound(deps, { uuid, content, ...grid, ...at, keepLatest, groups })
      const isGoing = state === 'running' || state === 'paused'
      return { text: aheadText(round, { problem, isGoing }, visit), rows }
    },
    actions: { back: ({ id }) => go('campaigns.one', { id }) },
  })
}

/** The same of one that is being made. */
export function aheadOfNewScreen(deps: CampaignBotDeps): Screen {
  const { store, clock } = deps
  return defineScreen({
    name: 'campaigns.aheadOfNew',
    draft: composed,
    async show(composing, visit): Promise<View> {
      const { language, person } = visit
      const nowMs = clock.nowMs()
      const { uuid, everyMs = null, timetable, keepLatest } = composing
      const content = contentOf(composing)
      const { targets, refusing } = (await targetsOf(deps, composing, visit)) ?? { targets: [], refusing: [] as const }
      const of = { ownerId: person.id, targets }
      const problem = await store.dryProblem({ ...of, content, everyMs, limits: limitsOf(deps), nowMs })
      const groups = await store.dryGroupsOf(of)
      const grid = { everyMs, timetable, roundsLeft: timetable?.rounds ?? null }
      const beginsAtMs = firstInstant(grid, nowMs)
      const dry = { uuid, content, ...grid, beginsAtMs, startedAtMs: nowMs, nowMs, keepLatest, groups }
      const round = await nextRound(deps, dry)
      return {
        text: lines(aheadText(round, { problem, isGoing: false }, visit), leftOutLines(refusing, visit)),
        rows: [[button(common.back[language], 'back')]],
      }
    },
    actions: { back: (composing) => go('campaigns.confirm', composing) },
  })
}

async function groupsOf({ store }: CampaignBotDeps, of: { id: number; ownerId: number }): Promise<DryGroup[]> {
  const groups: DryGroup[] = []
  for (let found = pageSize; found === pageSize;) {
    const page = await store.dryGroups({ ...of, after: groups.at(-1) ?? null, limit: pageSize })
    groups.push(...page)
    found = page.length
  }
  return groups
}

async function nextRound({ settings }: CampaignBotDeps, campaign: DryCampaign): Promise<DryRound | undefined> {
  const { jitterMaxMs, gapMinMs, capPerMinute } = settings
  const [round] = await dryRun(campaign, { jitterMaxMs, gapMinMs, capMax: capPerMinute }, 1)
  return round
}

function aheadText(
  round: DryRound | undefined,
  { problem, isGoing }: { readonly problem: CampaignProblem | null; readonly isGoing: boolean },
  visit: Visit,
): Rich {
  const { language, person } = visit
  const at = (atMs: number) => moment(language, atMs, person.timeZone)
  const against = problem === null ? undefined : problemLines(problem, visit)
  if (round === undefined) return lines(texts.head[language], against ?? texts.noMore[language])
  const { messages, plannedAtMs, endsAtMs } = round
  const shown = messages.slice(0, messagesShown)
  const left = messages.length - shown.length
  return lines(
    texts.head[language],
    texts.nothingIsSent[language],
    '',
    against,
    isGoing ? texts.begins[language](at(plannedAtMs)) : texts.beginsWithStart[language],
    ...shown.map((message) => messageLine(message, at)),
    left > 0 && texts.more[language](left),
    shown.some(({ isOwnText }) => isOwnText) && texts.ownMark[language],
    '',
    texts.total[language](messages.length),
    messages.length > 0 && texts.ends[language](at(endsAtMs)),
    ...refusalLines(messages, visit),
    texts.others[language],
  )
}

/** `14:05 Toshkent – Samarqand`, with a mark for a text of its own. */
function messageLine({ dueAtMs, title, peer, topic, isOwnText }: DryMessage, at: (atMs: number) => string): Rich {
  const time = at(dueAtMs).slice(-5)
  const name = title === '' ? String(peer) : shownName(title)
  return rich`${time} ${name}${topic === 0 ? '' : ` #${topic}`}${isOwnText ? ' 💬' : ''}`
}

function refusalLines(messages: readonly DryMessage[], { language }: Visit): Rich[] {
  const refused = (type: string) => messages.filter(({ refusal }) => refusal?.type === type)
  const closed = refused('may-not-post')
  const resting = new Map<string, number>()
  for (const { accountName } of refused('account')) resting.set(accountName, (resting.get(accountName) ?? 0) + 1)
  const late = refused('superseded').length
  const refusing = messages.filter(({ refusal }) => refusal?.type === 'kind-forbidden')
  const slow = messages.filter(({ refusal, slowModeMs }) => refusal === null && slowModeMs !== null)
  const longest = Math.max(...slow.map(({ slowModeMs }) => slowModeMs ?? 0))
  const kinds = new Set(refusing.flatMap(({ refusal }) => (refusal?.type === 'kind-forbidden' ? refusal.kinds : [])))
  return [
    ...(closed.length === 0 ? [] : [texts.mayNot[language](closed.length, someNames(closed))]),
    ...(refusing.length === 0
      ? []
      : [rightsTexts.refuse[language](refusing.length, kindsIn(language, [...kinds]), someNames(refusing))]),
    ...[...resting].map(([name, count]) => texts.accountRests[language](count, shownName(name))),
    ...(late === 0 ? [] : [texts.cutOff[language](late)]),
    ...(slow.length === 0 ? [] : [fitTexts.slow[language](slow.length, someNames(slow), longest)]),
  ]
}

function problemLines(problem: CampaignProblem, { language }: Visit): Rich {
  if (problem.type === 'caption') {
    const { accountName, length, max } = problem
    return lines(texts.problem[language], rightsTexts.long[language](shownName(accountName), length - max, max))
  }
  const say = composeTexts.problems[language]
  return lines(texts.problem[language], say[kindOf(problem)])
}

function kindOf({ type }: CampaignProblem): 'groups' | 'account' | 'access' | 'text' | 'other' {
  switch (type) {
    case 'no-group':
      return 'groups'
    case 'no-account':
    case 'not-your-account':
      return 'account'
    case 'no-access':
      return 'access'
    case 'text':
    case 'no-text':
      return 'text'
    default:
      return 'other'
  }
}
