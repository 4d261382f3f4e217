// Where one writes: the input, the bot's commands, what is answered, and why a message was refused.

import { bdi, el, fill } from './dom.js'
import { nameText } from './face.js'
import { icon } from './icons.js'
import { phrase, spanOf, t } from './language.js'
import { openReplyKeyboard } from './reply-keyboard.js'

/** @import { BotCommand } from '../../world/model.ts' */
/** @import { KeyboardView } from '../view/chat.ts' */
/** @import { MessageView } from '../view/message.ts' */

/** What was begun and not sent, per chat, until the page is closed. @type {Map<string, string>} */
const drafts = new Map()

/**
 * @param {object} options
 * @param {string} options.draftKey
 * @param {(text: string, replyToId: number | null) => Promise<string | null>} options.onSend the reason when it is refused
 * @param {() => Promise<string | null>} options.onContact
 * @param {() => void} options.onUnsupported
 */
export function openComposer({ draftKey, onSend, onContact, onUnsupported }) {
  /** @type {readonly BotCommand[]} */
  let commands = []
  /** @type {MessageView | null} */
  let replyTo = null
  let chosen = -1

  const input = el('textarea', {
    class: 'input',
    rows: 1,
    dir: 'auto',
    maxlength: 20000,
    'aria-label': t('newMessage'),
    placeholder: t('newMessage'),
    autocomplete: 'off',
    'aria-describedby': 'send-problem',
  })
  const problem = el('p', { class: 'problem', id: 'send-problem', role: 'alert', hidden: true })
  const hint = el('p', { class: 'hint', hidden: true })
  const replyBar = el('div', { class: 'reply-bar', hidden: true })
  const commandList = el('ul', {
    class: 'commands',
    id: 'commands',
    role: 'listbox',
    'aria-label': t('commands'),
    hidden: true,
  })
  const commandButton = toolButton('command', t('commands'), 'commands', toggleCommands)
  const keyboardButton = toolButton('keyboard', t('showKeyboard'), 'reply-keyboard', toggleKeyboard)
  const sendButton = el(
    'button',
    { type: 'submit', class: 'icon-button send', 'aria-label': t('send'), title: t('send') },
    icon('send'),
  )
  const keyboard = openReplyKeyboard(pressKey)
  const form = el('form', { class: 'composer', novalidate: true }, commandButton, input, keyboardButton, sendButton)
  const root = el('div', { class: 'composer-box' }, commandList, problem, hint, replyBar, form, keyboard.root)

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  input.addEventListener('input', () => {
    drafts.set(draftKey, input.value)
    grow()
    suggest()
  })
  input.addEventListener('keydown', onKey)
  input.value = drafts.get(draftKey) ?? ''

  async function submit() {
    const text = input.value.trim()
    if (text === '') return
    // Emptied at once, as a phone does it; what is refused comes back.
    setText('')
    const reason = await onSend(text, replyTo?.id ?? null)
    if (reason === null) setReply(null)
    else if (input.value === '') setText(text)
    showProblem(reason)
  }

  /** @param {string} text */
  async function sendNow(text) {
    hideCommands()
    showProblem(await onSend(text, null))
  }

  /** @param {{ text: string, does: string }} button */
  async function pressKey({ text, does }) {
    if (does === 'unsupported') return onUnsupported()
    const reason = does === 'contact' ? await onContact() : await onSend(text, null)
    showProblem(reason)
    if (reason === null && keyboard.isOneTime) foldKeyboard(false)
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.isComposing) return
    if (!commandList.hidden && onCommandKey(event)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void submit()
    } else if (event.key === 'Escape' && replyTo !== null) {
      event.stopPropagation()
      setReply(null)
    }
  }

  /** @param {KeyboardEvent} event @returns {boolean} it was for the list */
  function onCommandKey(event) {
    const items = [...commandList.children]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Escape') hideCommands()
    else if (step !== 0) choose((chosen + step + items.length) % items.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) {
      const item = items[chosen]
      if (item instanceof HTMLElement) item.click()
    } else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  function suggest() {
    const typed = /^\/(\w*)$/.exec(input.value)
    if (typed === null) return hideCommands()
    showCommands(commands.filter(({ command }) => command.startsWith((typed[1] ?? '').toLowerCase())))
  }

  function toggleCommands() {
    if (commandList.hidden) showCommands(commands)
    else hideCommands()
    input.focus()
  }

  /** @param {readonly BotCommand[]} shown */
  function showCommands(shown) {
    if (shown.length === 0) return hideCommands()
    const items = shown.map(({ command, description }, index) =>
      el(
        'li',
        { class: 'command', role: 'option', id: `command-${index}`, onclick: () => pick(command) },
        el('code', null, `/${command}`),
        bdi(description),
      ),
    )
    fill(commandList, items)
    commandList.hidden = false
    commandButton.setAttribute('aria-expanded', 'true')
    choose(0)
  }

  /** @param {string} command */
  function pick(command) {
    setText('')
    void sendNow(`/${command}`)
    input.focus()
  }

  function hideCommands() {
    commandList.hidden = true
    chosen = -1
    commandButton.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  /** @param {number} index */
  function choose(index) {
    chosen = index
    for (const [at, item] of [...commandList.children].entries())
      item.setAttribute('aria-selected', String(at === index))
    commandList.children[index]?.scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', `command-${index}`)
  }

  function toggleKeyboard() {
    foldKeyboard(Boolean(keyboard.root.hidden))
  }

  /** @param {boolean} isOpen */
  function foldKeyboard(isOpen) {
    keyboard.fold(isOpen)
    labelKeyboardButton()
  }

  function labelKeyboardButton() {
    const isOpen = !keyboard.root.hidden
    const label = t(isOpen ? 'hideKeyboard' : 'showKeyboard')
    keyboardButton.hidden = !keyboard.exists
    keyboardButton.setAttribute('aria-label', label)
    keyboardButton.title = label
    keyboardButton.setAttribute('aria-expanded', String(isOpen))
  }

  /** @param {string} text */
  function setText(text) {
    input.value = text
    drafts.set(draftKey, text)
    hideCommands()
    grow()
  }

  function grow() {
    input.style.height = 'auto'
    input.style.height = `${Math.min(input.scrollHeight, 160)}px`
    sendButton.disabled = input.value.trim() === ''
  }

  /** @param {string | null} reason */
  function showProblem(reason) {
    problem.hidden = reason === null
    fill(problem, reason)
  }

  /** @param {MessageView | null} message */
  function setReply(message) {
    replyTo = message
    replyBar.hidden = message === null
    if (message === null) return fill(replyBar)
    const close = el(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': t('cancelReply'),
        title: t('cancelReply'),
        onclick: () => setReply(null),
      },
      icon('close'),
    )
    const words = el(
      'div',
      { class: 'reply-words' },
      el('strong', null, phrase('replyTo', { who: nameText(message.author) })),
      el('span', { dir: 'auto' }, message.text.slice(0, 200)),
    )
    fill(replyBar, icon('reply'), words, close)
    input.focus()
  }

  return {
    root,
    setReply,
    sendNow,
    showProblem,
    forgetOffline: () => problem.textContent === t('OFFLINE') && showProblem(null),
    grow,
    focus: () => input.focus(),
    /** @param {{ commands: readonly BotCommand[], keyboard: KeyboardView | null, slowModeSeconds: number }} state */
    update(state) {
      commands = state.commands
      commandButton.hidden = commands.length === 0
      keyboard.set(state.keyboard)
      labelKeyboardButton()
      input.placeholder = keyboard.placeholder === '' ? t('newMessage') : keyboard.placeholder
      hint.hidden = state.slowModeSeconds === 0
      fill(hint, state.slowModeSeconds === 0 ? null : slowModeText(state.slowModeSeconds))
      grow()
    },
  }
}

/**
 * @param {import('./icons.js').IconName} name
 * @param {string} label
 * @param {string} controls
 * @param {() => void} onclick
 */
function toolButton(name, label, controls, onclick) {
  return el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      title: label,
      'aria-controls': controls,
      'aria-expanded': 'false',
      hidden: true,
      onclick,
    },
    icon(name),
  )
}

/** @param {number} seconds */
function slowModeText(seconds) {
  const { unit, n } = spanOf(seconds)
  return t(`slowMode${unit}`, { n })
}
