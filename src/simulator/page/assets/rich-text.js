// Text with its entities, as elements. The text is hostile: it becomes text nodes, and links lead only where a link may.

import { el, hiddenText } from './dom.js'
import { t } from './language.js'

/** @import { Entity } from '../../world/model.ts' */
/** @typedef {{ onLink(url: string): void, onCommand(text: string): void, onPeer(peer: number): void }} LinkActions */
/** @typedef {Entity & { start: number, end: number }} Span */

// More than Telegram keeps in one message (https://limits.tginfo.me: 100); a longer list is somebody's joke.
const entitiesMax = 200

/**
 * Offsets are in UTF-16 code units, as JavaScript's own; entities may contain and even cut one another.
 *
 * @param {string} text
 * @param {readonly Entity[]} entities
 * @param {LinkActions} actions
 * @returns {(Node | string)[]}
 */
export function richText(text, entities, actions) {
  const spans = entities
    .slice(0, entitiesMax)
    .map((entity) => ({ ...entity, start: entity.offset, end: Math.min(entity.offset + entity.length, text.length) }))
    .filter(({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end)
  return build({ text, actions }, 0, text.length, inOrder(spans))
}

/**
 * The address that a browser may open, or null: other schemes than these can act in our name.
 *
 * @param {string} text
 */
export function safeUrl(text) {
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text)
  if (hasScheme && !/^(?:https?:\/\/|mailto:)/i.test(text)) return null
  try {
    return new URL(hasScheme ? text : `https://${text}`).href
  } catch {
    return null
  }
}

/**
 * A link to somebody in this Telegram, in its t.me form; null for the rest of the web.
 *
 * @param {string} text
 */
export function telegramLink(text) {
  if (/^(?:https?:\/\/)?(?:t|telegram)\.me\/./i.test(text)) return text
  const deep = /^tg:(?:\/\/)?resolve\/?\?(.*)$/i.exec(text)
  if (deep === null) return null
  const query = new URLSearchParams(deep[1])
  const start = query.get('start')
  return `https://t.me/${query.get('domain') ?? ''}${start === null ? '' : `?start=${start}`}`
}

/**
 * @param {{ text: string, actions: LinkActions }} message
 * @param {number} from
 * @param {number} to
 * @param {Span[]} spans
 * @returns {(Node | string)[]}
 */
function build(message, from, to, spans) {
  /** @type {(Node | string)[]} */
  const nodes = []
  let at = from
  let rest = spans
  while (rest.length > 0) {
    const [span, ...others] = rest
    if (span === undefined) break
    pushText(nodes, message.text.slice(at, span.start))
    const inside = others
      .filter(({ start }) => start < span.end)
      .map((one) => ({ ...one, end: Math.min(one.end, span.end) }))
    nodes.push(element(span, build(message, span.start, span.end, inside), message))
    // What reaches beyond this one goes on after it, as an element of its own.
    const beyond = others
      .filter(({ end }) => end > span.end)
      .map((one) => ({ ...one, start: Math.max(one.start, span.end) }))
    at = span.end
    rest = inOrder(beyond)
  }
  pushText(nodes, message.text.slice(at, to))
  return nodes
}

/** A block brings its own line break. @param {(Node | string)[]} nodes @param {string} text */
function pushText(nodes, text) {
  const last = nodes.at(-1)
  const isAfterBlock = last instanceof HTMLElement && /^(?:PRE|BLOCKQUOTE)$/.test(last.tagName)
  const shown = isAfterBlock ? text.replace(/^\n/, '') : text
  if (shown !== '') nodes.push(shown)
}

/** @param {Span[]} spans */
function inOrder(spans) {
  return spans.toSorted((one, other) => one.start - other.start || other.end - one.end)
}

/**
 * @param {Span} span
 * @param {(Node | string)[]} content
 * @param {{ text: string, actions: LinkActions }} message
 */
function element(span, content, { text, actions }) {
  const covered = text.slice(span.start, span.end)
  switch (span.type) {
    case 'bold':
      return el('strong', null, content)
    case 'italic':
      return el('em', null, content)
    case 'underline':
      return el('u', null, content)
    case 'strikethrough':
      return el('s', null, content)
    case 'code':
      return el('code', null, content)
    case 'pre':
      return el('pre', { 'data-language': span.language ?? null }, el('code', null, content))
    case 'blockquote':
    case 'expandable_blockquote':
      return el('blockquote', null, content)
    case 'spoiler':
      return spoiler(content)
    case 'url':
      return link(covered, content, actions)
    case 'text_link':
      return link(span.url ?? '', content, actions)
    case 'email':
      return link(`mailto:${covered}`, content, actions)
    case 'mention':
      return textButton(content, () => actions.onLink(covered))
    case 'text_mention':
      return textButton(content, () => actions.onPeer(span.userId ?? 0))
    case 'bot_command':
      return textButton(content, () => actions.onCommand(covered))
    case 'hashtag':
    case 'cashtag':
      return el('span', { class: 'tag' }, content)
    default:
      return el('span', null, content)
  }
}

/**
 * @param {string} target
 * @param {(Node | string)[]} content
 * @param {LinkActions} actions
 */
function link(target, content, actions) {
  const ours = telegramLink(target)
  if (ours !== null) return textButton(content, () => actions.onLink(ours))
  const href = safeUrl(target)
  if (href === null) return el('span', null, content)
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer', title: href.slice(0, 300) }, content)
}

/** @param {(Node | string)[]} content @param {() => void} onclick */
function textButton(content, onclick) {
  return el('button', { type: 'button', class: 'link', onclick }, content)
}

/** Hidden until pressed, from a screen reader too. @param {(Node | string)[]} content */
function spoiler(content) {
  const hidden = el('span', { class: 'spoiler-text', 'aria-hidden': 'true', inert: true }, content)
  const cover = el('span', { class: 'spoiler', role: 'button', tabindex: 0 }, hiddenText(t('showSpoiler')), hidden)
  const show = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    cover.replaceWith(el('span', { class: 'spoiler shown' }, content))
  }
  cover.addEventListener('click', show)
  cover.addEventListener('keydown', show)
  return cover
}
