// The head of a chat: who it is, and what can be done about it.

import { bdi, el, fill } from './dom.js'
import { avatar, kindSign, kindText, nameText } from './face.js'
import { icon } from './icons.js'
import { t } from './language.js'

/** @import { ChatView } from '../view/chat.ts' */

/**
 * @param {object} options
 * @param {string} options.backHref
 * @param {(isBlocked: boolean) => void} options.onBlock
 * @param {() => void} options.onLeave
 */
export function openChatHead({ backHref, onBlock, onLeave }) {
  const face = el('span', { class: 'head-face' })
  const name = el('h2', { id: 'chat-name', class: 'head-name' })
  const detail = el('p', { class: 'head-detail' })
  const menu = el('div', { id: 'chat-menu', class: 'menu', popover: 'auto' })
  const menuButton = el(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      popovertarget: 'chat-menu',
      'aria-label': t('actions'),
      title: t('actions'),
      hidden: true,
    },
    icon('more'),
  )
  const back = el(
    'a',
    { class: 'icon-button back', href: backHref, 'aria-label': t('back'), title: t('back') },
    icon('back'),
  )
  const words = el('div', { class: 'head-words' }, name, detail)
  const root = el('header', { class: 'chat-head' }, back, face, words, menuButton, menu)
  menu.addEventListener('click', () => menu.hidePopover())

  return {
    root,
    /** @param {ChatView} chat @param {number | null} topicId */
    update(chat, topicId) {
      const { peer } = chat
      const topic = chat.topics?.find(({ id }) => id === topicId)
      back.classList.toggle('from-topic', topic !== undefined)
      fill(face, avatar(peer.peer, peer))
      fill(name, bdi(topic?.title ?? nameText(peer)), topic === undefined ? kindSign(peer) : null)
      fill(detail, topic === undefined ? detailOf(chat) : bdi(nameText(peer)))
      const items = menuItems(chat, onBlock, onLeave)
      menuButton.hidden = items.length === 0
      fill(menu, items)
    },
  }
}

/** @param {ChatView} chat */
function detailOf({ peer, membersCount }) {
  const parts = [peer.username === null ? null : `@${peer.username}`]
  if (membersCount === null) parts.unshift(kindText(peer))
  else parts.unshift(t(peer.kind === 'channel' ? 'subscribersCount' : 'membersCount', { n: membersCount }))
  return parts.filter((part) => part !== null).join(' · ')
}

/**
 * @param {ChatView} chat
 * @param {(isBlocked: boolean) => void} onBlock
 * @param {() => void} onLeave
 */
function menuItems(chat, onBlock, onLeave) {
  const item = (/** @type {string} */ label, /** @type {() => void} */ onclick) =>
    el('button', { type: 'button', class: 'menu-item', onclick }, label)
  if (chat.membersCount !== null) return chat.isMember ? [item(t('leave'), onLeave)] : []
  return [item(t(chat.isBlocked ? 'unblock' : 'block'), () => onBlock(!chat.isBlocked))]
}
