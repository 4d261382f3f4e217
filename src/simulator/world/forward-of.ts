import type { ForwardOrigin, Message } from './model.ts'
import type { Peer } from './peer.ts'

export interface ForwardOptions {
  readonly topicId?: number | null
  readonly dropAuthor?: boolean
  readonly isSilent?: boolean
}

/** The draft of a message's copy for another chat. */
export function forwardOf(message: Message, fromId: number, to: Peer, options: ForwardOptions) {
  const { text, entities, media, groupedId } = message
  const { topicId = null, isSilent = false } = options
  const forward = options.dropAuthor === true ? null : originOf(message)
  return { fromId, to, text, entities, media, groupedId, topicId, forward, isSilent }
}

/** Where a forwarded message first came from; a forward of a forward keeps the first origin. */
function originOf(message: Message): ForwardOrigin {
  return message.forward ?? { fromId: message.fromId, messageId: message.id, atMs: message.atMs }
}
