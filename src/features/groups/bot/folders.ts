import { z } from 'zod'
import { lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Screen } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { foldersFound, parseFound } from '../found.ts'
import { pageOf } from '../list.ts'
import { wantedFolders } from '../read.ts'
import { goneView, pagerRow } from './choose-view.ts'
import { follow } from './follow.ts'
import { listPlace, ofAccount, pageSize, startOfList } from './place.ts'
import type { Deps } from './place.ts'
import { texts } from './texts.ts'
import { troubleDraft, troubleIn, troubleOf } from './trouble.ts'

const draftSchema = z.object({
  accountId: z.int(),
  list: listPlace.default(startOfList),
  page: z.int().default(0),
  /** They were read, or could not be. */
  isRead: z.boolean().default(false),
  trouble: troubleDraft.optional(),
})

type Draft = z.output<typeof draftSchema>

/** The folders that the account's person has made in Telegram: choosing one shows its groups only. */
export function foldersScreen(deps: Deps): Screen {
  const { store, clock, settings } = deps
  const here = (draft: Draft) => go('groups.folders', draft)
  return defineScreen({
    name: 'groups.folders',
    draft: draftSchema,
    async show(draft, visit) {
      const { language } = visit
      const wanted = wantedFolders(ofAccount(draft.accountId, visit))
      const state = await store.readState(wanted)
      if (state === undefined) return goneView(visit)
      const { found } = state
      const folders = parseFound(foldersFound, found?.result ?? null)?.folders ?? []
      const back = [button(common.back[language], 'back'), button(common.home[language], 'home')]
      const isFresh = found !== null && clock.nowMs() - found.atMs < settings.groupReads.freshMs
      if (!draft.isRead && !isFresh) {
        return {
          text: texts.readingFolders[language],
          rows: [[button(texts.refresh[language], 'refresh')], back],
          work: follow(deps, wanted, { ended: (end) => here({ ...draft, isRead: true, trouble: troubleOf(end) }) }),
        }
      }
      const page = pageOf(folders, draft.page, pageSize)
      const trouble = troubleIn(visit, draft.trouble)
      return {
        text: lines(
          folders.length > 0 ? texts.chooseFolder[language] : found !== null && texts.noFolders[language],
          // Asked for once more while they are read for the first time: a message without words is none.
          trouble ?? (found === null && texts.readingFolders[language]),
        ),
        rows: [
          ...page.items.map(({ id, title }) => [button(`📁 ${shownName(title)}`, 'open', id)]),
          page.count === 1 ? [] : pagerRow(page, (number) => ['page', number]),
          [button(texts.refresh[language], 'refresh')],
          back,
        ],
      }
    },
    actions: {
      home: () => goHome(),
      back: ({ accountId, list }) => go('groups.choose', { accountId, list }),
      open: ({ accountId, list: { back } }, _, id) =>
        go('groups.choose', { accountId, list: { ...startOfList, back, folder: Number(id) } }),
      page: (draft, _, page) => go('groups.folders', { ...draft, page: Number(page) }, { isSame: true }),
      refresh: ({ accountId, list }, visit) => {
        const wanted = wantedFolders(ofAccount(accountId, visit))
        const draft = { accountId, list, page: 0, isRead: true }
        return go('groups.folders', draft, {
          toast: texts.readingFolders[visit.language],
          work: follow(deps, wanted, { ended: (end) => here({ ...draft, trouble: troubleOf(end) }) }),
        })
      },
    },
  })
}
