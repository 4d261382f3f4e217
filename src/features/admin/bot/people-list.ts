import { z } from 'zod'
import { accessOf } from '../../../access/people.ts'
import type { Person } from '../../../access/people.ts'
import { day, figure } from '../../../bot/figures.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Button, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { PeopleList } from '../verbs.ts'
import type { AdminDeps } from './deps.ts'
import { panelTexts as texts } from './panel-texts.ts'

const pageSize = 8
const lists = ['all', 'confirmed', 'requested', 'ended', 'banned'] as const satisfies readonly PeopleList[]
/** Nobody goes through more by hand: there is the search. */
const pageMax = 100_000

const peopleDraft = z.object({
  list: z.enum(lists).default('requested'),
  page: z.int().min(0).max(pageMax).default(0),
})

/** Everybody, by what they may do: pages of buttons that lead to a person. */
export function peopleScreen({ store }: AdminDeps): Screen {
  return defineScreen({
    name: 'admin.people',
    audience: 'admin',
    draft: peopleDraft,
    async show({ list, page }, visit): Promise<View> {
      const { language, nowMs } = visit
      const found = await store.peopleList({ list, page, limit: pageSize, nowMs })
      const pages = Math.max(1, Math.ceil(found.count / pageSize))
      return {
        text: lines(
          bold(texts.people[language]),
          rich`${texts.lists[language][list]}: ${figure(language, found.count)}`,
          pages > 1 && texts.page[language](figure(language, page + 1), figure(language, pages)),
          found.count === 0 && texts.nobodyHere[language],
        ),
        rows: [
          ...inThrees(lists.map((each) => button(mark(each === list, texts.lists[language][each]), 'list', each))),
          ...found.people.map((person) => [personButton(person, visit)]),
          [
            ...(page > 0 ? [button('◀️', 'page', page - 1)] : []),
            ...(page + 1 < pages ? [button('▶️', 'page', page + 1)] : []),
          ],
          [button(texts.find[language], 'find'), button(texts.statistics[language], 'statistics')],
          [button(common.home[language], 'home')],
        ],
      }
    },
    actions: {
      list: (_, __, list) => go('admin.people', { list, page: 0 }, { isSame: true }),
      page: ({ list }, _, page) => go('admin.people', { list, page: Number(page) }, { isSame: true }),
      open: ({ list, page }, _, id) => go('admin.person', { id: Number(id), from: { list, page } }),
      find: () => go('admin.find'),
      statistics: () => go('admin.statistics'),
      home: () => goHome(),
    },
  })
}

/** More than a name and a few words would not find anybody. */
const textMax = 64

/** Somebody by id, by @name, or by how their name begins. */
export function findScreen({ store }: AdminDeps): Screen {
  return defineScreen({
    name: 'admin.find',
    audience: 'admin',
    draft: z.object({ text: z.string().max(textMax).optional() }),
    async show({ text }, visit): Promise<View> {
      const { language } = visit
      const found = text === undefined ? [] : await store.findPeople({ text, limit: pageSize })
      return {
        text: lines(
          bold(texts.find[language]),
          text === undefined
            ? texts.howToFind[language]
            : found.length === 0
              ? texts.notFound[language](shownName(text))
              : texts.found[language](shownName(text)),
        ),
        rows: [...found.map((person) => [personButton(person, visit)]), [button(common.back[language], 'back')]],
      }
    },
    actions: {
      open: (_, __, id) => go('admin.person', { id: Number(id) }),
      back: () => go('admin.people'),
    },
    async onWritten(_, { text }) {
      const wanted = text.slice(0, textMax)
      const found = await store.findPeople({ text: wanted, limit: 2 })
      return found[0] !== undefined && found.length === 1
        ? go('admin.person', { id: found[0].id })
        : go('admin.find', { text: wanted })
    },
  })
}

function personButton(person: Person, { language, nowMs, person: reader }: Visit): Button {
  const until = person.accessUntilMs
  const access = accessOf(person, nowMs)
  const when = access === 'active' && until !== null ? ` · ${day(language, until, reader.timeZone)}` : ''
  return button(`${lights[access]} ${shownName(person.name, 30)}${when}`, 'open', person.id)
}

/** One sign for each access, in lists and on cards. */
export const lights = { admin: '⭐️', active: '🟢', pending: '🟡', expired: '⚪️', banned: '⛔️' } as const

function mark(isIt: boolean, label: string): string {
  return isIt ? `• ${label} •` : label
}

function inThrees(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((each, index) => (index % 3 === 0 ? [[each, ...buttons.slice(index + 1, index + 3)]] : []))
}
