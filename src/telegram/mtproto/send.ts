import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { OutgoingFile } from '../../delivery/media.ts'
import type { OutgoingMessage } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'
import { tlEntities } from './entities.ts'
import { inputMedia } from './file-reference.ts'
import { inputPeer } from './input-peer.ts'

/** Sends a text, files or a forward. @returns the message's id: of the first message, when this `randomId` was used before */
export async function sendMessage(call: Call, message: OutgoingMessage): Promise<Called<readonly number[]>> {
  const got = await call(requestOf(message))
  if (got.type === 'failed') return got
  const { result } = got
  const ids = randomIdsOf(message).map((randomId) => messageIdIn(result, randomId))
  const known = ids.flatMap((id) => id ?? [])
  // It was sent, and the repeat that this failure leads to says under which id.
  return known.length < ids.length ? unreadable(methodOf(message)) : { type: 'answered', result: known }
}

/** As the error table and the lanes know it. */
export function methodOf({ files = [], forward }: OutgoingMessage): string {
  if (forward !== undefined) return 'messages.forwardMessages'
  return files.length === 0
    ? 'messages.sendMessage'
    : files.length === 1
      ? 'messages.sendMedia'
      : 'messages.sendMultiMedia'
}

function randomIdsOf({ files = [], forward, randomId }: OutgoingMessage): readonly string[] {
  if (forward !== undefined) return forward.randomIds
  return files.length > 0 ? files.map((file) => file.randomId) : [randomId]
}

function requestOf(message: OutgoingMessage) {
  const { files = [], forward } = message
  const [file] = files
  if (forward !== undefined) return forwardOf(message, forward)
  if (file === undefined) return textOf(message)
  return files.length === 1 ? mediaOf(message, file) : albumOf(message, files)
}

function textOf(message: OutgoingMessage): Api.messages.SendMessage {
  const { randomId, hasPreview } = message
  const text = { ...placeOf(message), ...saidIn(message) }
  return new Api.messages.SendMessage({ ...text, randomId: checkedRandomId(randomId), noWebpage: hasPreview === false })
}

function mediaOf(message: OutgoingMessage, file: OutgoingFile): Api.messages.SendMedia {
  const randomId = checkedRandomId(file.randomId)
  return new Api.messages.SendMedia({ ...placeOf(message), ...saidIn(message), randomId, media: inputMedia(file) })
}

/** The first part carries the caption, which apps then show below the whole album. */
function albumOf(message: OutgoingMessage, files: readonly OutgoingFile[]): Api.messages.SendMultiMedia {
  const multiMedia = files.map((file, index) => {
    const said = index === 0 ? saidIn(message) : { message: '' }
    return new Api.InputSingleMedia({ ...said, media: inputMedia(file), randomId: checkedRandomId(file.randomId) })
  })
  return new Api.messages.SendMultiMedia({ ...placeOf(message), multiMedia })
}

function forwardOf(
  { to, topicId, isSilent }: OutgoingMessage,
  { from, randomIds }: NonNullable<OutgoingMessage['forward']>,
): Api.messages.ForwardMessages {
  return new Api.messages.ForwardMessages({
    fromPeer: inputPeer(from.to),
    id: [...from.messageIds],
    randomId: randomIds.map(checkedRandomId),
    toPeer: inputPeer(to),
    silent: isSilent === true,
    ...(topicId === null ? {} : { topMsgId: topicId }),
  })
}

function placeOf({ to, topicId, isSilent }: OutgoingMessage) {
  const place = { peer: inputPeer(to), silent: isSilent === true }
  return topicId === null ? place : { ...place, replyTo: topicOf(topicId) }
}

function saidIn({ text, entities, mentionHashes }: OutgoingMessage) {
  return entities.length === 0 ? { message: text } : { message: text, entities: tlEntities(entities, mentionHashes) }
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
