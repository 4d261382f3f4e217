import { z } from 'zod'
import { bold, lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../bot/screen.ts'
import type { Next, Screen, Visit, Written } from '../../../bot/screen.ts'
import { texts as common } from '../../../bot/texts.ts'
import { encodeContent } from '../../../delivery/message.ts'
import type { CampaignBotDeps } from './deps.ts'
import { composeTexts as texts } from './compose-texts.ts'
import { keepWritten } from './files/keep.ts'
import { preview } from './files/preview.ts'

/** Where a campaign begins: its text is asked for. */
export function writeScreen(deps: CampaignBotDeps): Screen {
  return defineScreen({
    name: 'campaigns.new',
    takesPosts: true,
    draft: z.object({}),
    show: (_, { language }) => ({
      text: lines(bold(texts.writeHead[language]), '', texts.write[language]),
      rows: [[button(common.back[language], 'list')]],
    }),
    actions: { list: () => go('campaigns.list') },
    onWritten: (_, written, visit) => keepText(deps, written, visit),
  })
}

/** What is written or given begins a campaign anew wherever that is on the way. Above the screen it stands as it will look. */
export async function keepText(deps: CampaignBotDeps, written: Written, visit: Visit): Promise<Next> {
  const kept = await keepWritten(deps, written, visit)
  if ('refusal' in kept) return go('campaigns.new', {}, { say: kept.refusal })
  const uuid = Buffer.from(deps.random.bytes(16)).toString('hex')
  const say = await preview(deps.store, kept.content, visit)
  return go('campaigns.where', { uuid, body: encodeContent(kept.content) }, { say })
}
