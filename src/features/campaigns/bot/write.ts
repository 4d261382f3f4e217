import { z } from 'zod'
import { asSent, contentFrom, contentTexts } from '../../content.ts'
import { bold, lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Next, Screen, Visit, Written } from '../../../bot/screen.ts'
import { texts as common } from '../../../bot/texts.ts'
import { encodeContent, problemOf } from '../../../delivery/message.ts'
import type { CampaignBotDeps } from './deps.ts'
import { composeTexts as texts } from './compose-texts.ts'

/** Where a campaign begins: its text is asked for. */
export function writeScreen(deps: CampaignBotDeps): Screen {
  return defineScreen({
    name: 'campaigns.new',
    draft: z.object({}),
    show: (_, { language }) => ({
      text: lines(bold(texts.writeHead[language]), '', texts.write[language]),
      rows: [[button(common.back[language], 'list')]],
    }),
    actions: { list: () => go('campaigns.list') },
    onWritten: (_, written, visit) => keepText(deps, written, visit),
  })
}

/** A text, with its marks, begins a campaign anew wherever it is written on the way. Above the screen it stands as it will look. */
export function keepText({ random }: CampaignBotDeps, written: Written, { language }: Visit): Next {
  if (!written.isText) return go('campaigns.new', {}, { say: contentTexts.onlyText[language] })
  const content = contentFrom(written)
  const problem = problemOf(content)
  if (problem !== undefined) return go('campaigns.new', {}, { say: contentTexts.problem[language](problem) })
  const uuid = Buffer.from(random.bytes(16)).toString('hex')
  return go('campaigns.where', { uuid, body: encodeContent(content) }, { say: asSent(content) })
}
