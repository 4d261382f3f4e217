import type { MediaKind } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethod, BotMethods } from '../call.ts'
import { captionOfCall, draftOfCall } from '../content.ts'
import { placeOf } from '../place.ts'
import { send } from '../sending.ts'
import { messageView } from '../view/message.ts'
import { inputMedia } from './input-media.ts'
import type { InputMedia } from './input-media.ts'
import { fileOfCall, keepFile } from './uploads.ts'

/** What a bot says with files. */
export const mediaMethods: BotMethods = {
  sendPhoto: sending('photo'),
  sendDocument: sending('document'),
  sendVideo: sending('video'),
  sendAnimation: sending('animation'),
  sendAudio: sending('audio'),
  sendVoice: sending('voice'),
  sendVideoNote: sending('video_note'),
  sendSticker: sending('sticker'),
  sendMediaGroup,
}

/** The field is named as the kind is. Notes and stickers have no caption. */
function sending(kind: MediaKind): BotMethod {
  const hasCaption = kind !== 'video_note' && kind !== 'sticker'
  return async (call) => {
    const place = placeOf(call, 'write')
    const caption = hasCaption ? captionOfCall(call) : {}
    draftOfCall(call, place)
    const known = await fileOfCall(call, kind, kind, call.args.text(kind))
    // The upload took its time: what was checked before it may have changed.
    const draft = { ...draftOfCall(call, placeOf(call, 'write')), ...caption }
    const [message] = send(call, place, [{ ...draft, media: keepFile(call, known) }])
    return message === undefined ? undefined : messageView(call.view, message)
  }
}

/** https://core.telegram.org/bots/api#sendmediagroup */
const albumMin = 2
const albumMax = 10

async function sendMediaGroup(call: BotCall): Promise<unknown> {
  const place = placeOf(call, 'write')
  const items = call.args.list('media', 'InputMedia') ?? []
  if (items.length < albumMin) throw badRequest('there must be at least 2 messages to send as an album')
  if (items.length > albumMax) throw badRequest('too many messages to send as an album')
  const album: InputMedia[] = []
  for (const item of items) album.push(await inputMedia(call, item, 'InputMedia'))
  checkMixture(album.map(({ kind }) => kind))
  const draft = draftOfCall(call, placeOf(call, 'write'))
  const groupedId = call.world.random.bytes(8).readBigUInt64LE(0).toString()
  const drafts = album.map(({ upload, caption }) => {
    return { ...draft, ...caption, markup: null, groupedId, media: keepFile(call, upload) }
  })
  return send(call, place, drafts).map((message) => messageView(call.view, message))
}

/** Documents go with documents only, and audio with audio. */
function checkMixture(kinds: readonly MediaKind[]): void {
  if (kinds.includes('animation')) throw badRequest("can't use the media of the specified type in the album")
  for (const kind of ['document', 'audio'] as const) {
    const isMixed = kinds.includes(kind) && kinds.some((other) => other !== kind)
    if (isMixed) throw badRequest(`${kind} can't be mixed with other media types`)
  }
}
