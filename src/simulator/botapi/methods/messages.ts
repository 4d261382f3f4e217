import type { Media } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { draftOfCall, textOfCall } from '../content.ts'
import { placeOf } from '../place.ts'
import { send } from '../sending.ts'
import { messageView } from '../view/message.ts'

/** What a bot says without a file. */
export const messageMethods: BotMethods = {
  sendMessage(call) {
    const text = textOfCall(call)
    const place = placeOf(call, 'write')
    return sent(call, send(call, place, [{ ...draftOfCall(call, place), ...text }]))
  },

  sendContact(call) {
    const [phone, firstName] = [call.args.text('phone_number'), call.args.text('first_name')]
    if (phone === '') throw badRequest('phone_number is empty')
    if (firstName === '') throw badRequest('first_name is empty')
    const media: Media = { type: 'contact', phone, firstName, lastName: call.args.text('last_name'), userId: null }
    return sendMedia(call, media)
  },

  sendLocation(call) {
    const [latitude, longitude] = [coordinate(call, 'latitude', 90), coordinate(call, 'longitude', 180)]
    return sendMedia(call, { type: 'location', latitude, longitude })
  },

  sendChatAction(call) {
    placeOf(call, 'write')
    if (!chatActions.has(call.args.text('action').toLowerCase())) throw badRequest('wrong parameter action in request')
    return true
  },
}

/** https://core.telegram.org/bots/api#sendchataction */
const chatActions = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
])

function sendMedia(call: BotCall, media: Media): unknown {
  const place = placeOf(call, 'write')
  return sent(call, send(call, place, [{ ...draftOfCall(call, place), media }]))
}

function sent(call: BotCall, messages: ReturnType<typeof send>): unknown {
  return messages.map((message) => messageView(call.view, message))[0]
}

function coordinate({ args }: BotCall, name: string, max: number): number {
  const text = args.text(name)
  if (text === '') throw badRequest(`${name} is empty`)
  const value = Number(text)
  if (!Number.isFinite(value) || Math.abs(value) > max) throw badRequest(`invalid ${name} specified`)
  return value
}
