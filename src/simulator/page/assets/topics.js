// The topics of a forum.

import { shortDateText } from './dates.js'
import { bdi, el } from './dom.js'
import { icon } from './icons.js'
import { t } from './language.js'
import { preview } from './preview.js'
import { routeHref } from './route.js'

/** @import { ChatView, TopicView } from '../view/chat.ts' */

/** @param {number} personId @param {ChatView} chat */
export function topicList(personId, chat) {
  const topics = chat.topics ?? []
  if (topics.length === 0) return el('p', { class: 'empty-chat' }, t('noTopics'))
  const items = topics.map((topic) =>
    el('li', null, topicRow(routeHref({ userId: personId, peer: chat.peer.peer, topic: topic.id }), topic)),
  )
  return el('div', { class: 'topics' }, el('h3', { class: 'section' }, t('topics')), el('ul', { class: 'list' }, items))
}

/** @param {string} href @param {TopicView} topic */
function topicRow(href, { id, title, isClosed, last }) {
  const time = last === null ? null : el('time', { class: 'line-time' }, shortDateText(last.atMs))
  const closed = isClosed ? el('span', { class: 'kind', title: t('topicClosed') }, icon('lock')) : null
  return el(
    'a',
    { class: 'line', href },
    el('span', { class: `avatar tint-${id % 7}`, 'aria-hidden': 'true' }, icon('forum')),
    el(
      'span',
      { class: 'line-words' },
      el('span', { class: 'line-top' }, el('span', { class: 'line-name' }, bdi(title)), closed, time),
      el('span', { class: 'line-bottom' }, el('span', { class: 'line-text' }, last && preview(last, 'supergroup'))),
    ),
  )
}
