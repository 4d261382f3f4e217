import { z } from 'zod'
import { defineScreen, go, goHome, toast } from '../../../bot/screen.ts'
import type { Next, Screen, ShowExtras, Visit, Work } from '../../../bot/screen.ts'
import { foldersFound, parseFound } from '../found.ts'
import { allOf, filtered, listed } from '../list.ts'
import { wantedFolders, wantedList } from '../read.ts'
import type { AccountView, KnownGroups } from '../verbs.ts'
import { accountsView, goneView, listView, noAccountsView, progressView, wordView } from './choose-view.ts'
import type { ShownList } from './choose-view.ts'
import { follow } from './follow.ts'
import { accountsOf, listPlace, ofAccount, startOfList } from './place.ts'
import type { Deps, ListPlace } from './place.ts'
import { texts } from './texts.ts'
import { reasonIn } from './trouble-texts.ts'
import { troubleDraft, troubleOf } from './trouble.ts'

export const chooseScreenName = 'groups.choose'

const queryMax = 64

const draftSchema = z.object({
  /** Left out: their only one, or they are asked which. */
  accountId: z.int().optional(),
  accountsPage: z.int().default(0),
  /** Left out: the list is read first unless it is fresh. */
  list: listPlace.optional(),
  progress: z.object({ done: z.number(), total: z.number() }).optional(),
  trouble: troubleDraft.optional(),
})

type Draft = z.output<typeof draftSchema>

/** The groups of one account, to choose from. What is chosen is kept at once. */
export function chooseScreen(deps: Deps): Screen {
  const { store, clock } = deps

  const accountOf = async ({ accountId }: Draft, visit: Visit): Promise<AccountView | undefined> => {
    if (accountId !== undefined) return store.accountOf({ id: accountId, ownerId: visit.person.id })
    const [only, ...others] = await accountsOf(deps, visit)
    return others.length === 0 ? only : undefined
  }

  /** What the draft shows of the list. */
  const shownOf = async (account: AccountView, place: ListPlace, visit: Visit): Promise<ShownList | undefined> => {
    const known = await store.knownGroups(ofAccount(account.id, visit))
    if (known === undefined) return undefined
    const all = listed(known.groups)
    const folder = place.folder === null ? undefined : await folderOf(account.id, place.folder, visit)
    return { account, known, all, shown: filtered(all, { ...place, folder }), folder, place }
  }

  const folderOf = async (accountId: number, id: number, visit: Visit) => {
    const state = await store.readState(wantedFolders(ofAccount(accountId, visit)))
    return parseFound(foldersFound, state?.found?.result ?? null)?.folders.find((folder) => folder.id === id)
  }

  const isFresh = ({ readAtMs }: KnownGroups) =>
    readAtMs !== null && clock.nowMs() - readAtMs < deps.settings.groupReads.freshMs

  const readList = (account: AccountView, visit: Visit, { back } = startOfList): Work =>
    follow(deps, wantedList(ofAccount(account.id, visit)), {
      progress: (done, total) =>
        go(chooseScreenName, { accountId: account.id, progress: { done, total } }, { isSame: true }),
      ended: (end) =>
        go(chooseScreenName, { accountId: account.id, list: { ...startOfList, back }, trouble: troubleOf(end) }),
    })

  /** Another place in the list of this draft. */
  const at = (account: AccountView, place: ListPlace, extras: ShowExtras = { isSame: true }): Next =>
    go(chooseScreenName, { accountId: account.id, list: place }, extras)

  /** An action on the list of an account that is theirs. */
  const onList =
    (act: (shown: ShownList, visit: Visit, word: string, wish: string) => Next | Promise<Next>) =>
    async (draft: Draft, visit: Visit, word = '', wish = ''): Promise<Next> => {
      const account = await accountOf(draft, visit)
      const shown = account && (await shownOf(account, draft.list ?? startOfList, visit))
      return shown === undefined ? go(chooseScreenName, draft) : act(shown, visit, word, wish)
    }

  const turn = (by: number) => onList(({ account, place }) => at(account, { ...place, page: place.page + by }))

  return defineScreen({
    name: chooseScreenName,
    draft: draftSchema,
    async show(draft, visit) {
      const account = await accountOf(draft, visit)
      if (account === undefined) {
        if (draft.accountId !== undefined) return goneView(visit)
        const accounts = await accountsOf(deps, visit)
        return accounts.length === 0 ? noAccountsView(visit) : accountsView(visit, accounts, draft.accountsPage)
      }
      if (account.kind === 'bot') return wordView(visit, texts.forPeopleOnly[visit.language])
      const shown = await shownOf(account, draft.list ?? startOfList, visit)
      if (shown === undefined) return goneView(visit)
      if (draft.progress !== undefined) return progressView(visit, account, shown.known, draft.progress)
      if (draft.list !== undefined || isFresh(shown.known)) return listView(visit, shown, draft.trouble)
      if (account.state === 'active') {
        return { ...progressView(visit, account, shown.known, undefined), work: readList(account, visit) }
      }
      return listView(visit, shown, { type: 'unusable', state: account.state })
    },
    actions: {
      home: () => goHome(),
      accounts: async (_, visit) => ((await accountsOf(deps, visit)).length > 1 ? go(chooseScreenName) : goHome()),
      account: (_, __, id) => go(chooseScreenName, { accountId: Number(id) }),
      accountsPage: (_, __, page) => go(chooseScreenName, { accountsPage: Number(page) }, { isSame: true }),
      known: onList(({ account, place }) => at(account, place, {})),
      refresh: onList(({ account, known, place }, visit) => {
        const sinceMs = clock.nowMs() - (known.readAtMs ?? 0)
        if (sinceMs < deps.settings.groupReads.refreshMinMs) return toast(texts.justRead[visit.language])
        if (account.state !== 'active') return go(chooseScreenName, { accountId: account.id })
        return go(
          chooseScreenName,
          { accountId: account.id, progress: { done: 0, total: 0 } },
          { work: readList(account, visit, place) },
        )
      }),

      // The button says what it makes of the group, so that pressing it twice is pressing it once.
      pick: onList(async (shown, visit, word, wish) => {
        const { account, place } = shown
        const group = shown.all.find(({ peer }) => peer === Number(word))
        if (group === undefined) return at(account, place)
        const { peer, mayPost, isForum } = group
        const change = { ...ofAccount(account.id, visit), nowMs: clock.nowMs(), add: [], remove: [] }
        if (wish === 'no' && !(isForum && mayPost)) {
          await store.chooseGroups({ ...change, remove: [{ peer, topic: null }] })
          return at(account, place)
        }
        if (!mayPost) return toast(texts.cannot[visit.language](reasonIn(visit.language, group.whyNot ?? '')))
        if (isForum) return go('groups.topics', { accountId: account.id, peer, list: place })
        await store.chooseGroups({ ...change, add: [{ peer, topic: 0 }] })
        return at(account, place)
      }),
      all: onList(async ({ account, shown, all, place }, visit) => {
        const add = allOf(shown, all)
        await store.chooseGroups({ ...ofAccount(account.id, visit), add, remove: [], nowMs: clock.nowMs() })
        const { language } = visit
        const said = add.length === 0 ? texts.nothingToAdd[language] : texts.added[language](add.length)
        return at(account, place, { isSame: true, toast: said })
      }),
      none: onList(async ({ account, shown, place }, visit) => {
        const chosen = shown.filter((group) => group.chosen.length > 0)
        const remove = chosen.map(({ peer }) => ({ peer, topic: null }))
        await store.chooseGroups({ ...ofAccount(account.id, visit), add: [], remove, nowMs: clock.nowMs() })
        return at(account, place, { isSame: true, toast: texts.removed[visit.language](remove.length) })
      }),

      before: turn(-1),
      after: turn(1),
      clear: onList(({ account, place }) => at(account, { ...startOfList, back: place.back })),
      onlyChosen: onList(({ account, place }) => at(account, { ...place, page: 0, isChosenOnly: !place.isChosenOnly })),
      folders: onList(({ account, place }) => go('groups.folders', { accountId: account.id, list: place })),
      link: onList(({ account, place }) => go('groups.link', { accountId: account.id, list: place })),
      tidy: onList(({ account, place }) => go('groups.tidy', { accountId: account.id, list: place })),
      done: onList(({ account, place }) =>
        place.back === null
          ? go('groups.done', { accountId: account.id, list: place })
          : go(place.back.screen, place.back.draft),
      ),
      where: (_, { language }) => toast(texts.writeToSearch[language]),
    },
    async onWritten(draft, { text }, visit) {
      const account = await accountOf(draft, visit)
      if (account === undefined) return go(chooseScreenName, draft)
      const query = text.replaceAll(/\s+/g, ' ').trim().slice(0, queryMax)
      return at(account, { ...(draft.list ?? startOfList), query, page: 0 }, {})
    },
  })
}
