import type { OutgoingMessage } from '../contract.ts'
import type { RawApi } from './connection.ts'
import { botEntity } from './entities.ts'

type Payload = Parameters<RawApi['sendMessage']>[0]

/** Sends a text: https://core.telegram.org/bots/api#sendmessage. @returns its id; null where the answer has none */
export async function sendMessage(api: RawApi, message: OutgoingMessage): Promise<number | null> {
  const sent: unknown = await api.sendMessage(payloadOf(message))
  // An answer that says "ok" is no doubt, whatever else is in it.
  const id = typeof sent === 'object' && sent !== null && 'message_id' in sent ? sent.message_id : undefined
  return typeof id === 'number' ? id : null
}

function payloadOf({ to, topicId, text, entities, isSilent, hasPreview }: OutgoingMessage): Payload {
  return {
    chat_id: to.peer,
    text,
    ...(entities.length === 0 ? {} : { entities: entities.map(botEntity) }),
    ...(topicId === null ? {} : { message_thread_id: topicId }),
    ...(isSilent === true ? { disable_notification: true } : {}),
    ...(hasPreview === false ? { link_preview_options: { is_disabled: true } } : {}),
  }
}
