// Buttons under a message.

import { bdi, el } from './dom.js'
import { icon } from './icons.js'
import { safeUrl, telegramLink } from './rich-text.js'

/** @import { InlineButtonView } from '../view/markup.ts' */

/**
 * @param {readonly (readonly InlineButtonView[])[]} rows
 * @param {(button: InlineButtonView, element: HTMLButtonElement) => void} onPress
 */
export function inlineKeyboard(rows, onPress) {
  if (rows.length === 0) return null
  const lines = rows.map((row) =>
    el(
      'div',
      { class: 'inline-row' },
      row.map((button) => inlineButton(button, onPress)),
    ),
  )
  return el('div', { class: 'inline-keyboard' }, lines)
}

/** @param {InlineButtonView} button @param {(button: InlineButtonView, element: HTMLButtonElement) => void} onPress */
function inlineButton(button, onPress) {
  const label = el('span', { class: 'inline-label' }, bdi(button.text))
  const href = button.does.type === 'url' && telegramLink(button.does.url) === null ? safeUrl(button.does.url) : null
  if (href !== null) {
    return el(
      'a',
      { class: 'inline-button', href, target: '_blank', rel: 'noopener noreferrer', title: href.slice(0, 300) },
      label,
      icon('link'),
    )
  }
  const element = el(
    'button',
    { type: 'button', class: 'inline-button', onclick: () => onPress(button, element) },
    label,
  )
  return element
}
