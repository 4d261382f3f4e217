import { z } from 'zod'
import { moment } from '../../../../bot/figures.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../../bot/screen.ts'
import type { Screen, View } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { AnnouncementState } from '../../announce/verbs.ts'
import type { AnnounceDeps } from './deps.ts'
import { resultScreenName } from './result.ts'
import { outOf, resultTexts as texts } from './result-texts.ts'

const pageSize = 8

/** What was announced, the newest first. `before`: the last one of the page before. */
export function listScreen({ store }: AnnounceDeps): Screen {
  return defineScreen({
    name: 'admin.announce.list',
    audience: 'admin',
    draft: z.object({ before: z.int().nullable().default(null) }),
    async show({ before }, { language, person }): Promise<View> {
      const found = await store.announcements({ before, limit: pageSize + 1 })
      const page = found.slice(0, pageSize)
      const isEmpty = page.length === 0 && before === null
      return {
        text: lines(bold(texts.list[language]), isEmpty && texts.none[language]),
        rows: [
          ...page.map(({ id, state, startedAtMs, sent, targets }) => [
            button(
              `${signs[state]} ${moment(language, startedAtMs ?? 0, person.timeZone)} · ${outOf(language, sent, targets)}`,
              'open',
              id,
            ),
          ]),
          [
            ...(before === null ? [] : [button('◀️', 'first')]),
            ...(found.length > pageSize ? [button('▶️', 'older', page.at(-1)?.id ?? 0)] : []),
          ],
          [button(texts.writeNew[language], 'write'), button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      open: (_, __, id) => go(resultScreenName, { id: Number(id) }),
      first: () => go('admin.announce.list', { before: null }),
      older: (_, __, before) => go('admin.announce.list', { before: Number(before) }),
      write: () => go('admin.announce'),
      home: () => goHome(),
    },
  })
}

const signs: Readonly<Record<AnnouncementState, string>> = {
  draft: '✏️',
  planning: '▶️',
  running: '▶️',
  paused: '⏸',
  finished: '✅',
  stopped: '⏹',
}
