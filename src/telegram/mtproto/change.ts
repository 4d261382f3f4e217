import bigInt from 'big-integer'
import { Api } from 'telegram'
import { bareId, peerKind } from '../../delivery/peer.ts'
import type { MessageEdit, MessageToDelete } from '../contract.ts'
import type { Call, Called } from './call.ts'
import { tlEntities } from './entities.ts'
import { inputPeer } from './input-peer.ts'

/** Takes a message back, for everybody: https://core.telegram.org/api/deletion. What is gone already is passed over. */
export async function deleteMessage(call: Call, message: MessageToDelete): Promise<Called<unknown>> {
  const { to, messageId, parts = [] } = message
  const id = [messageId, ...parts]
  // Channels and supergroups count their messages themselves; all others share the counter of the account.
  if (peerKind(to.peer) !== 'channel') return call(new Api.messages.DeleteMessages({ id, revoke: true }))
  const channel = new Api.InputChannel({
    channelId: bigInt(bareId(to.peer)),
    accessHash: bigInt(to.accessHash ?? '0'),
  })
  return call(new Api.channels.DeleteMessages({ channel, id }))
}

/** Gives a message another text: https://core.telegram.org/method/messages.editMessage. */
export async function editMessage(call: Call, edit: MessageEdit): Promise<Called<unknown>> {
  const { to, messageId, text, entities } = edit
  return call(
    new Api.messages.EditMessage({
      peer: inputPeer(to),
      id: messageId,
      message: text,
      ...(entities.length === 0 ? {} : { entities: tlEntities(entities) }),
    }),
  )
}
