// The first screen: whose phone is this?

import { get, isOffline, pause, reasonOf } from './api.js'
import { bdi, el, fill, whenSeen } from './dom.js'
import { avatar } from './face.js'
import { icon } from './icons.js'
import { t } from './language.js'
import { askNewPerson } from './new-person.js'
import { recentIds, rememberPerson } from './recent.js'
import { routeHref } from './route.js'

/** @import { PersonView } from '../view/peer.ts' */

const pageSize = 50
const searchDelayMs = 150

/** @param {Element} screen */
export function openPeople(screen) {
  /** @type {PersonView[]} */
  let people = []
  let total = 0
  let isLoading = false
  let isOpen = true
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let searchTimer

  const input = el('input', {
    class: 'search-input',
    type: 'search',
    dir: 'auto',
    maxlength: 200,
    'aria-label': t('findPerson'),
    placeholder: t('findPerson'),
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const create = el(
    'button',
    { type: 'button', class: 'button', onclick: () => void createPerson() },
    icon('plus'),
    t('newPerson'),
  )
  const recent = el('section', { class: 'recent', hidden: true })
  const count = el('h3', { class: 'section' })
  const list = el('ul', { class: 'list' })
  const empty = el('p', { class: 'empty', hidden: true })
  const more = el(
    'button',
    { type: 'button', class: 'button quiet more', hidden: true, onclick: () => void load(people.length) },
    t('more'),
  )
  const root = el(
    'div',
    { class: 'people' },
    el(
      'div',
      { class: 'people-head' },
      el('div', null, el('h2', null, t('whoAreYou')), el('p', { class: 'muted' }, t('whoIntro'))),
      create,
    ),
    el('div', { class: 'search', role: 'search' }, icon('search'), input),
    recent,
    el('section', { class: 'everybody' }, el('div', { role: 'status' }, count), list, empty, more),
  )
  const stopSeeing = whenSeen(more, null, () => void load(people.length))
  input.addEventListener('input', () => {
    clearTimeout(searchTimer)
    searchTimer = setTimeout(() => void load(0), searchDelayMs)
  })

  /** @param {number} offset */
  async function load(offset) {
    if (isLoading && offset > 0) return
    isLoading = true
    const query = input.value.trim()
    try {
      const page = await get('people', { query, offset, limit: pageSize })
      if (query !== input.value.trim()) return
      people = offset === 0 ? page.people : [...people, ...page.people]
      total = page.total
      render(query)
    } catch (error) {
      count.hidden = false
      fill(count, reasonOf(error))
      if (isOffline(error)) void pause().then(() => isOpen && void load(offset))
    } finally {
      isLoading = false
    }
  }

  /** @param {string} query */
  function render(query) {
    recent.classList.toggle('searching', query !== '')
    count.hidden = total === 0
    fill(count, t('peopleCount', { n: total }))
    fill(
      list,
      people.map((person) => el('li', null, personLine(person))),
    )
    empty.hidden = total > 0
    fill(empty, t(query === '' ? 'nobodyYet' : 'nobodyFound'))
    more.hidden = people.length >= total
  }

  async function showRecent() {
    const known = await Promise.all(recentIds().map((id) => get(`${id}/me`).catch(() => null)))
    const still = /** @type {PersonView[]} */ (known.filter((person) => person !== null))
    recent.hidden = still.length === 0
    const chips = still.map((person) =>
      el(
        'li',
        null,
        el(
          'a',
          { class: 'chip', href: routeHref({ userId: person.id }), onclick: () => rememberPerson(person.id) },
          avatar(person.id, { kind: 'person', name: person.name }),
          bdi(person.name),
        ),
      ),
    )
    fill(recent, el('h3', { class: 'section' }, t('recentPeople')), el('ul', { class: 'chips' }, chips))
  }

  async function createPerson() {
    const person = await askNewPerson()
    if (person === null) return
    rememberPerson(person.id)
    location.hash = routeHref({ userId: person.id })
  }

  fill(screen, root)
  void load(0)
  void showRecent()
  return {
    close() {
      isOpen = false
      clearTimeout(searchTimer)
      stopSeeing()
    },
  }
}

/** @param {PersonView} person */
function personLine(person) {
  const { id, name, username, phone, isActive } = person
  const details = [phone, username === null ? null : `@${username}`, isActive ? null : t('inactive')]
  const shown = details.filter((detail) => detail !== null).join(' · ')
  return el(
    'a',
    { class: 'line', href: routeHref({ userId: id }), onclick: () => rememberPerson(id) },
    avatar(id, { kind: 'person', name }),
    el(
      'span',
      { class: 'line-words' },
      el('span', { class: 'line-top' }, el('span', { class: 'line-name' }, bdi(name === '' ? t('nameless') : name))),
      el('span', { class: 'line-bottom' }, el('span', { class: 'line-text' }, shown === '' ? `id ${id}` : shown)),
    ),
  )
}
