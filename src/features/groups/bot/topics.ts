import { z } from 'zod'
import { lines } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome, toast } from '../../../bot/screen.ts'
import type { Next, Screen, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import { parseFound, topicsFound } from '../found.ts'
import type { FoundTopic } from '../found.ts'
import { pageOf } from '../list.ts'
import { wantedTopics } from '../read.ts'
import type { KnownGroup, ReadState } from '../verbs.ts'
import { goneView, pagerRow, wordView } from './choose-view.ts'
import { follow } from './follow.ts'
import { listPlace, ofAccount, pageSize, startOfList } from './place.ts'
import type { Deps } from './place.ts'
import { texts, topicsIn } from './texts.ts'
import { troubleDraft, troubleIn, troubleOf } from './trouble.ts'

const draftSchema = z.object({
  accountId: z.int(),
  peer: z.int(),
  list: listPlace.default(startOfList),
  page: z.int().default(0),
  /** They were read, or could not be. */
  isRead: z.boolean().default(false),
  trouble: troubleDraft.optional(),
})

type Draft = z.output<typeof draftSchema>

/** What Telegram numbers 1 is the forum itself when it is written to. */
const generalId = 1
const targetOf = ({ id }: Pick<FoundTopic, 'id'>) => (id === generalId ? 0 : id)

/** The topics of a forum, each a target of its own. */
export function topicsScreen(deps: Deps): Screen {
  const { store, clock, settings } = deps

  const opened = async ({ accountId, peer }: Draft, visit: Visit) => {
    const known = await store.knownGroups(ofAccount(accountId, visit))
    const state = await store.readState(wantedTopics(ofAccount(accountId, visit), peer))
    const group = known?.groups.find((each) => each.peer === peer)
    return group === undefined || state === undefined ? undefined : { group, state, topics: topicsOf(group, state) }
  }
  const here = (draft: Draft, extras = {}): Next => go('groups.topics', draft, extras)

  const change = async (
    { accountId, peer }: Draft,
    visit: Visit,
    change: { readonly add?: readonly number[]; readonly remove?: readonly number[] },
  ) => {
    const targets = (topics: readonly number[] = []) => topics.map((topic) => ({ peer, topic }))
    await store.chooseGroups({
      ...ofAccount(accountId, visit),
      add: targets(change.add),
      remove: targets(change.remove),
      nowMs: clock.nowMs(),
    })
  }

  return defineScreen({
    name: 'groups.topics',
    draft: draftSchema,
    async show(draft, visit) {
      const { language } = visit
      const open = await opened(draft, visit)
      if (open === undefined) return goneView(visit)
      const { group, state, topics } = open
      if (!group.isForum) return wordView(visit, texts.noForum[language])
      const back = [button(common.back[language], 'back'), button(common.home[language], 'home')]
      const isFresh = state.found !== null && clock.nowMs() - state.found.atMs < settings.groupReads.freshMs
      if (!draft.isRead && !isFresh) {
        const wanted = wantedTopics(ofAccount(draft.accountId, visit), draft.peer)
        return {
          text: texts.readingTopics[language],
          rows: [[button(texts.refresh[language], 'again')], back],
          work: follow(deps, wanted, {
            ended: (end) => go('groups.topics', { ...draft, isRead: true, trouble: troubleOf(end) }),
          }),
        }
      }
      const page = pageOf(topics, draft.page, pageSize)
      const count = group.chosen.length
      return {
        text: lines(
          texts.topicsHead[language](shownName(group.title)),
          texts.chosen[language](topicsIn(language, count)),
          troubleIn(visit, draft.trouble),
        ),
        rows: [
          ...page.items.map((topic) => [button(labelOf(visit, group, topic), 'pick', targetOf(topic))]),
          page.count === 1 ? [] : pagerRow(page, (number) => ['page', number]),
          [button(texts.all[language], 'all'), button(texts.none[language], 'none')],
          back,
        ],
      }
    },
    actions: {
      home: () => goHome(),
      back: ({ accountId, list }) => go('groups.choose', { accountId, list }),
      again: (draft) => here({ ...draft, isRead: false }),
      page: (draft, _, page) => here({ ...draft, page: Number(page) }, { isSame: true }),
      pick: async (draft, visit, word) => {
        const open = await opened(draft, visit)
        const topic = open?.topics.find((each) => targetOf(each) === Number(word))
        if (open === undefined || topic === undefined) return here(draft)
        const target = targetOf(topic)
        if (open.group.chosen.includes(target)) await change(draft, visit, { remove: [target] })
        else if (topic.isClosed) {
          return toast(texts.cannot[visit.language](texts.closedTopic[visit.language]))
        } else await change(draft, visit, { add: [target] })
        return here(draft, { isSame: true })
      },
      all: async (draft, visit) => {
        const open = await opened(draft, visit)
        const add = (open?.topics ?? []).filter(({ isClosed }) => !isClosed).map(targetOf)
        await change(draft, visit, { add })
        return here(draft, { isSame: true })
      },
      none: async (draft, visit) => {
        const open = await opened(draft, visit)
        await change(draft, visit, { remove: open?.group.chosen ?? [] })
        return here(draft, { isSame: true })
      },
    },
  })
}

/** As they were read; before that General, which every forum has. What is chosen is there also when it was deleted since. */
function topicsOf({ chosen }: KnownGroup, { found }: ReadState): FoundTopic[] {
  const read = parseFound(topicsFound, found?.result ?? null)?.topics ?? []
  const known = read.length === 0 ? [{ id: generalId, title: 'General', isClosed: false }] : read
  const missing = chosen.filter((target) => !known.some((topic) => targetOf(topic) === target))
  return [
    ...known,
    ...missing.map((target) => ({ id: target === 0 ? generalId : target, title: `#${target}`, isClosed: true })),
  ]
}

function labelOf({ language }: Visit, { chosen }: KnownGroup, topic: FoundTopic): string {
  const isChosen = chosen.includes(targetOf(topic))
  const title = shownName(topic.title)
  if (topic.isClosed) return `${isChosen ? '⚠️' : '🔒'} ${title} · ${texts.closedTopic[language]}`
  return `${isChosen ? '✅' : '▫️'} ${title}`
}
