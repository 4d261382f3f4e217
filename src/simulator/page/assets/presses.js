// Inline buttons that wait for their bot.

import { el } from './dom.js'
import { t } from './language.js'
import { post, reasonOf } from './api.js'
import { alertBox, openDialog, toast } from './notice.js'
import { safeUrl, telegramLink } from './rich-text.js'

/** @import { LiveEvent } from '../live.ts' */

/** As long as a phone shows the little clock on a button: https://core.telegram.org/bots/api#callbackquery asks bots to answer. */
const waitMs = 10_000

/** @typedef {{ element: HTMLButtonElement, timer: ReturnType<typeof setTimeout> }} Press */

/** @param {{ onLink(url: string): void }} actions */
export function openPresses({ onLink }) {
  /** @type {Map<string, Press>} */
  const waiting = new Map()

  /** @param {string} pressId */
  function finish(pressId) {
    const press = waiting.get(pressId)
    if (press === undefined) return false
    waiting.delete(pressId)
    clearTimeout(press.timer)
    press.element.removeAttribute('aria-busy')
    return true
  }

  /** @param {string} url */
  async function offer(url) {
    const ours = telegramLink(url)
    if (ours !== null) return onLink(ours)
    const href = safeUrl(url)
    if (href === null) return toast(t('linkNowhere'))
    const open = el('a', { class: 'button', href, target: '_blank', rel: 'noopener noreferrer' }, t('openLink'))
    const close = el('button', { class: 'button quiet', value: '' }, t('close'))
    await openDialog(t('openLink'), el('p', { class: 'wrap' }, href.slice(0, 500)), [close, open])
  }

  return {
    /** @param {string} chatPath @param {{ messageId: number, data: string }} pressed @param {HTMLButtonElement} element */
    async press(chatPath, pressed, element) {
      if (element.hasAttribute('aria-busy')) return
      // Chosen here and not by the server: the answer may be faster than the answer to this request.
      const pressId = crypto.randomUUID()
      const timer = setTimeout(() => finish(pressId) && toast(t('noAnswer')), waitMs)
      waiting.set(pressId, { element, timer })
      element.setAttribute('aria-busy', 'true')
      try {
        await post(`${chatPath}/press`, { ...pressed, pressId })
      } catch (error) {
        finish(pressId)
        toast(reasonOf(error))
      }
    },

    /** @param {Extract<LiveEvent, { type: 'answered' }>} answer */
    answered({ pressId, text, isAlert, url }) {
      if (!finish(pressId)) return
      if (url !== null) void offer(url)
      else if (text !== '' && isAlert) void alertBox(text)
      else if (text !== '') toast(text)
    },

    close() {
      for (const pressId of waiting.keys()) finish(pressId)
    },
  }
}
