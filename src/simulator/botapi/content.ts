import type { Draft } from '../world/messages.ts'
import type { Message, ReplyMarkup } from '../world/model.ts'
import { badRequest } from './bot-error.ts'
import type { BotCall } from './call.ts'
import { formattedText } from './formatting/format.ts'
import type { FormattedText } from './formatting/formatted-text.ts'
import { flagOf, integerOf, textOf } from './http/args.ts'
import { isInline, replyMarkup } from './keyboard.ts'
import { messageIn, placeFor, topicIn } from './place.ts'
import type { Place } from './place.ts'

/** https://core.telegram.org/bots/api#sendmessage, #sendphoto: after entity parsing. */
const textMax = 4096
const captionMax = 1024

/** The text of a message. @throws BotError or ParseFailure */
export function textOfCall({ args }: BotCall): FormattedText {
  const formatted = formattedText(
    args.text('text'),
    args.text('parse_mode'),
    args.json('entities', 'entities JSON object'),
  )
  if (formatted.text === '') throw badRequest('message text is empty')
  if (formatted.text.length > textMax) throw badRequest('message is too long')
  return formatted
}

/** A caption, empty where there is none: of the request, or of one InputMedia in it. */
export function captionOfCall({ args }: BotCall): FormattedText {
  const entities = args.json('caption_entities', 'caption entities JSON object')
  return caption(args.text('caption'), args.text('parse_mode'), entities)
}

export function caption(source: string, parseMode: string, entities: unknown): FormattedText {
  const formatted = formattedText(source, parseMode, entities)
  if (formatted.text.length > captionMax) throw badRequest('message caption is too long')
  return formatted
}

/** Where and how a new message stands: everything but its text and media. @throws BotError */
export function draftOfCall(call: BotCall, place: Place): Draft {
  const topicId = topicIn(call, place)
  const replyTo = repliedMessage(call, place)
  return {
    fromId: call.bot.id,
    to: place.peer,
    markup: markupOfCall(call, place),
    replyToId: replyTo?.id ?? null,
    // An answer stands in the topic of what it answers.
    topicId: topicId ?? replyTo?.topicId ?? null,
    isSilent: call.args.flag('disable_notification'),
  }
}

/** The markup of the request, as this chat takes it. @throws BotError */
function markupOfCall({ args }: BotCall, place: Place): ReplyMarkup | null {
  const markup = replyMarkup(args.json('reply_markup', 'reply keyboard markup JSON object'))
  if (markup === null || isInline(markup)) return markup
  if (place.type === 'channel') throw badRequest('inline keyboard expected')
  const asksForContact = JSON.stringify(markup).includes('"request_contact"')
  if (place.type !== 'private' && asksForContact)
    throw badRequest('phone number can be requested in private chats only')
  return markup
}

/** An edit takes inline buttons only; none take away those that are there. */
export function inlineMarkupOfCall(call: BotCall, place: Place): ReplyMarkup | null {
  const markup = markupOfCall(call, place)
  if (markup !== null && !isInline(markup)) throw badRequest('inline keyboard expected')
  return markup
}

/** The message that is answered: reply_parameters, or reply_to_message_id of older bots. Undefined for one in another chat. */
function repliedMessage(call: BotCall, place: Place): Message | undefined {
  const { id, chat, isOptional } = replyWish(call)
  if (id === undefined || id <= 0) return undefined
  try {
    const where = chat === '' ? place : placeFor(call, 'read', chat)
    const message = messageIn(call, where, id, 'message to be replied')
    return where.peer === place.peer ? message : undefined
  } catch (error) {
    if (isOptional) return undefined
    throw error
  }
}

function replyWish({ args }: BotCall): { id: number | undefined; chat: string; isOptional: boolean } {
  const parameters = args.json('reply_parameters', 'reply parameters JSON object')
  const isOptional = args.flag('allow_sending_without_reply')
  if (parameters === undefined) return { id: args.integer('reply_to_message_id'), chat: '', isOptional }
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
    throw badRequest('object expected as reply parameters')
  const fields = parameters as Record<string, unknown>
  return {
    id: integerOf(fields['message_id']),
    chat: textOf(fields['chat_id']),
    isOptional: isOptional || flagOf(fields['allow_sending_without_reply']),
  }
}
