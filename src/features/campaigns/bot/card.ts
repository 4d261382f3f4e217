import { z } from 'zod'
import type { LiveScreens } from '../../../bot/live.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Button, Next, Screen, View, Visit } from '../../../bot/screen.ts'
import { texts as common } from '../../../bot/texts.ts'
import { nextCampaignState } from '../campaign.ts'
import type { CampaignWord } from '../campaign.ts'
import type { CampaignAnswer, CampaignReport } from '../verbs.ts'
import { aheadTexts } from './ahead-texts.ts'
import { cardText } from './card-text.ts'
import { cardTexts as texts } from './card-texts.ts'
import { changeTexts } from './change/texts.ts'
import { limitsOf } from './deps.ts'
import { roundTexts } from './round-texts.ts'
import { groupsIn } from './compose-texts.ts'
import type { CampaignBotDeps } from './deps.ts'
import { preview } from './files/preview.ts'
import { nowOf, sendNow } from './plan/now.ts'
import { planTexts } from './plan/texts.ts'
import { longCaptionIn } from './left-out.ts'
import { sendTest } from './test-send/ask.ts'
import { testTexts } from './test-send/texts.ts'

const name = 'campaigns.one'
/** `sure`: the word that is asked about once more. */
const draft = z.object({ id: z.int(), sure: z.enum(['start', 'stop', 'now']).optional() })
/** One commit: claims of all shards wait for it. */
const retryBatch = 500

/** One campaign: how it goes, kept true while somebody looks, and what may be done with it. */
export function cardScreen(deps: CampaignBotDeps, live: LiveScreens): Screen {
  const { store } = deps
  const read = (id: number, { person }: Visit) => store.campaignReport({ id, ownerId: person.id, runs: 1 })
  const tell = (word: CampaignWord) => (of: { readonly id: number }, visit: Visit) => told(deps, word, of.id, visit)
  return defineScreen({
    name,
    draft,
    async show({ id, sure }, visit): Promise<View> {
      const { language, person } = visit
      const report = await read(id, visit)
      const ways = [button(common.back[language], 'list'), button(common.home[language], 'home')]
      if (report === undefined) return { text: texts.gone[language], rows: [ways] }
      if (sure === 'now') {
        return {
          text: planTexts.sureNow[language](groupsIn(language, report.campaign.targets)),
          rows: [[button(planTexts.yesNow[language], 'now')], [button(texts.no[language], 'stay')]],
        }
      }
      if (sure !== undefined) {
        const { targets } = report.campaign
        return {
          text: sure === 'stop' ? texts.sureStop[language] : texts.sureStart[language](groupsIn(language, targets)),
          rows: [[button(texts.yes[language][sure], sure)], [button(texts.no[language], 'stay')]],
        }
      }
      return {
        text: cardText(report, visit),
        rows: [
          wordsOf(report, visit),
          retryOf(report, visit),
          nowOf(report, visit),
          [button(texts.text[language], 'text'), button(aheadTexts.ahead[language], 'ahead')],
          report.campaign.targets > 0 ? [button(testTexts.test[language], 'test')] : [],
          [
            button(planTexts.schedule[language], 'schedule'),
            button(roundTexts.history[language], 'rounds'),
            button(changeTexts.change[language], 'change'),
          ],
          ways,
        ],
        work: live.watch(person.id, report, { screen: name, draft: { id }, read: () => read(id, visit), figures }),
      }
    },
    actions: {
      start: tell('start'),
      pause: tell('pause'),
      resume: tell('resume'),
      sure: ({ id }, _, word) => go(name, { id, sure: word }),
      stay: ({ id }) => go(name, { id }),
      stop: tell('stop'),
      retry: ({ id }, visit) => retry(deps, id, visit),
      now: ({ id }, visit) => sendNow(deps, id, visit),
      async schedule({ id }, visit) {
        const campaign = (await read(id, visit))?.campaign
        if (campaign === undefined) return go(name, { id })
        return go('campaigns.bounds', { id, everyMs: campaign.everyMs, timetable: campaign.timetable })
      },
      async text({ id }, visit) {
        const content = (await read(id, visit))?.content ?? null
        return go(name, { id }, content === null ? {} : { say: await preview(store, content, visit) })
      },
      ahead: ({ id }) => go('campaigns.ahead', { id }),
      test: ({ id }, visit) => sendTest(deps, { id }, visit),
      rounds: ({ id }) => go('campaigns.rounds', { id }),
      change: ({ id }) => go('campaigns.change', { id }),
      list: () => go('campaigns.list'),
      home: () => goHome(),
    },
  })
}

/** What begins or ends a whole round is asked about once more. */
function wordsOf({ campaign: { state, targets } }: CampaignReport, { language }: Visit): Button[] {
  const words = (['start', 'pause', 'resume', 'stop'] as const).filter((word) => nextCampaignState(state, word))
  return words
    .filter((word) => word !== 'start' || targets > 0)
    .map((word) => {
      const label = word === 'start' && state === 'draft' ? changeTexts.startNew[language] : texts.words[language][word]
      return word === 'stop' || (word === 'start' && state !== 'draft')
        ? button(label, 'sure', word)
        : button(label, word)
    })
}

function retryOf({ campaign: { state }, runs: [run] }: CampaignReport, { language }: Visit): Button[] {
  const mayRetry = (state === 'running' || state === 'finished') && run !== undefined && run.failed > 0
  return mayRetry ? [button(texts.retry[language](run.failed), 'retry')] : []
}

async function told(deps: CampaignBotDeps, word: CampaignWord, id: number, visit: Visit): Promise<Next> {
  const { store, clock, onEvent } = deps
  const { language, person } = visit
  const of = { id, ownerId: person.id, nowMs: clock.nowMs() }
  const words: Record<CampaignWord, () => Promise<CampaignAnswer>> = {
    start: () => store.startCampaign({ ...of, limits: limitsOf(deps) }),
    pause: () => store.pauseCampaign({ ...of, reason: 'asked' }),
    resume: () => store.resumeCampaign(of),
    stop: () => store.stopCampaign({ ...of, reason: 'asked' }),
  }
  const answer = await words[word]()
  if ('campaign' in answer) {
    const { state } = answer.campaign
    onEvent({ name: 'campaign_told', campaignId: id, ownerId: person.id, word, state })
    return go(name, { id })
  }
  const { problem } = answer
  if (problem.type === 'caption') return go(name, { id }, { say: longCaptionIn(problem, visit) })
  const { type } = problem
  // Pressed twice, or told elsewhere meanwhile: what stands now is shown.
  if (type === 'wrong-state') return go(name, { id }, { toast: texts.changed[language] })
  if (type === 'not-found') return go(name, { id })
  const said = type === 'no-access' ? 'access' : type === 'no-account' ? 'account' : 'other'
  return go(name, { id }, { say: texts.problems[language][said] })
}

async function retry({ store, clock, shards }: CampaignBotDeps, id: number, visit: Visit): Promise<Next> {
  const { language, person } = visit
  let revived = 0
  for (let after: Parameters<typeof store.retryFailed>[0]['after'] | undefined = null; after !== undefined;) {
    const args = { id, ownerId: person.id, after, limit: retryBatch, nowMs: clock.nowMs() }
    const answer: Awaited<ReturnType<typeof store.retryFailed>> = await store.retryFailed(args)
    if ('problem' in answer) break
    revived += answer.revived
    if (answer.accounts.length > 0) shards.hint(answer.accounts)
    after = answer.after ?? undefined
  }
  return go(name, { id }, { toast: texts.retried[language](revived) })
}

/** All that the screen says and that changes by itself. */
function figures({ campaign: { state, reason, nextAtMs }, runs: [run] }: CampaignReport): string {
  return [state, reason, nextAtMs, run?.id, run?.state, run?.sent, run?.failed, run?.uncertain, run?.cancelled].join(
    ' ',
  )
}
