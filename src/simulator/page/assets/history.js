// The messages of a chat: the newest below, older ones as one scrolls up, new ones as they come.

import { get, reasonOf } from './api.js'
import { isSameDay } from './dates.js'
import { el, fill, hiddenText, whenSeen } from './dom.js'
import { icon } from './icons.js'
import { t } from './language.js'
import { messageRow, spokenMessage } from './message.js'
import { announce, toast } from './notice.js'

/** @import { MessageView } from '../view/message.ts' */
/** @import { Child } from './dom.js' */
/** @import { MessageActions } from './message.js' */

const pageSize = 50
/** So many stand on the page at most while one only reads what comes in; older ones can be scrolled to again. */
const shownMax = 600
const runMaxMs = 10 * 60_000

/**
 * @param {object} options
 * @param {string} options.path of the chat
 * @param {number | null} options.topicId
 * @param {boolean} options.showsAuthors
 * @param {MessageActions} options.actions
 * @param {() => Child | Child[]} options.whenEmpty
 * @param {(newestId: number) => void} options.onRead what came last was seen
 */
export function openHistory({ path, topicId, showsAuthors, actions, whenEmpty, onRead }) {
  /** @type {MessageView[]} oldest first */
  let messages = []
  let isComplete = false
  let isLoading = false
  let isAtEnd = true
  let unseen = 0

  const list = el('ol', { class: 'messages', 'aria-label': t('messages') })
  const older = el('div', { class: 'older' })
  const empty = el('div', { class: 'empty-chat' })
  const scroller = el(
    'div',
    { class: 'history', tabindex: 0, role: 'region', 'aria-label': t('messages') },
    older,
    empty,
    list,
  )
  const downCount = el('span', { class: 'count' })
  const down = el(
    'button',
    { type: 'button', class: 'to-newest', 'aria-label': t('toNewest'), hidden: true, onclick: () => toEnd() },
    icon('down'),
    downCount,
  )
  const root = el('div', { class: 'history-box' }, scroller, down)

  scroller.addEventListener('scroll', noteScroll, { passive: true })
  list.addEventListener('click', noteTap)
  // When the keyboard of the phone or of a bot comes up, the newest message stays in view.
  const resizes = new ResizeObserver(() => isAtEnd && toEnd())
  resizes.observe(scroller)
  resizes.observe(list)
  const stopSeeing = whenSeen(older, scroller, () => void loadOlder())

  async function reload() {
    const page = await fetchPage(null)
    if (page === null) return
    messages = page
    isComplete = page.length < pageSize
    renderAll()
    toEnd()
  }

  async function loadOlder() {
    const oldest = messages[0]
    if (isLoading || isComplete || oldest === undefined) return
    isLoading = true
    const page = await fetchPage(oldest.id)
    isLoading = false
    if (page === null) return
    isComplete = page.length < pageSize
    messages = [...page, ...messages]
    const before = scroller.scrollHeight - scroller.scrollTop
    list.prepend(...page.map((_, index) => rowAt(index)))
    replaceRow(page.length)
    scroller.scrollTop = scroller.scrollHeight - before
  }

  /** @param {number | null} below */
  async function fetchPage(below) {
    try {
      const answer = await get(`${path}/messages`, { topic: topicId, below, limit: pageSize })
      return /** @type {MessageView[]} */ (answer.messages).toReversed()
    } catch (error) {
      const reason = reasonOf(error)
      if (below === null) fill(empty, whenEmpty())
      else toast(reason)
      return null
    }
  }

  /** @param {MessageView} message */
  function append(message) {
    if (messages.some(({ id }) => id === message.id)) return
    const wasAtEnd = isAtEnd
    messages.push(message)
    // Ids rise with time, but our own message can be answered before an older one is told.
    const isLast = (messages.at(-2)?.id ?? 0) < message.id
    if (isLast) list.append(rowAt(messages.length - 1))
    else renderAll(messages.sort((one, other) => one.id - other.id))
    fill(empty)
    if (wasAtEnd || message.isOut) toEnd()
    else showUnseen(unseen + 1)
    if (!message.isOut) announce(spokenMessage(message))
    if (wasAtEnd && messages.length > shownMax) forgetOldest()
  }

  /** @param {MessageView} message */
  function replace(message) {
    const index = messages.findIndex(({ id }) => id === message.id)
    if (index < 0) return
    messages[index] = message
    replaceRow(index)
  }

  /** @param {readonly number[]} ids */
  function remove(ids) {
    const left = messages.filter(({ id }) => !ids.includes(id))
    if (left.length === messages.length) return
    messages = left
    renderAll()
  }

  function forgetOldest() {
    messages = messages.slice(-shownMax / 2)
    isComplete = false
    renderAll()
    toEnd()
  }

  function renderAll(next = messages) {
    messages = next
    fill(
      list,
      messages.map((_, index) => rowAt(index)),
    )
    fill(empty, messages.length === 0 ? whenEmpty() : null)
  }

  /** @param {number} index */
  function replaceRow(index) {
    const message = messages[index]
    if (message === undefined) return
    const old = list.querySelector(`#message-${message.id}`)
    // A button that waits for its bot's answer must not lose the focus to an edit of its own message.
    const focused = old?.contains(document.activeElement) ? focusIndex(old) : -1
    const row = rowAt(index)
    old?.replaceWith(row)
    if (focused >= 0) buttonsIn(row)[focused]?.focus()
  }

  /** @param {number} index */
  function rowAt(index) {
    const message = /** @type {MessageView} */ (messages[index])
    const above = messages[index - 1]
    const isNewDay = above === undefined || !isSameDay(above.atMs, message.atMs)
    const isRun =
      above !== undefined &&
      !isNewDay &&
      above.action === null &&
      above.author.peer === message.author.peer &&
      message.atMs - above.atMs < runMaxMs
    return messageRow(message, { isNewDay, isRun, showsAuthor: showsAuthors }, actions)
  }

  /** A finger cannot hover: what can be done with a message shows when it is tapped. @param {MouseEvent} event */
  function noteTap({ target }) {
    const tapped = target instanceof Element && target.closest('a, button') === null ? target.closest('.row') : null
    for (const row of list.querySelectorAll('.row.tapped')) if (row !== tapped) row.classList.remove('tapped')
    if (tapped !== null && matchMedia('(hover: none)').matches) tapped.classList.toggle('tapped')
  }

  function noteScroll() {
    const distance = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    isAtEnd = distance < 60
    down.hidden = distance < 300 && unseen === 0
    if (isAtEnd) seen()
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight
    isAtEnd = true
    seen()
  }

  function seen() {
    showUnseen(0)
    const newest = messages.at(-1)
    if (newest !== undefined && !document.hidden) onRead(newest.id)
  }

  /** @param {number} count */
  function showUnseen(count) {
    unseen = count
    fill(downCount, count === 0 ? null : String(count), count === 0 ? null : hiddenText(t('unread', { n: count })))
    down.hidden = count === 0 && isAtEnd
  }

  /** @param {number} messageId */
  function jump(messageId) {
    const row = list.querySelector(`#message-${messageId}`)
    row?.scrollIntoView({ block: 'center' })
    row?.classList.add('pointed-at')
    setTimeout(() => row?.classList.remove('pointed-at'), 1600)
  }

  return {
    root,
    reload,
    append,
    replace,
    remove,
    jump,
    /** Comes and goes while one looks: after /start, after a ban or its end. @param {boolean} isAllowed */
    allowReplies(isAllowed) {
      root.classList.toggle('no-replies', !isAllowed)
    },
    close() {
      resizes.disconnect()
      stopSeeing()
    },
  }
}

/** @param {Element} row @returns {HTMLElement[]} */
function buttonsIn(row) {
  return [...row.querySelectorAll('button, a')].filter((one) => one instanceof HTMLElement)
}

/** @param {Element} row */
function focusIndex(row) {
  return buttonsIn(row).findIndex((button) => button === document.activeElement)
}
