import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { captionOfCall, inlineMarkupOfCall, textOfCall } from '../content.ts'
import { messageIn, placeOf } from '../place.ts'
import type { Place } from '../place.ts'
import { edit } from '../sending.ts'
import type { Message } from '../../world/model.ts'
import { messageView } from '../view/message.ts'
import { inputMedia } from './input-media.ts'
import { keepFile } from './uploads.ts'

/** Changing what the bot said. A request without reply_markup takes the buttons away. */
export const editMethods: BotMethods = {
  editMessageText(call) {
    const text = textOfCall(call)
    const { place, message } = edited(call)
    if (message.media !== null) throw badRequest('there is no text in the message to edit')
    return show(call, edit(call, place, message, { ...text, markup: inlineMarkupOfCall(call, place) }))
  },

  editMessageCaption(call) {
    const caption = captionOfCall(call)
    const { place, message } = edited(call)
    if (message.media?.type !== 'file') throw badRequest('there is no caption in the message to edit')
    return show(call, edit(call, place, message, { ...caption, markup: inlineMarkupOfCall(call, place) }))
  },

  editMessageReplyMarkup(call) {
    const { place, message } = edited(call)
    return show(call, edit(call, place, message, { markup: inlineMarkupOfCall(call, place) }))
  },

  async editMessageMedia(call) {
    edited(call)
    const item = call.args.json('media', 'input media JSON object')
    const { upload, caption } = await inputMedia(call, item, 'input media')
    // Once more: the upload took its time, and the message may be gone.
    const { place, message } = edited(call)
    const markup = inlineMarkupOfCall(call, place)
    return show(call, edit(call, place, message, { ...caption, media: keepFile(call, upload), markup }))
  },
}

function edited(call: BotCall): { place: Place; message: Message } {
  if (call.args.has('inline_message_id')) throw badRequest('MESSAGE_ID_INVALID')
  const place = placeOf(call, 'edit')
  return { place, message: messageIn(call, place, call.args.text('message_id'), 'message to edit') }
}

function show(call: BotCall, message: Message): unknown {
  return messageView(call.view, message)
}
