// What a service message says.

import { bdi } from './dom.js'
import { nameText } from './face.js'
import { phrase } from './language.js'

/** @import { ActionView, AuthorView } from '../view/message.ts' */

/**
 * @param {AuthorView} author
 * @param {ActionView} action
 * @returns {(string | Node)[]}
 */
export function serviceText(author, action) {
  const who = nameText(author)
  const title = action.title ?? ''
  switch (action.type) {
    case 'created':
      return author.kind === 'channel' ? phrase('createdChannel', {}) : phrase('createdGroup', { who, title })
    case 'joined':
      return joined(author, action)
    case 'left':
      return action.people[0]?.peer === author.peer
        ? phrase('left', { who })
        : phrase('removed', { who, people: names(action) })
    case 'titleChanged':
      return phrase('renamed', { who, title })
    case 'migratedTo':
    case 'migratedFrom':
      return phrase('becameSupergroup', {})
    case 'topicCreated':
      return phrase('topicCreated', { who, title })
    case 'topicEdited':
      if (action.title !== null) return phrase('topicRenamed', { who, title })
      return phrase(action.isClosed === true ? 'topicWasClosed' : 'topicReopened', { who })
    case 'pinned':
      return phrase('pinned', { who })
  }
}

/** @param {AuthorView} author @param {ActionView} action */
function joined(author, action) {
  const isAlone = action.people.length === 1 && action.people[0]?.peer === author.peer
  const who = nameText(author)
  if (isAlone) return phrase(action.isByLink ? 'joinedByLink' : 'joined', { who })
  return phrase('added', { who, people: names(action) })
}

/** @param {ActionView} action */
function names({ people }) {
  const fragment = document.createDocumentFragment()
  for (const [index, person] of people.entries()) fragment.append(index === 0 ? '' : ', ', bdi(nameText(person)))
  return fragment
}
