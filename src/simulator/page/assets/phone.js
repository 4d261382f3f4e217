// The phone of one person: their chats on the left, the open one on the right; on a small screen, one of the two.

import { get, isOffline, pause, reasonOf } from './api.js'
import { openChat } from './chat.js'
import { setWorldNow } from './dates.js'
import { openDialogs } from './dialogs.js'
import { bdi, el, fill } from './dom.js'
import { avatar } from './face.js'
import { icon } from './icons.js'
import { t } from './language.js'
import { openLive } from './live.js'
import { showLineDown, toast } from './notice.js'
import { rememberPerson } from './recent.js'
import { readRoute, routeHref } from './route.js'

/** @import { PersonView } from '../view/peer.ts' */
/** @import { SearchView } from '../search.ts' */
/** @import { LiveEvent } from '../live.ts' */
/** @import { Route } from './route.js' */

const reloadPauseMs = 500

/**
 * @param {Element} screen
 * @param {number} userId
 * @param {() => boolean} isWanted false once somebody went elsewhere
 */
export async function openPhone(screen, userId, isWanted) {
  fill(screen, el('p', { class: 'empty' }, t('loading')))
  const person = await loadPerson(screen, userId, isWanted)
  if (person === null || !isWanted()) return { show() {}, close() {} }
  rememberPerson(userId)
  return phoneOf(screen, person)
}

/** @param {Element} screen @param {number} userId @param {() => boolean} isWanted @returns {Promise<PersonView | null>} */
async function loadPerson(screen, userId, isWanted) {
  for (;;) {
    try {
      return await get(`${userId}/me`)
    } catch (error) {
      const other = el('a', { class: 'button', href: '#/' }, t('anotherPerson'))
      if (isWanted()) fill(screen, el('div', { class: 'empty' }, el('p', null, reasonOf(error)), other))
      if (!isOffline(error)) return null
      await pause()
      if (!isWanted()) return null
    }
  }
}

/** @param {Element} screen @param {PersonView} person */
function phoneOf(screen, person) {
  const userId = person.id
  /** @type {ReturnType<typeof openChat> | null} */
  let chat = null
  let shown = ''
  /** @type {ReturnType<typeof setTimeout> | null} */
  let reloadTimer = null

  const dialogs = openDialogs({ userId })
  const side = el('section', { class: 'side', 'aria-labelledby': 'person-name' }, personHead(person), dialogs.root)
  const chatPlace = el('div', { class: 'chat-place' })
  const root = el('div', { class: 'phone' }, side, chatPlace)
  const live = openLive(userId, { onEvent, onConnected })
  root.addEventListener('keydown', onKey)

  /** @param {LiveEvent} event */
  function onEvent(event) {
    if (event.type === 'hello') setWorldNow(event.nowMs)
    else if (event.type === 'reload') lookAgainSoon()
    else tell(event)
  }

  /** In a busy world every turn says "look again": twice a second is enough to look at. */
  function lookAgainSoon() {
    reloadTimer ??= setTimeout(() => {
      reloadTimer = null
      tell({ type: 'reload' })
    }, reloadPauseMs)
  }

  /** @param {LiveEvent} event */
  function tell(event) {
    dialogs.onEvent(event)
    chat?.onEvent(event)
  }

  /** @param {boolean} isConnected */
  function onConnected(isConnected) {
    showLineDown(isConnected ? null : () => live.connect())
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || readRoute(location.hash).peer === null) return
    location.hash = routeHref({ userId })
    dialogs.focusSearch()
  }

  /** @param {Route} route */
  function show(route) {
    const key = routeHref(route)
    if (key === shown) return
    shown = key
    chat?.close()
    chat = null
    root.classList.toggle('in-chat', route.peer !== null)
    dialogs.markOpen(route.peer)
    if (route.peer === null) fill(chatPlace, nothingOpen())
    else openAt({ ...route, peer: route.peer })
  }

  /** @param {Route & { peer: number }} route */
  function openAt(route) {
    const backHref = routeHref({ userId, peer: route.topic === null ? null : route.peer })
    chat = openChat({ person, route, backHref, onLink: (url) => void follow(url), onPeer })
    fill(chatPlace, chat.root)
  }

  /** @param {number} peer */
  function onPeer(peer) {
    if (peer !== userId) location.hash = routeHref({ userId, peer })
  }

  /** @param {string} url */
  async function follow(url) {
    try {
      const { link } = /** @type {SearchView} */ (await get(`${userId}/search`, { query: url }))
      if (link === null) return toast(t('linkNowhere'))
      location.hash = routeHref({ userId, peer: link.peer.peer, start: link.startPayload, invite: link.inviteHash })
    } catch (error) {
      toast(reasonOf(error))
    }
  }

  fill(screen, root)
  void dialogs.reload()
  return {
    show,
    close() {
      if (reloadTimer !== null) clearTimeout(reloadTimer)
      live.close()
      chat?.close()
      dialogs.close()
      showLineDown(null)
    },
  }
}

/** @param {PersonView} person */
function personHead({ id, name, phone, username }) {
  const detail = [phone, username === null ? null : `@${username}`].filter((part) => part !== null).join(' · ')
  const other = el(
    'a',
    { class: 'icon-button', href: '#/', 'aria-label': t('anotherPerson'), title: t('anotherPerson') },
    icon('swap'),
  )
  const words = el(
    'div',
    { class: 'head-words' },
    el('h2', { id: 'person-name', class: 'head-name' }, bdi(name === '' ? t('nameless') : name)),
    el('p', { class: 'head-detail' }, detail),
  )
  return el(
    'header',
    { class: 'side-head' },
    el('span', { class: 'head-face' }, avatar(id, { kind: 'person', name })),
    words,
    other,
  )
}

function nothingOpen() {
  return el(
    'div',
    { class: 'nothing-open' },
    el('div', { class: 'empty' }, el('h2', null, t('chooseChat')), el('p', null, t('chooseChatHint'))),
  )
}
