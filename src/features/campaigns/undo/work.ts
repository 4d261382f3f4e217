import type { Peer } from '../../../delivery/peer.ts'
import { decodeContent } from '../../../delivery/message.ts'
import type { Work } from '../../../shard/work.ts'
import type { DueAttempt } from '../../../store/store.ts'
import { chatIn, partsIn } from '../../../store/standing.ts'
import type { MessageAddress, MessageEdit, MessageToDelete } from '../../../telegram/contract.ts'
import { addressIn } from '../address.ts'

/** Takes one message back. */
const deleteWork: Work<MessageToDelete> = {
  kind: 'delete',
  lane: 'change',
  parse: (attempt) => ({ ...messageOf(attempt), parts: partsIn(attempt.payload) }),
  execute: (message, { link, signal }) => link.deleteMessage(message, signal),
}

/** Gives one message another text. */
const editWork: Work<MessageEdit> = {
  kind: 'edit',
  lane: 'change',
  parse(attempt) {
    if (attempt.content === null) throw new Error('an edit without a content')
    const { text, entities } = decodeContent(attempt.content)
    return { ...messageOf(attempt), text, entities }
  },
  execute: (edit, { link, signal }) => link.editMessage(edit, signal),
}

export const changeWorks: readonly Work<unknown>[] = [deleteWork, editWork]

function messageOf(attempt: DueAttempt): MessageAddress {
  const { peer, messageId, payload } = attempt
  if (peer === null || messageId === null) throw new Error('a change without a message')
  const chat: Peer = chatIn(payload) ?? peer
  return { to: addressIn(attempt, chat), messageId }
}
