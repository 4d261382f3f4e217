import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { OutgoingMessage } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'
import { tlEntities } from './entities.ts'
import { inputPeer } from './input-peer.ts'

/** Sends a text. @returns the message's id: of the first message, when this `randomId` was used before */
export async function sendMessage(call: Call, message: OutgoingMessage): Promise<Called<number>> {
  const got = await call(requestOf(message))
  if (got.type === 'failed') return got
  const id = messageIdIn(got.result, message.randomId)
  // It was sent, and the repeat that this failure leads to says under which id.
  return id === undefined ? unreadable('messages.sendMessage') : { type: 'answered', result: id }
}

function requestOf(message: OutgoingMessage): Api.messages.SendMessage {
  const { to, topicId, text, entities, randomId, isSilent, hasPreview, mentionHashes } = message
  return new Api.messages.SendMessage({
    peer: inputPeer(to),
    message: text,
    randomId: checkedRandomId(randomId),
    silent: isSilent === true,
    noWebpage: hasPreview === false,
    ...(entities.length === 0 ? {} : { entities: tlEntities(entities, mentionHashes) }),
    ...(topicId === null ? {} : { replyTo: topicOf(topicId) }),
  })
}

/** A topic is addressed by its first message: https://core.telegram.org/api/forum#sending-messages */
function topicOf(topicId: number): Api.InputReplyToMessage {
  return new Api.InputReplyToMessage({ replyToMsgId: topicId, topMsgId: topicId })
}

function checkedRandomId(randomId: string): bigInt.BigInteger {
  const id = bigInt(randomId)
  // GramJS takes 0 for "none given" and draws one, and every repeat would then be another message.
  if (id.isZero()) throw new Error('a random_id of 0 would be replaced by another one for each try')
  return id
}

/** Channels, and every repeat, name it in an update beside the random id; the first call to a user or basic group in short form. */
function messageIdIn(updates: Api.TypeUpdates, randomId: string): number | undefined {
  if (updates instanceof Api.UpdateShortSentMessage) return updates.id
  if (!(updates instanceof Api.Updates || updates instanceof Api.UpdatesCombined)) return undefined
  const named = updates.updates.find(
    (update): update is Api.UpdateMessageID =>
      update instanceof Api.UpdateMessageID && update.randomId?.toString() === randomId,
  )
  return named?.id
}
