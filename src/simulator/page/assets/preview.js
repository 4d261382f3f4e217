// The newest message in one line, for lists.

import { bdi, el } from './dom.js'
import { nameText } from './face.js'
import { t } from './language.js'
import { serviceText } from './service-text.js'

/** @import { LastMessageView } from '../view/dialog.ts' */
/** @import { PeerViewKind } from '../view/peer.ts' */

/**
 * @param {LastMessageView} last
 * @param {PeerViewKind} kind of the chat: in groups it says who wrote
 */
export function preview(last, kind) {
  if (last.action !== null) return el('span', { class: 'aside' }, serviceText(last.author, last.action))
  const isGroup = kind === 'basic' || kind === 'supergroup'
  const who = last.isOut ? t('you') : isGroup ? nameText(last.author) : null
  const said = last.text === '' && last.media !== null ? t(last.media) : last.text
  return el('span', null, who === null ? null : el('span', { class: 'aside' }, bdi(who), ': '), bdi(said))
}
