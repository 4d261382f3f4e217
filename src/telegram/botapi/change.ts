import type { MessageAddress, MessageEdit } from '../contract.ts'
import type { RawApi } from './connection.ts'
import { botEntity } from './entities.ts'

/** https://core.telegram.org/bots/api#deletemessage */
export async function deleteMessage(api: RawApi, { to, messageId }: MessageAddress): Promise<unknown> {
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
