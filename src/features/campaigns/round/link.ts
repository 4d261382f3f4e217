import { bareId, parsePeer, peerKind } from '../../../delivery/peer.ts'
import type { RoundGroup } from './verbs.ts'

/**
 * Where its message can be looked at: https://core.telegram.org/api/links#message-links. Private chats and basic groups have no links
 * to their messages.
 * @returns undefined where there is none, the message does not stand, or it is another round's by now
 */
export function messageLink({
  state,
  messageId,
  chat,
  peer,
  topic,
  username,
  change,
  takenBy,
}: RoundGroup): string | undefined {
  const at = parsePeer(chat)
  const isGone = change?.what === 'delete' && change.state === 'sent'
  if (takenBy !== null) return undefined
  if (state !== 'sent' || messageId === null || isGone || at === undefined || peerKind(at) !== 'channel')
    return undefined
  // Of a group that became another one, the name is that of the old one.
  const place = username === null || chat !== peer ? `c/${bareId(at)}` : username
  return `https://t.me/${place}/${topic === 0 ? '' : `${topic}/`}${messageId}`
}
