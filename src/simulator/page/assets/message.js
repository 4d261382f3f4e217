// One message.

import { dayText, timeText } from './dates.js'
import { bdi, el, hiddenText } from './dom.js'
import { avatar, nameText } from './face.js'
import { icon } from './icons.js'
import { inlineKeyboard } from './inline-keyboard.js'
import { phrase, sizeText, t } from './language.js'
import { richText } from './rich-text.js'
import { serviceText } from './service-text.js'

/** @import { MediaView, MessageView, QuoteView } from '../view/message.ts' */
/** @import { InlineButtonView } from '../view/markup.ts' */
/** @import { LinkActions } from './rich-text.js' */

/**
 * @typedef {LinkActions & {
 *   onReply(message: MessageView): void,
 *   onJump(messageId: number): void,
 *   onInlineButton(message: MessageView, button: InlineButtonView, element: HTMLButtonElement): void,
 * }} MessageActions
 */

/**
 * @typedef {object} Surroundings
 * @property {boolean} isNewDay a line with the date stands above it
 * @property {boolean} isRun the one above is by the same author and close in time
 * @property {boolean} showsAuthor in groups
 */

/**
 * @param {MessageView} message
 * @param {Surroundings} around
 * @param {MessageActions} actions
 */
export function messageRow(message, around, actions) {
  const content = message.action === null ? bubble(message, around, actions) : serviceLine(message)
  const day = around.isNewDay ? el('div', { class: 'day' }, el('span', null, dayText(message.atMs))) : null
  const kind = message.action === null ? (message.isOut ? 'out' : 'in') : 'service'
  const run = around.isRun ? ' run' : ''
  return el('li', { class: `row ${kind}${run}`, id: `message-${message.id}` }, day, content)
}

/** What a screen reader says of a message that comes in. @param {MessageView} message */
export function spokenMessage(message) {
  if (message.action !== null) return plainText(serviceText(message.author, message.action))
  const said = [message.media === null ? '' : mediaName(message.media), message.text]
    .filter((text) => text !== '')
    .join(', ')
  return `${nameText(message.author)}: ${said.slice(0, 300)}`
}

/** @param {MessageView} message */
function serviceLine(message) {
  const text = message.action === null ? [] : serviceText(message.author, message.action)
  return el('div', { class: 'service-line' }, el('span', null, text))
}

/** @param {MessageView} message @param {Surroundings} around @param {MessageActions} actions */
function bubble(message, around, actions) {
  const { author, media, text, quote, forwardedFrom, isOut } = message
  const face =
    around.showsAuthor && !isOut
      ? el('span', { class: 'face' }, around.isRun ? null : avatar(author.peer, author))
      : null
  const isNamed = around.showsAuthor && !isOut && !around.isRun
  const tint = Math.abs(author.peer) % 7
  const name = isNamed ? el('div', { class: `author ink-${tint}` }, bdi(nameText(author))) : null
  const body = el(
    'div',
    { class: media?.type === 'file' && media.kind === 'photo' ? 'bubble with-photo' : 'bubble' },
    isNamed ? name : hiddenText(isOut ? `${t('you')}:` : `${nameText(author)}:`),
    forwardedFrom && el('div', { class: 'forwarded' }, phrase('forwardedFrom', { who: nameText(forwardedFrom) })),
    quote && quoteBox(quote, actions),
    media && mediaBox(media),
    text === '' ? null : el('div', { class: 'text', dir: 'auto' }, richText(text, message.entities, actions)),
    stamp(message),
  )
  // At every message: the history hides them all where nothing can be written.
  const reply = el(
    'button',
    {
      type: 'button',
      class: 'icon-button reply-button',
      'aria-label': t('reply'),
      title: t('reply'),
      onclick: () => actions.onReply(message),
    },
    icon('reply'),
  )
  const keyboard = inlineKeyboard(message.buttons, (button, element) =>
    actions.onInlineButton(message, button, element),
  )
  return el(
    'div',
    { class: 'bubble-line' },
    face,
    el('div', { class: 'bubble-stack' }, el('div', { class: 'bubble-and-reply' }, body, reply), keyboard),
  )
}

/** @param {MessageView} message */
function stamp({ atMs, isEdited }) {
  const time = el('time', { datetime: new Date(atMs).toISOString() }, timeText(atMs))
  return el('div', { class: 'stamp' }, isEdited ? el('span', null, t('edited')) : null, time)
}

/** @param {QuoteView} quote @param {MessageActions} actions */
function quoteBox({ id, author, text, media }, actions) {
  const said = text === '' && media !== null ? t(media) : text
  const tint = Math.abs(author.peer) % 7
  return el(
    'button',
    { type: 'button', class: `quote ink-${tint}`, onclick: () => actions.onJump(id) },
    el('strong', null, bdi(nameText(author))),
    el('span', { dir: 'auto' }, said),
  )
}

/** @param {MediaView} media */
function mediaBox(media) {
  if (media.type === 'contact') return contactCard(media)
  if (media.type === 'location') {
    const place = `${media.latitude.toFixed(5)}, ${media.longitude.toFixed(5)}`
    return card(icon('place'), t('location'), place)
  }
  return media.kind === 'photo' ? photo(media) : fileCard(media)
}

/** @param {Extract<MediaView, { type: 'contact' }>} contact */
function contactCard({ phone, firstName, lastName, userId }) {
  const name = `${firstName} ${lastName}`.trim()
  return card(avatar(userId ?? 0, { kind: 'person', name }), bdi(name), `+${phone.replace(/^\+/, '')}`)
}

/**
 * Its place is kept free while it loads; where it cannot be shown, a card takes its place.
 *
 * @param {Extract<MediaView, { type: 'file' }>} file
 */
function photo(file) {
  const { fileId, width, height } = file
  const size = width > 0 && height > 0 ? { width, height } : {}
  const image = el('img', { src: `/phone/file/${fileId}`, alt: t('photo'), loading: 'lazy', ...size })
  image.addEventListener('error', () => image.replaceWith(fileCard(file)))
  return image
}

/** @param {Extract<MediaView, { type: 'file' }>} file */
function fileCard(file) {
  const name = file.name === '' ? t(file.kind) : file.name
  const link = el(
    'a',
    { href: `/phone/file/${file.fileId}`, download: name.slice(0, 200), class: 'card-link', title: t('download') },
    bdi(name),
  )
  return card(icon('file'), link, `${t(file.kind)} · ${sizeText(file.sizeBytes)}`)
}

/** @param {Node} sign @param {Node | string} title @param {string} detail */
function card(sign, title, detail) {
  return el(
    'div',
    { class: 'card' },
    el('span', { class: 'card-sign' }, sign),
    el('div', { class: 'card-words' }, el('strong', null, title), el('small', null, detail)),
  )
}

/** @param {MediaView} media */
function mediaName(media) {
  return t(media.type === 'file' ? media.kind : media.type)
}

/** @param {(string | Node)[]} parts */
function plainText(parts) {
  return parts.map((part) => (typeof part === 'string' ? part : (part.textContent ?? ''))).join('')
}
