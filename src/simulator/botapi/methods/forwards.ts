import type { Draft } from '../../world/messages.ts'
import type { Message } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { captionOfCall, draftOfCall } from '../content.ts'
import { integerOf } from '../http/args.ts'
import { findMessage, messageIn, placeOf, topicIn } from '../place.ts'
import type { Place } from '../place.ts'
import { send } from '../sending.ts'
import { messageView } from '../view/message.ts'

/** Saying again what was said. */
export const forwardMethods: BotMethods = {
  forwardMessage(call) {
    const place = placeOf(call, 'write')
    const source = sourceOf(call, 'forward')
    const [message] = send(call, place, [forwardOf(call, place, source)])
    return message === undefined ? undefined : messageView(call.view, message)
  },

  forwardMessages(call) {
    const place = placeOf(call, 'write')
    const drafts = sourcesOf(call, 'forward').map((source) => forwardOf(call, place, source))
    return ids(send(call, place, drafts))
  },

  copyMessage(call) {
    const place = placeOf(call, 'write')
    const source = sourceOf(call, 'copy')
    const draft = { ...draftOfCall(call, place), ...copyOf(source) }
    // A new caption takes the place of the old one; a text is copied as it is.
    const caption = call.args.has('caption') && source.media?.type === 'file' ? captionOfCall(call) : {}
    return ids(send(call, place, [{ ...draft, ...caption }]))[0]
  },

  copyMessages(call) {
    const place = placeOf(call, 'write')
    const withoutCaption = call.args.flag('remove_caption') ? { text: '', entities: [] } : {}
    const drafts = sourcesOf(call, 'copy').map((source) => {
      const removed = source.media?.type === 'file' ? withoutCaption : {}
      return { ...draftOfCall(call, place), ...copyOf(source), ...removed, groupedId: source.groupedId }
    })
    return ids(send(call, place, drafts))
  },
}

/** https://core.telegram.org/bots/api#forwardmessages */
const messagesMax = 100

function sourceOf(call: BotCall, verb: 'forward' | 'copy'): Message {
  const from = placeOf(call, 'read', 'from_chat_id')
  const source = messageIn(call, from, call.args.text('message_id'), `message to ${verb}`)
  if (source.action !== null) throw badRequest(`message can't be ${verb === 'copy' ? 'copied' : 'forwarded'}`)
  return checked(from, source)
}

/** Those of the listed messages that can be repeated; others are skipped, as Telegram does. */
function sourcesOf(call: BotCall, verb: 'forward' | 'copy'): Message[] {
  const from = placeOf(call, 'read', 'from_chat_id')
  const listed = call.args.list('message_ids', 'message identifiers') ?? []
  if (listed.length === 0) throw badRequest('message identifiers are not specified')
  if (listed.length > messagesMax) throw badRequest('too many message identifiers specified')
  const numbers = listed.map((id) => integerOf(id) ?? 0)
  if (numbers.some((id, index) => id <= (numbers[index - 1] ?? 0)))
    throw badRequest('message identifiers must be in a strictly increasing order')
  const sources = numbers.flatMap((id) => findMessage(call, from, id) ?? []).filter(({ action }) => action === null)
  if (sources.length === 0) throw badRequest(`there are no messages to ${verb}`)
  return sources.map((source) => checked(from, source))
}

function checked(from: Place, source: Message): Message {
  if (from.chat?.noForwards === true) throw badRequest("message has protected content and can't be forwarded")
  return source
}

function copyOf({ text, entities, media }: Message): Pick<Message, 'text' | 'entities' | 'media'> {
  return { text, entities, media }
}

function forwardOf(call: BotCall, place: Place, source: Message): Draft {
  const { fromId, id: messageId, atMs, groupedId } = source
  return {
    ...copyOf(source),
    fromId: call.bot.id,
    to: place.peer,
    groupedId,
    topicId: topicIn(call, place),
    forward: source.forward ?? { fromId, messageId, atMs },
    isSilent: call.args.flag('disable_notification'),
  }
}

function ids(messages: readonly Message[]): { message_id: number }[] {
  return messages.map(({ id }) => ({ message_id: id }))
}
