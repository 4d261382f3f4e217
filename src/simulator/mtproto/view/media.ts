import type { Media, Message, StoredFile } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'

/** What a message carries beside its text. A file whose row is gone is shown as media that this client cannot show. */
export function tlMedia(world: World, media: Media, message: Message): TlObject {
  switch (media.type) {
    case 'contact':
      return {
        _: 'messageMediaContact',
        phoneNumber: media.phone,
        firstName: media.firstName,
        lastName: media.lastName,
        vcard: '',
        userId: BigInt(media.userId ?? 0),
      }
    case 'location':
      return {
        _: 'messageMediaGeo',
        geo: { _: 'geoPoint', long: media.longitude, lat: media.latitude, accessHash: 0n },
      }
    case 'file': {
      const file = world.store.file(media.fileId)
      return file === undefined ? { _: 'messageMediaUnsupported' } : tlFile(world, file, message.atMs)
    }
  }
}

/** A file as media. @param atMs when it was sent or uploaded */
export function tlFile(world: World, file: StoredFile, atMs: number): TlObject {
  if (file.kind === 'photo') return { _: 'messageMediaPhoto', photo: tlPhoto(world, file, atMs) }
  return {
    _: 'messageMediaDocument',
    video: file.kind === 'video',
    round: file.kind === 'video_note',
    voice: file.kind === 'voice',
    document: tlDocument(world, file, atMs),
  }
}

function tlPhoto(world: World, file: StoredFile, atMs: number): TlObject {
  const size = { _: 'photoSize', type: 'x', ...sidesOf(file), size: Math.min(file.sizeBytes, intMax) }
  return { _: 'photo', ...place(world, file, atMs), sizes: [size] }
}

/** A header that was believed once may say more than TL has numbers for; then the file is as large as can be said. */
function sidesOf({ width, height }: StoredFile) {
  return { w: Math.min(width, intMax), h: Math.min(height, intMax) }
}

const intMax = 2 ** 31 - 1

function tlDocument(world: World, file: StoredFile, atMs: number): TlObject {
  return {
    _: 'document',
    ...place(world, file, atMs),
    mimeType: file.mime,
    size: BigInt(file.sizeBytes),
    attributes: [...attributesOf(file), { _: 'documentAttributeFilename', fileName: file.name }],
  }
}

function place({ files }: World, { id }: StoredFile, atMs: number) {
  return {
    id: BigInt(id),
    accessHash: files.accessHash(id),
    fileReference: files.references.issue(id),
    date: tlDate(atMs),
    dcId: 2,
  }
}

function attributesOf(file: StoredFile): TlObject[] {
  const { kind } = file
  switch (kind) {
    case 'video':
    case 'video_note':
      return [{ _: 'documentAttributeVideo', duration: 0, ...sidesOf(file), roundMessage: kind === 'video_note' }]
    case 'animation':
      return [{ _: 'documentAttributeVideo', duration: 0, ...sidesOf(file) }, { _: 'documentAttributeAnimated' }]
    case 'audio':
    case 'voice':
      return [{ _: 'documentAttributeAudio', duration: 0, voice: kind === 'voice' }]
    case 'sticker':
      return [
        { _: 'documentAttributeImageSize', ...sidesOf(file) },
        { _: 'documentAttributeSticker', alt: '', stickerset: { _: 'inputStickerSetEmpty' } },
      ]
    case 'photo':
    case 'document':
      return []
  }
}
