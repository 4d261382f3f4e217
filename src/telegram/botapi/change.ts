import type { MessageEdit, MessageToDelete } from '../contract.ts'
import type { RawApi } from './connection.ts'
import { botEntity } from './entities.ts'

/** https://core.telegram.org/bots/api#deletemessage, and of an album https://core.telegram.org/bots/api#deletemessages */
export async function deleteMessage(api: RawApi, { to, messageId, parts = [] }: MessageToDelete): Promise<unknown> {
  if (parts.length > 0) return api.deleteMessages({ chat_id: to.peer, message_ids: [messageId, ...parts] })
  return api.deleteMessage({ chat_id: to.peer, message_id: messageId })
}

/** https://core.telegram.org/bots/api#editmessagetext */
export async function editMessage(api: RawApi, { to, messageId, text, entities }: MessageEdit): Promise<unknown> {
  return api.editMessageText({
    chat_id: to.peer,
    message_id: messageId,
    text,
    ...(entities.length === 0 ? {} : { entities: entities.map(botEntity) }),
  })
}

/** The same below files, of which Telegram keeps the text apart: https://core.telegram.org/bots/api#editmessagecaption */
export async function editCaption(api: RawApi, { to, messageId, text, entities }: MessageEdit): Promise<unknown> {
  return api.editMessageCaption({
    chat_id: to.peer,
    message_id: messageId,
    caption: text,
    ...(entities.length === 0 ? {} : { caption_entities: entities.map(botEntity) }),
  })
}

/** How Telegram says of a message that it is a file, whose text is its caption. */
export function isCaptioned(error: string): boolean {
  return error.includes('there is no text in the message to edit')
}
