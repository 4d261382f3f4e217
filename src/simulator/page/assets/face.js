// How a peer looks in a list: a round with initials, a name, and a sign of what it is.

import { el, hiddenText } from './dom.js'
import { icon } from './icons.js'
import { t } from './language.js'

/** @import { PeerViewKind } from '../view/peer.ts' */
/** @import { TextKey } from './language.js' */
/** @import { IconName } from './icons.js' */
/** @typedef {{ kind: PeerViewKind, name: string, isGone?: boolean, isForum?: boolean }} Named */

const tints = 7

/**
 * @param {number} id
 * @param {Named} named
 */
export function avatar(id, named) {
  const tint = Math.abs(id) % tints
  const inside = named.isGone === true ? icon('person') : initials(named.name)
  return el('span', { class: `avatar tint-${tint}`, 'aria-hidden': 'true' }, inside)
}

/** @param {Named} named */
export function nameText({ name, isGone }) {
  if (isGone === true && name === '') return t('deletedAccount')
  return isGone === true ? t('deletedAccount') : name.trim() === '' ? t('nameless') : name
}

/** A sign beside the name for everything that is no person. @param {Named} named */
export function kindSign(named) {
  const sign = signs[named.isForum === true ? 'forum' : named.kind]
  if (sign === null) return null
  return el('span', { class: 'kind', title: t(sign.text) }, icon(sign.icon), hiddenText(t(sign.text)))
}

/** @param {Named} named */
export function kindText(named) {
  return t(signs[named.isForum === true ? 'forum' : named.kind]?.text ?? 'kindPerson')
}

/** @type {Record<PeerViewKind | 'forum', { icon: IconName, text: TextKey } | null>} */
const signs = {
  person: null,
  bot: { icon: 'bot', text: 'kindBot' },
  basic: { icon: 'group', text: 'kindGroup' },
  supergroup: { icon: 'group', text: 'kindGroup' },
  channel: { icon: 'channel', text: 'kindChannel' },
  forum: { icon: 'forum', text: 'kindForum' },
}

/**
 * The first letters of the first two words; of a name without letters, nothing. Only blanks part words: Uzbek writes an apostrophe
 * inside of them, by several signs.
 *
 * @param {string} name
 */
function initials(name) {
  const letters = name
    .slice(0, 200)
    .split(/\s+/u)
    .flatMap((word) => /[\p{L}\p{N}]/u.exec(word) ?? [])
  return letters.slice(0, 2).join('').toUpperCase()
}
