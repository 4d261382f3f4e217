import { z } from 'zod'
import { accessOf } from '../../../access/people.ts'
import type { Person } from '../../../access/people.ts'
import { day, figure } from '../../../bot/figures.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome } from '../../../bot/screen.ts'
import type { Button, Next, Screen, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { PeopleList } from '../verbs.ts'
import type { AdminDeps } from './deps.ts'
import { panelTexts as texts } from './panel-texts.ts'

const pageSize = 8
const lists = ['all', 'confirmed', 'requested', 'ended', 'banned'] as const satisfies readonly PeopleList[]
/** Nobody goes through more by hand: there is the search. */
const pageMax = 100_000

/** More than a name and a few words would not find anybody. */
const textMax = 64

/** Where an admin is among the people; carried along, so that every way back leads there. */
export const peoplePlace = z.object({
  list: z.enum(lists).default('requested'),
  page: z.int().min(0).max(pageMax).default(0),
  /** What was looked for; left out: the list itself. */
  text: z.string().max(textMax).optional(),
})
export type PeoplePlace = z.output<typeof peoplePlace>

export function backTo(place: PeoplePlace | undefined): Next {
  return place?.text === undefined ? go('admin.people', place) : go('admin.find', place)
}

/** Everybody, by what they may do: pages of buttons that lead to a person. */
export function peopleScreen({ store }: AdminDeps): Screen {
  return defineScreen({
    name: 'admin.people',
    audience: 'admin',
    draft: peoplePlace,
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
          ...personRows(found.people, visit),
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
      find: (from) => go('admin.find', { ...from, text: undefined }),
      statistics: (from) => go('admin.statistics', { from }),
      home: () => goHome(),
    },
    onWritten: (from, { text }) => search(store, from, text),
  })
}

/** Somebody by id, by @name, or by how their name begins. */
export function findScreen({ store }: AdminDeps): Screen {
  return defineScreen({
    name: 'admin.find',
    audience: 'admin',
    draft: peoplePlace,
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
        rows: [...personRows(found, visit), [button(common.back[language], 'back')]],
      }
    },
    actions: {
      open: (from, _, id) => go('admin.person', { id: Number(id), from }),
      back: ({ list, page }) => go('admin.people', { list, page }),
    },
    onWritten: (from, { text }) => search(store, from, text),
  })
}

/** Whoever is the only one is shown; a picture asks for nobody. */
async function search(store: AdminDeps['store'], { list, page }: PeoplePlace, written: string): Promise<Next> {
  const text = written.trim().slice(0, textMax)
  if (text === '') return go('admin.find', { list, page })
  const [only, ...others] = await store.findPeople({ text, limit: 2 })
  return only !== undefined && others.length === 0
    ? go('admin.person', { id: only.id, from: { list, page } })
    : go('admin.find', { list, page, text })
}

/** A button each; those who are called the same are told apart by what only one of them has. */
function personRows(people: readonly Person[], visit: Visit): Button[][] {
  const names = people.map(({ name }) => shownName(name, 30))
  return people.map((person, index) => {
    const name = names[index] ?? ''
    const isTwin = names.indexOf(name) !== names.lastIndexOf(name)
    return [
      personButton(
        person,
        isTwin ? `${name} (${person.username === null ? person.id : `@${person.username}`})` : name,
        visit,
      ),
    ]
  })
}

function personButton(person: Person, name: string, { language, nowMs, person: reader }: Visit): Button {
  const until = person.accessUntilMs
  const access = accessOf(person, nowMs)
  const when = access === 'active' && until !== null ? ` · ${day(language, until, reader.timeZone)}` : ''
  return button(`${lights[access]} ${name}${when}`, 'open', person.id)
}

/** One sign for each access, in lists and on cards. */
export const lights = { admin: '⭐️', active: '🟢', pending: '🟡', expired: '⚪️', banned: '⛔️' } as const

function mark(isIt: boolean, label: string): string {
  return isIt ? `• ${label} •` : label
}

function inThrees(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((each, index) => (index % 3 === 0 ? [[each, ...buttons.slice(index + 1, index + 3)]] : []))
}
