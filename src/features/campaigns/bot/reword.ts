import { z } from 'zod'
import { lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Next, Screen, View, Visit, Written } from '../../../bot/screen.ts'
import { texts as common } from '../../../bot/texts.ts'
import { captionMax, decodeContent, encodeContent, problemOf } from '../../../delivery/message.ts'
import { contentFrom, contentTexts } from '../../content.ts'
import { countOf } from '../undo/verbs.ts'
import { uuidOfDeed } from './deed.ts'
import type { CampaignBotDeps } from './deps.ts'
import { preview } from './files/preview.ts'
import { rewordTexts as texts } from './reword-texts.ts'
import { roundTexts, undoProblemIn } from './round-texts.ts'

const ofRound = z.object({ id: z.int(), runId: z.int() })
type OfRound = z.output<typeof ofRound>
const [asking, confirming] = ['campaigns.reword', 'campaigns.rewordSure']

/** What the messages of a round shall say instead: the text is asked for. */
export function rewordScreen(deps: CampaignBotDeps): Screen {
  return defineScreen({
    name: asking,
    draft: ofRound,
    async show(of, visit): Promise<View> {
      const { language } = visit
      const found = await lookAt(deps, of, visit)
      const rows = [[button(common.back[language], 'back')]]
      if ('refusal' in found) return { text: found.refusal, rows }
      const text = lines(texts.ask[language](found.count), found.media.length > 0 && texts.onlyCaption[language])
      return { text, rows: [[button(roundTexts.said[language], 'said')], ...rows] }
    },
    actions: {
      async said(of, visit) {
        const content = await deps.store.roundContent({ runId: of.runId, ownerId: visit.person.id })
        return go(asking, of, content === undefined ? {} : { say: await preview(deps.store, content, visit) })
      },
      back: toRound,
    },
    onWritten: (of, written, visit) => keep(deps, of, written, visit),
  })
}

/** The same, written: it stands above the screen as it will look, and is done when they say yes. */
export function rewordSureScreen(deps: CampaignBotDeps): Screen {
  const { store, clock } = deps
  return defineScreen({
    name: confirming,
    draft: ofRound.extend({ body: z.string() }),
    async show(of, visit): Promise<View> {
      const { language } = visit
      const found = await lookAt(deps, of, visit)
      const no = [button(roundTexts.no[language], 'back')]
      if ('refusal' in found) return { text: found.refusal, rows: [no] }
      return {
        text: texts.sure[language](found.count, found.tooOld, countOf(found.replaced.filter(({ isGone }) => !isGone))),
        rows: [[button(texts.yes[language], 'yes')], no],
      }
    },
    actions: {
      async yes({ id, runId, body }, visit): Promise<Next> {
        const { person, language } = visit
        const args = { runId, ownerId: person.id, what: 'edit', nowMs: clock.nowMs() } as const
        const uuid = uuidOfDeed(deps, `reword ${runId}`, visit)
        const answer = await store.undoRound({ ...args, uuid, content: decodeContent(body) })
        const said = 'problem' in answer ? undoProblemIn(language, answer.problem) : undefined
        return go('campaigns.round', { id, runId }, said === undefined ? {} : { say: said })
      },
      back: toRound,
    },
    onWritten: ({ id, runId }, written, visit) => keep(deps, { id, runId }, written, visit),
  })
}

const toRound = ({ id, runId }: OfRound) => go('campaigns.round', { id, runId })

/** What it would meet now, or why it cannot be, in words. */
async function lookAt({ store, clock }: CampaignBotDeps, { runId }: OfRound, { person, language }: Visit) {
  const of = { runId, ownerId: person.id }
  const outlook = await store.undoOutlook({ ...of, what: 'edit', nowMs: clock.nowMs() })
  if (outlook === undefined) return { refusal: roundTexts.gone[language] }
  const refusal = outlook.problem === null ? undefined : undoProblemIn(language, outlook.problem)
  if (refusal !== undefined) return { refusal }
  return { ...outlook, media: (await store.roundContent(of))?.media ?? [] }
}

async function keep(deps: CampaignBotDeps, of: OfRound, written: Written, visit: Visit): Promise<Next> {
  const { language } = visit
  if (!written.isText) return go(asking, of, { say: texts.onlyText[language] })
  const found = await lookAt(deps, of, visit)
  // Its screen says why.
  if ('refusal' in found) return go(asking, of)
  const content = contentFrom(written)
  const shown = found.media.length === 0 ? content : { ...content, media: found.media }
  const problem = problemOf(shown, captionMax)
  if (problem !== undefined) return go(asking, of, { say: contentTexts.problem[language](problem) })
  return go(confirming, { ...of, body: encodeContent(content) }, { say: await preview(deps.store, shown, visit) })
}
