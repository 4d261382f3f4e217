// The list of chats, and the search in it.

import { get, reasonOf } from './api.js'
import { shortDateText } from './dates.js'
import { bdi, el, fill, hiddenText, whenSeen } from './dom.js'
import { avatar, kindSign, kindText, nameText } from './face.js'
import { icon } from './icons.js'
import { t } from './language.js'
import { preview } from './preview.js'
import { routeHref } from './route.js'

/** @import { DialogView } from '../view/dialog.ts' */
/** @import { PeerView } from '../view/peer.ts' */
/** @import { SearchView } from '../search.ts' */
/** @import { LiveEvent } from '../live.ts' */

const pageSize = 40
const searchDelayMs = 150

/** @param {{ userId: number }} options */
export function openDialogs({ userId }) {
  /** @type {DialogView[]} */
  let dialogs = []
  let isComplete = false
  let isLoading = false
  /** @type {number | null} */
  let openPeer = null
  /** @type {SearchView | null} */
  let found = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let searchTimer
  let frame = 0

  const input = el('input', {
    class: 'search-input',
    type: 'search',
    dir: 'auto',
    maxlength: 300,
    'aria-label': t('findChat'),
    placeholder: t('findChat'),
    autocomplete: 'off',
    spellcheck: 'false',
  })
  const search = el('div', { class: 'search', role: 'search' }, icon('search'), input)
  const content = el('div', { class: 'list-content' })
  const more = el('div', { class: 'more' })
  const scroller = el('nav', { class: 'list-scroll', 'aria-label': t('chats') }, content, more)
  const stopSeeing = whenSeen(more, scroller, () => void loadMore())
  input.addEventListener('input', () => {
    clearTimeout(searchTimer)
    searchTimer = setTimeout(() => void runSearch(), searchDelayMs)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') void openFirst()
  })

  async function reload() {
    try {
      dialogs = (await get(`${userId}/dialogs`, { limit: Math.min(100, Math.max(pageSize, dialogs.length)) })).dialogs
      isComplete = dialogs.length < pageSize
      render()
    } catch (error) {
      fill(content, el('p', { class: 'empty' }, reasonOf(error)))
    }
  }

  async function loadMore() {
    if (isLoading || isComplete || found !== null || dialogs.length === 0) return
    isLoading = true
    const page = await get(`${userId}/dialogs`, { offset: dialogs.length, limit: pageSize }).catch(() => ({
      dialogs: [],
    }))
    isLoading = false
    isComplete = page.dialogs.length < pageSize
    // A chat that rose to the top in between moved the others down by one.
    const known = new Set(dialogs.map(({ peer }) => peer.peer))
    dialogs.push(.../** @type {DialogView[]} */ (page.dialogs).filter(({ peer }) => !known.has(peer.peer)))
    render()
  }

  async function runSearch() {
    const query = input.value.trim()
    if (query === '') {
      found = null
      return render()
    }
    try {
      const answer = /** @type {SearchView} */ (await get(`${userId}/search`, { query }))
      if (query !== input.value.trim()) return
      found = answer
      render()
    } catch (error) {
      fill(content, el('p', { class: 'empty' }, reasonOf(error)))
    }
  }

  async function openFirst() {
    clearTimeout(searchTimer)
    await runSearch()
    content.querySelector('a')?.click()
  }

  /** A busy world tells of hundreds of messages between two frames. */
  function renderSoon() {
    if (frame !== 0) return
    frame = requestAnimationFrame(() => {
      frame = 0
      if (found === null) render()
    })
  }

  function render() {
    // The whole list is drawn anew at each message; whoever walks through it by keyboard stays where they are.
    const focused = content.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null
    fill(content, found === null ? dialogList() : searchResults(found))
    more.hidden = found !== null || isComplete
    if (focused != null)
      for (const line of content.querySelectorAll('a')) if (line.getAttribute('href') === focused) line.focus()
  }

  function dialogList() {
    if (dialogs.length > 0) return list(dialogs.map(dialogLine))
    return el('div', { class: 'empty' }, el('h3', null, t('noChats')), el('p', null, t('noChatsHint')))
  }

  /** @param {SearchView} results */
  function searchResults({ chats, found: peers, link }) {
    if (chats.length === 0 && peers.length === 0 && link === null) return el('p', { class: 'empty' }, t('nothingFound'))
    const linked = link === null ? [] : [peerLine(link.peer, { start: link.startPayload, invite: link.inviteHash })]
    const others = link === null ? peers : peers.filter(({ peer }) => peer !== link.peer.peer)
    return el(
      'div',
      null,
      section(t('byLink'), linked),
      section(t('yourChats'), chats.map(dialogLine)),
      section(
        t('publicNames'),
        others.map((peer) => peerLine(peer, {})),
      ),
    )
  }

  /** @param {DialogView} dialog */
  function dialogLine({ peer, last, unreadCount, isPinned }) {
    const pin =
      isPinned && unreadCount === 0 ? el('span', { class: 'kind', title: t('pinnedChat') }, icon('pin')) : null
    const badge =
      unreadCount === 0
        ? null
        : el(
            'span',
            { class: 'badge' },
            unreadCount > 999 ? '999+' : String(unreadCount),
            hiddenText(` ${t('unread', { n: unreadCount })}`),
          )
    const time = last === null ? null : el('time', { class: 'line-time' }, shortDateText(last.atMs))
    return line(
      peer,
      {},
      time,
      el('span', { class: 'line-text' }, last === null ? '' : preview(last, peer.kind)),
      pin ?? badge,
    )
  }

  /** @param {PeerView} peer @param {{ start?: string | null, invite?: string | null }} options */
  function peerLine(peer, options) {
    const detail = peer.username === null ? kindText(peer) : `@${peer.username} · ${kindText(peer)}`
    return line(peer, options, null, el('span', { class: 'line-text' }, detail), null)
  }

  /**
   * @param {PeerView} peer
   * @param {{ start?: string | null, invite?: string | null }} options
   * @param {Node | null} time
   * @param {Node} text
   * @param {Node | null} sign
   */
  function line(peer, options, time, text, sign) {
    const href = routeHref({ userId, peer: peer.peer, ...options })
    return el(
      'a',
      { class: 'line', href, 'aria-current': peer.peer === openPeer ? 'page' : null },
      avatar(peer.peer, peer),
      el(
        'span',
        { class: 'line-words' },
        el(
          'span',
          { class: 'line-top' },
          el('span', { class: 'line-name' }, bdi(nameText(peer))),
          kindSign(peer),
          time,
        ),
        el('span', { class: 'line-bottom' }, text, sign),
      ),
    )
  }

  /** @param {LiveEvent} event */
  function onEvent(event) {
    if (event.type === 'reload') void reload()
    else if (event.type === 'deleted') onDeleted(event)
    else if ('dialog' in event) put(event.peer, event.dialog)
  }

  /** @param {number} peer @param {DialogView | null} dialog */
  function put(peer, dialog) {
    dialogs = dialogs.filter((one) => one.peer.peer !== peer)
    const isInReach = dialog !== null && (isComplete || isAbove(dialog, dialogs.at(-1)))
    if (dialog !== null && isInReach)
      dialogs = [...dialogs, dialog].sort((one, other) => (isAbove(one, other) ? -1 : 1))
    if (found === null) renderSoon()
  }

  /** The list's line shows a message that is gone. @param {Extract<LiveEvent, { type: 'deleted' }>} event */
  function onDeleted({ peer, ids }) {
    const isShown = dialogs.some(
      (one) =>
        (peer === null ? one.peer.peer > 0 || one.peer.kind === 'basic' : one.peer.peer === peer) &&
        one.last !== null &&
        ids.includes(one.last.id),
    )
    if (isShown) void reload()
  }

  return {
    root: el('div', { class: 'dialogs' }, search, scroller),
    reload,
    onEvent,
    focusSearch: () => input.focus(),
    /** @param {number | null} peer */
    markOpen(peer) {
      openPeer = peer
      for (const one of content.querySelectorAll('a')) {
        if (peer !== null && one.getAttribute('href')?.startsWith(routeHref({ userId, peer })))
          one.setAttribute('aria-current', 'page')
        else one.removeAttribute('aria-current')
      }
    },
    close: stopSeeing,
  }
}

/** @param {DialogView} one @param {DialogView | undefined} other */
function isAbove(one, other) {
  if (other === undefined) return true
  if (one.isPinned !== other.isPinned) return one.isPinned
  return (one.last?.atMs ?? 0) >= (other.last?.atMs ?? 0)
}

/** @param {Node[]} lines */
function list(lines) {
  return el(
    'ul',
    { class: 'list' },
    lines.map((line) => el('li', null, line)),
  )
}

/** @param {string} title @param {Node[]} lines */
function section(title, lines) {
  return lines.length === 0 ? null : el('section', null, el('h3', { class: 'section' }, title), list(lines))
}
