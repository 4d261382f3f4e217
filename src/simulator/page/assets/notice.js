// What comes up by itself: a note that goes away, a question, an alert, and the bar that says the line is down.

import { byId, el, fill } from './dom.js'
import { t } from './language.js'

const toastMs = 5000

/** @param {string} text */
export function toast(text) {
  const note = el('div', { class: 'toast', dir: 'auto' }, text)
  const toasts = byId('toasts')
  if (toasts.childElementCount >= 3) toasts.firstElementChild?.remove()
  toasts.append(note)
  setTimeout(() => note.remove(), toastMs)
}

/**
 * Tells it to a screen reader only.
 *
 * @param {string} text
 */
export function announce(text) {
  const announcer = byId('announcer')
  announcer.append(el('p', null, text))
  while (announcer.childElementCount > 5) announcer.firstElementChild?.remove()
}

/** @typedef {import('./dom.js').Child} Child */

/**
 * @param {{ title: Child | Child[], body?: Child | Child[], action: string, isDangerous?: boolean }} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, body = [], action, isDangerous = false }) {
  const confirm = el('button', { class: isDangerous ? 'button danger' : 'button', value: 'yes' }, action)
  const cancel = el('button', { class: 'button quiet', value: '' }, t('cancel'))
  return openDialog(title, body, [cancel, confirm]).then((value) => value === 'yes')
}

/** @param {string} text */
export function alertBox(text) {
  const close = el('button', { class: 'button', value: '' }, t('ok'))
  return openDialog(el('span', { dir: 'auto' }, text), [], [close])
}

/**
 * @param {Child | Child[]} title
 * @param {Child | Child[]} body
 * @param {Child[]} buttons each closes it, and gives its value
 * @returns {Promise<string>} the value of the button; empty when it was dismissed
 */
export function openDialog(title, body, buttons) {
  const heading = el('h2', { id: 'dialog-title' }, ...[title].flat())
  // Not a form: the page's policy lets no form be submitted, not even to a dialog.
  const dialog = el(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'dialog-title' },
    heading,
    el('div', { class: 'dialog-body' }, ...[body].flat()),
    el('div', { class: 'dialog-buttons' }, buttons),
  )
  dialog.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null
    if (event.target === dialog) dialog.close('')
    else if (button !== null && button.hasAttribute('value')) dialog.close(button.value)
  })
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue)
    })
  })
}

/** @param {(() => void) | null} retry null: the line is up again */
export function showLineDown(retry) {
  const banner = byId('banner')
  if (banner.hidden === (retry === null)) return
  banner.hidden = retry === null
  if (retry === null) fill(banner)
  else fill(banner, el('span', null, t('connectionLost')), el('button', { class: 'link', onclick: retry }, t('retry')))
}

/** A question or a note belongs to the screen on which it came up. */
export function clearNotices() {
  fill(byId('toasts'))
  for (const dialog of document.querySelectorAll('dialog')) dialog.close('')
}
