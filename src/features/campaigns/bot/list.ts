import { z } from 'zod'
import { bold, lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Screen, View } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { CampaignState } from '../campaign.ts'
import { cardTexts as texts } from './card-texts.ts'
import { changeTexts } from './change/texts.ts'
import type { CampaignBotDeps } from './deps.ts'

const pageSize = 8

const signs: Readonly<Record<CampaignState, string>> = {
  draft: '✏️',
  running: '🟢',
  paused: '⏸',
  stopped: '⏹',
  finished: '✅',
}

/** A person's campaigns, the newest first. `before`: the last one of the page before. */
export function listScreen({ store }: CampaignBotDeps): Screen {
  return defineScreen({
    name: 'campaigns.list',
    draft: z.object({ before: z.int().nullable().default(null), isArchive: z.boolean().default(false) }),
    async show({ before, isArchive }, { language, person }): Promise<View> {
      const found = await store.campaigns({ ownerId: person.id, before, limit: pageSize + 1, isArchived: isArchive })
      const page = found.slice(0, pageSize)
      const others = { ownerId: person.id, before: null, limit: 1, isArchived: true }
      const hasArchive = !isArchive && (await store.campaigns(others)).length > 0
      const isEmpty = page.length === 0 && before === null
      const nothingHere = isArchive ? changeTexts.archiveEmpty : hasArchive ? texts.allArchived : texts.none
      return {
        text: lines(
          bold(isArchive ? changeTexts.archiveHead[language] : texts.head[language]),
          isEmpty && nothingHere[language],
        ),
        rows: [
          ...page.map(({ id, name, state }) => [button(`${signs[state]} ${shownName(name)}`, 'one', id)]),
          [
            ...(before === null ? [] : [button('◀️', 'first')]),
            ...(found.length > pageSize ? [button('▶️', 'older', page.at(-1)?.id ?? 0)] : []),
          ],
          hasArchive ? [button(changeTexts.archiveList[language], 'archive')] : [],
          isArchive
            ? [button(common.back[language], 'list'), button(common.home[language], 'home')]
            : [button(texts.writeNew[language], 'write'), button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      one: (_, __, id) => go('campaigns.one', { id: Number(id) }),
      first: ({ isArchive }) => go('campaigns.list', { isArchive }),
      older: ({ isArchive }, _, before) => go('campaigns.list', { before: Number(before), isArchive }),
      archive: () => go('campaigns.list', { isArchive: true }),
      list: () => go('campaigns.list'),
      write: () => go('campaigns.new'),
      home: () => goHome(),
    },
  })
}
