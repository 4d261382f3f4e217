import { expect } from 'vitest'
import { parseCallbackData } from '../../src/bot/callback-data.ts'
import type { Screen } from '../../src/bot/screen.ts'
import { draftsOf } from './isolation-drafts.ts'
import type { Slot } from './isolation-drafts.ts'
import type { Place, Seen, Stage } from './isolation-stage.ts'
import { phoneOf, portOf } from './isolation-things.ts'

/** Something that a person can do on a screen. */
export interface Deed {
  readonly name: string
  /** Where an id may come from: the draft, which was made by an earlier deed, or what they press or write itself. */
  readonly takes: 'draft' | 'given' | 'both'
  /** @param id where one is given; otherwise what an honest app would send */
  do(place: Place, id: number | undefined, given: readonly number[]): Promise<Seen>
}

/** Thousands of deeds are seconds of work, and minutes on a machine that has other work. */
export const sweepMaxMs = 600_000
/** No id of anybody's has this many tries. */
const unknown = 'nobody-has-this'
/** What forms ask for: a cap or a name, and a code. */
const answers = ['3', '12345']
/** Where somebody's things have names instead of ids. */
const names: readonly ((id: number) => string)[] = [
  String,
  phoneOf,
  (id) => `@account_${id}`,
  (id) => `https://t.me/group_${id}`,
  (id) => `socks5://127.0.0.1:${portOf(id)}`,
  (id) => `Alias ${id}`,
]

/** All that a person can do on a screen: look at it, press each of its actions, write, and go away. */
async function deedsOf(stage: Stage, personId: number, screen: Screen): Promise<Deed[]> {
  const own = { screen: screen.name, draft: draftsOf(screen).of(personId) }
  const shown = await stage.presses(personId, own, unknown, [], [])
  const honest = new Map(buttonsIn(shown).map(({ action, args }) => [action, args]))
  const press = (action: string, takes: Deed['takes']): Deed => ({
    name: action,
    takes,
    do: (place, id, given) =>
      stage.presses(personId, place, action, id === undefined ? (honest.get(action) ?? given) : [id, id], given),
  })
  const write = (name: string, text: (id: number) => string, takes: Deed['takes']): Deed => ({
    name: `written ${name}`,
    takes,
    do: (place, id = 0, given) => stage.writes(personId, place, text(id), given),
  })
  return [
    press(unknown, 'draft'),
    ...screen.actions.map((action) => press(action, 'both')),
    ...(screen.isForm ? answers.map((text) => write(text, () => text, 'draft')) : []),
    ...(screen.isForm ? names.map((nameOf) => write(nameOf(0), nameOf, 'given')) : []),
    { name: '/cancel', takes: 'draft', do: (place, _, given) => stage.writes(personId, place, '/cancel', given) },
  ]
}

/** Buttons that nobody can press are as bad as those that do too much. */
function buttonsIn({ answer }: Seen) {
  return [...answer.matchAll(/"callback_data":"s\+\d+([^"]*)"/g)].flatMap(([, rest]) => {
    const parsed = parseCallbackData(`s1${rest}`)
    return parsed === undefined ? [] : [parsed]
  })
}

/** One place in one deed where a number can be given. */
export interface Triple {
  readonly screen: Screen
  readonly deed: Deed
  /** In the draft; or `given` with the press or the text itself. */
  readonly slot: Slot | 'given'
}

export async function triplesOf(stage: Stage, personId: number, screens: readonly Screen[]): Promise<Triple[]> {
  const all: Triple[] = []
  for (const screen of screens) {
    const { slots } = draftsOf(screen)
    for (const deed of await deedsOf(stage, personId, screen)) {
      const places = [...(deed.takes === 'given' ? [] : slots), ...(deed.takes === 'draft' ? [] : (['given'] as const))]
      all.push(...places.map((slot) => ({ screen, deed, slot })))
    }
  }
  return all
}

/** How many there must be, by what the screens themselves say. */
export function countOf(screens: readonly Screen[]): number {
  return screens.reduce((sum, screen) => {
    const { length: slots } = draftsOf(screen).slots
    const [pressed, written] = [screen.actions.length, screen.isForm ? answers.length : 0]
    return sum + slots * (2 + pressed + written) + pressed + (screen.isForm ? names.length : 0)
  }, 0)
}

/** Does it with an id and with one that nobody has, and expects the same answer, and nothing to have happened to anybody else. */
export async function expectNobodys({ screen, deed, slot }: Triple, personId: number, ids: Ids): Promise<void> {
  const drafts = draftsOf(screen)
  const act = (id: number) =>
    slot === 'given'
      ? deed.do({ screen: screen.name, draft: drafts.of(personId) }, id, [id])
      : deed.do({ screen: screen.name, draft: drafts.with(personId, slot, id) }, undefined, [id])
  const what = `${screen.name}, ${deed.name}, ${slot === 'given' ? slot : slot.join('.')}`
  const nobodys = await act(ids.missing)
  expect(nobodys.answer, what).not.toBe('')
  for (const id of ids.theirs) {
    const theirs = await act(id)
    expect(theirs.answer, `${what} = ${id}`).toBe(nobodys.answer)
    expect([personId], what).toEqual(expect.arrayContaining([...theirs.told]))
    expect([...theirs.othersRows, ...nobodys.othersRows], what).toEqual([])
  }
}

export interface Ids {
  readonly missing: number
  readonly theirs: readonly number[]
}
