// The bot's buttons below the input.

import { bdi, el, fill } from './dom.js'
import { t } from './language.js'

/** @import { KeyboardView } from '../view/chat.ts' */
/** @import { KeyButtonView } from '../view/markup.ts' */

/** @param {(button: KeyButtonView) => void} onPress */
export function openReplyKeyboard(onPress) {
  const root = el('div', {
    class: 'reply-keyboard',
    id: 'reply-keyboard',
    role: 'group',
    'aria-label': t('keyboard'),
    hidden: true,
  })
  /** @type {KeyboardView | null} */
  let shown = null

  return {
    root,
    /** @param {KeyboardView | null} keyboard */
    set(keyboard) {
      // The same keyboard again must not open what the person has folded.
      if (keyboard?.messageId === shown?.messageId && keyboard?.isUsed === shown?.isUsed) return
      shown = keyboard
      root.hidden = keyboard === null || keyboard.isUsed || keyboard.rows.length === 0
      const rows = keyboard?.rows ?? []
      fill(
        root,
        rows.map((row) =>
          el(
            'div',
            { class: 'key-row' },
            row.map((button) => key(button, onPress)),
          ),
        ),
      )
    },
    /** @param {boolean} isOpen */
    fold(isOpen) {
      root.hidden = !isOpen || shown === null
    },
    get exists() {
      return shown !== null && shown.rows.length > 0
    },
    get isOneTime() {
      return shown?.isOneTime === true
    },
    get placeholder() {
      return shown?.placeholder ?? ''
    },
  }
}

/** @param {KeyButtonView} button @param {(button: KeyButtonView) => void} onPress */
function key(button, onPress) {
  return el('button', { type: 'button', class: 'key', onclick: () => onPress(button) }, bdi(button.text))
}
