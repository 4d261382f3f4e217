import type { Message, MessageContent, User } from './model.ts'
import { badRequest } from './refusal.ts'

/** https://core.telegram.org/bots/api: 1-4096 characters after entity parsing, 0-1024 for a caption (2048 for premium accounts). */
const textMax = 4096
const captionMax = 1024
const captionPremiumMax = 2048

/** Ours, because Telegram tells no numbers: characters of links and languages in one message, and of its keyboard as JSON. */
const entitiesTextMax = 8192
const markupMax = 65_536

/** @throws Refusal MESSAGE_EMPTY, MESSAGE_TOO_LONG, MEDIA_CAPTION_TOO_LONG, ENTITIES_TOO_LONG or REPLY_MARKUP_TOO_LONG. */
export function checkContent(content: Partial<MessageContent>, sender: User): void {
  const text = content.text ?? ''
  const entitiesText = (content.entities ?? []).map(({ url, language }) => `${url ?? ''}${language ?? ''}`).join('')
  if (entitiesText.length > entitiesTextMax) throw badRequest('ENTITIES_TOO_LONG')
  if (content.markup != null && JSON.stringify(content.markup).length > markupMax)
    throw badRequest('REPLY_MARKUP_TOO_LONG')
  if (content.media == null) {
    if (text.trim() === '') throw badRequest('MESSAGE_EMPTY')
    if (text.length > textMax) throw badRequest('MESSAGE_TOO_LONG')
    return
  }
  if (text.length > (sender.premium ? captionPremiumMax : captionMax)) throw badRequest('MEDIA_CAPTION_TOO_LONG')
}

/** Would nobody see the difference? */
export function isSameContent(one: Message, other: Message): boolean {
  return contentOf(one) === contentOf(other)
}

function contentOf(message: Message): string {
  return JSON.stringify([message.text, message.entities, message.media, message.markup])
}
