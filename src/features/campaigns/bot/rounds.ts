import { z } from 'zod'
import { duration, moment } from '../../../bot/figures.ts'
import type { LiveScreens } from '../../../bot/live.ts'
import { bold, lines, link, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Button, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { Run } from '../../../store/store.ts'
import { messageLink } from '../round/link.ts'
import { ruleOf, ruleOfSend, waitOf } from '../round/rules.ts'
import type { RoundGroup } from '../round/verbs.ts'
import { countOf } from '../undo/verbs.ts'
import type { Undo, UndoOutlook } from '../undo/verbs.ts'
import { cardTexts } from './card-texts.ts'
import { uuidOfDeed } from './deed.ts'
import type { CampaignBotDeps } from './deps.ts'
import { preview } from './files/preview.ts'
import { rewordTexts } from './reword-texts.ts'
import { groupLine, roundTexts as texts, undoProblemIn } from './round-texts.ts'

const roundsShown = 8
const groupsShown = 10
const maxId = z.int().min(0)

/** The rounds of a campaign, the newest first. `before`: the last one of the page before. */
export function roundsScreen({ store }: CampaignBotDeps): Screen {
  return defineScreen({
    name: 'campaigns.rounds',
    draft: z.object({ id: maxId, before: maxId.nullable().default(null) }),
    async show({ id, before }, { language, person }): Promise<View> {
      const page = { campaignId: id, ownerId: person.id, before, limit: roundsShown + 1 }
      const found = await store.rounds(page)
      const shown = found.slice(0, roundsShown)
      return {
        text: lines(bold(texts.historyHead[language]), shown.length === 0 && texts.noRounds[language]),
        rows: [
          ...shown.map((run) => {
            const at = moment(language, run.plannedAtMs, person.timeZone)
            return [button(`${at} · ${run.sent}/${run.targets}`, 'open', run.id)]
          }),
          [
            ...(before === null ? [] : [button('◀️', 'first')]),
            ...(found.length > roundsShown ? [button('▶️', 'older', shown.at(-1)?.id ?? 0)] : []),
          ],
          [button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      open: ({ id }, _, runId) => go('campaigns.round', { id, runId: Number(runId) }),
      first: ({ id }) => go('campaigns.rounds', { id }),
      older: ({ id }, _, before) => go('campaigns.rounds', { id, before: Number(before) }),
      back: ({ id }) => go('campaigns.one', { id }),
    },
  })
}

/** One round: what became of each of its messages, and taking them back. */
export function roundScreen(deps: CampaignBotDeps, live: LiveScreens): Screen {
  const { store, clock } = deps
  const name = 'campaigns.round'
  const read = async (runId: number, skip: number, { person }: Visit) => {
    const of = { runId, ownerId: person.id }
    const [run, undos] = await Promise.all([store.round(of), store.undosOf(of)])
    const page = { ...of, filter: 'all', skip, limit: groupsShown + 1, nowMs: clock.nowMs() } as const
    return run === undefined ? undefined : { run, undo: undos[0], groups: await store.roundGroups(page) }
  }
  return defineScreen({
    name,
    draft: z.object({ id: maxId, runId: maxId, skip: maxId.default(0), isSure: z.boolean().default(false) }),
    async show({ id, runId, skip, isSure }, visit): Promise<View> {
      const { language, person } = visit
      const back = [button(common.back[language], 'back')]
      const found = await read(runId, skip, visit)
      if (found === undefined) return { text: texts.gone[language], rows: [back] }
      if (isSure) {
        const of = { runId, ownerId: person.id, what: 'delete', nowMs: clock.nowMs() } as const
        return sureView(await store.undoOutlook(of), visit)
      }
      const { run, groups } = found
      return {
        text: roundText(found, visit),
        rows: [
          [
            ...(skip === 0 ? [] : [button('◀️', 'page', Math.max(0, Math.min(skip, run.targets) - groupsShown))]),
            ...(groups.length > groupsShown ? [button('▶️', 'page', skip + groupsShown)] : []),
          ],
          ...changesOf(found, visit),
          [button(texts.said[language], 'said'), ...back],
        ],
        work: live.watch(person.id, found, {
          screen: name,
          draft: { id, runId, skip },
          read: () => read(runId, skip, visit),
          figures: ({ run: now, undo: last }) =>
            [now.state, now.sent, now.failed, last?.id, last?.state, last?.done, last?.failed].join(' '),
        }),
      }
    },
    actions: {
      page: ({ id, runId }, _, skip) => go(name, { id, runId, skip: Number(skip) }),
      sure: ({ id, runId }) => go(name, { id, runId, isSure: true }),
      stay: ({ id, runId }) => go(name, { id, runId }),
      async undo({ id, runId }, visit) {
        const { person, language } = visit
        const args = { runId, ownerId: person.id, what: 'delete', content: null, nowMs: clock.nowMs() } as const
        const answer = await store.undoRound({ ...args, uuid: uuidOfDeed(deps, `undo ${runId}`, visit) })
        const said = 'problem' in answer ? undoProblemIn(language, answer.problem) : undefined
        return go(name, { id, runId }, said === undefined ? {} : { toast: said })
      },
      reword: ({ id, runId }) => go('campaigns.reword', { id, runId }),
      async said({ id, runId }, visit) {
        const content = await store.roundContent({ runId, ownerId: visit.person.id })
        return go(name, { id, runId }, content === undefined ? {} : { say: await preview(store, content, visit) })
      },
      async stop({ id, runId }, { person }, undoId) {
        await store.stopUndo({ id: Number(undoId), ownerId: person.id })
        return go(name, { id, runId })
      },
      back: ({ id }) => go('campaigns.rounds', { id }),
    },
  })
}

interface Shown {
  readonly run: Run
  /** The last one. */
  readonly undo: Undo | undefined
  readonly groups: readonly RoundGroup[]
}

function roundText({ run, undo, groups }: Shown, visit: Visit): Rich {
  const { language, person } = visit
  return lines(
    texts.round[language](moment(language, run.plannedAtMs, person.timeZone)),
    run.targets > 0 && cardTexts.sent[language](run.sent, run.targets),
    ...(undo === undefined ? [] : undoLines(undo, visit)),
    '',
    ...(groups.length === 0 ? [texts.nothingHere[language]] : []),
    ...groups.slice(0, groupsShown).map((group) => lineOf(group, run.state, visit)),
  )
}

/** What may be done with what it has sent. */
function changesOf({ run, undo }: Shown, { language }: Visit): Button[][] {
  if (undo !== undefined && (undo.state === 'planning' || undo.state === 'running')) {
    return [[button(texts.stopUndo[language][undo.what], 'stop', undo.id)]]
  }
  if (run.sent === 0) return []
  return [[button(rewordTexts.reword[language], 'reword')], [button(texts.takeBack[language], 'sure')]]
}

/** What would be taken back, or why nothing can be. */
function sureView(outlook: UndoOutlook | undefined, { language }: Visit): View {
  const { count = 0, tooOld = 0, replaced = [], problem = null } = outlook ?? {}
  const refusal = problem === null ? undefined : undoProblemIn(language, problem)
  const no = [button(texts.no[language], 'stay')]
  if (refusal !== undefined) return { text: refusal, rows: [no] }
  return {
    text: texts.sure[language](count, tooOld, countOf(replaced.filter(({ isGone }) => !isGone))),
    rows: [[button(texts.yes[language], 'undo')], no],
  }
}

function undoLines(undo: Undo, visit: Visit): (Rich | false)[] {
  const couldNot = undo.failed > 0 && texts.couldNot[visit.language](undo.failed)
  return [undoLine(undo, visit), couldNot, refusalLine(undo, visit)]
}

function undoLine({ what, state, done, targets }: Undo, { language }: Visit): string {
  // How many there are is not known before all of them stand.
  if (state === 'planning') return texts.undoBegins[language][what]
  return (what === 'delete' ? texts.undoing : texts.editing)[language](done, targets)
}

/** Telegram refused what all of them were to say. */
function refusalLine({ state, reason }: Undo, { language }: Visit): Rich | false {
  return state === 'stopped' && reason !== null && reason !== 'asked' && rewordTexts.refused[language](reason)
}

function lineOf(group: RoundGroup, runState: string, visit: Visit): Rich {
  const { language, nowMs } = visit
  const title = group.title === null ? texts.noName[language] : shownName(group.title)
  const { state, reason } = group
  const changed = changeLineOf(group, title, visit)
  if (changed !== undefined) return changed
  switch (state) {
    case 'sent': {
      const url = messageLink(group)
      return groupLine('✅', title, url === undefined ? texts.noLink[language] : link(texts.look[language], url))
    }
    case 'pending': {
      const untilMs = Math.max(group.dueAtMs, group.waitsUntilMs ?? 0)
      const why = texts.waits[language][waitOf(group, runState)]
      const time = untilMs > nowMs ? texts.until[language](duration(language, untilMs - nowMs)) : undefined
      return groupLine('⏳', title, time === undefined ? why : rich`${why}, ${time}`)
    }
    case 'in-flight':
      return groupLine('⏳', title, texts.onItsWay[language])
    case 'failed-terminal':
      return groupLine('❌', title, texts.rules[language][ruleOfSend(reason)])
    case 'uncertain':
      return groupLine('❔', title, texts.uncertain[language])
    case 'cancelled':
      return groupLine('✖️', title, texts.cancelled[language])
    default:
      return state satisfies never
  }
}

/** What became of a message after it was sent. */
function changeLineOf({ change, takenBy }: RoundGroup, title: string, { language }: Visit): Rich | undefined {
  const isDone = change?.state === 'sent'
  if (isDone && change.what === 'delete') return groupLine('🗑', title, texts.takenBack[language])
  if (takenBy !== null) {
    return takenBy.isGone
      ? groupLine('🔁', title, texts.replaced[language])
      : groupLine('✏️', title, texts.takenOver[language])
  }
  if (isDone) return groupLine('✏️', title, texts.changed[language])
  if (change?.state === 'pending' || change?.state === 'in-flight') {
    return groupLine('⏳', title, texts.toChange[language])
  }
  if (change?.state === 'failed-terminal') return groupLine('⚠️', title, texts.rules[language][ruleOf(change.reason)])
  return undefined
}
