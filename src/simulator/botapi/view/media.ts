import type { Media, StoredFile } from '../../world/model.ts'
import type { FileVariant } from '../files/file-ids.ts'
import { optional } from './view.ts'
import type { Json, View } from './view.ts'

/** The field that says what a message carries, and for an animation the document beside it. */
export function mediaView(view: View, media: Media): Json {
  switch (media.type) {
    case 'contact':
      return {
        contact: {
          phone_number: media.phone,
          first_name: media.firstName,
          ...optional('last_name', media.lastName),
          ...optional('user_id', media.userId),
        },
      }
    case 'location':
      return { location: { latitude: media.latitude, longitude: media.longitude } }
    case 'file': {
      const file = view.world.files.find(media.fileId)
      return file === undefined ? {} : fileView(view, file)
    }
  }
}

/** What bots call the file by; getFile answers these fields too. */
export function fileFields({ fileIds, botId }: View, file: StoredFile, variant: FileVariant = 'full'): Json {
  return {
    file_id: fileIds.idFor(botId, file, variant),
    file_unique_id: fileIds.uniqueIdOf(file, variant),
    file_size: file.sizeBytes,
  }
}

function fileView(view: View, file: StoredFile): Json {
  const name = { file_name: file.name, mime_type: file.mime }
  const fields = fileFields(view, file)
  const frame = { width: file.width, height: file.height }
  switch (file.kind) {
    case 'photo':
      return { photo: photoSizes(view, file) }
    case 'document':
      return { document: { ...name, ...fields } }
    case 'video':
      return { video: { ...frame, duration: 0, ...name, ...fields } }
    case 'animation':
      return { animation: { ...frame, duration: 0, ...name, ...fields }, document: { ...name, ...fields } }
    case 'audio':
      return { audio: { duration: 0, ...name, ...fields } }
    case 'voice':
      return { voice: { duration: 0, mime_type: file.mime, ...fields } }
    case 'video_note':
      return { video_note: { length: file.width, duration: 0, ...fields } }
    case 'sticker':
      return { sticker: { type: 'regular', ...frame, is_animated: false, is_video: false, ...fields } }
  }
}

/** Telegram makes smaller copies. Ours has the same bytes behind it: who takes the first size instead of the last is found out by its width. */
function photoSizes(view: View, file: StoredFile): Json[] {
  const full = { ...fileFields(view, file), width: file.width, height: file.height }
  const scale = smallMax / Math.max(file.width, file.height)
  if (scale >= 1) return [full]
  const small = {
    width: Math.max(1, Math.round(file.width * scale)),
    height: Math.max(1, Math.round(file.height * scale)),
  }
  return [{ ...fileFields(view, file, 'small'), ...small }, full]
}

/** The size "m" of https://core.telegram.org/api/files#image-thumbnail-types */
const smallMax = 320
