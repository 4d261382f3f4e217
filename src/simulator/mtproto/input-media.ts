import type { Media, MediaKind, StoredFile } from '../world/model.ts'
import { badRequest } from '../world/refusal.ts'
import type { SignedInCall } from './method.ts'
import { textOf } from './uploads.ts'
import type { UploadedAs } from './uploads.ts'
import type { TlObject } from './wire/tl/object.ts'

/** A file that a request sends, and whether the world has heard of it already. */
export interface GivenFile {
  readonly file: StoredFile
  readonly isNew: boolean
}

/**
 * The file that an InputMedia names: an upload, whose bytes are on disk when this resolves, or one that Telegram has already.
 * @throws Refusal MEDIA_INVALID for what is no file, MEDIA_EMPTY for an id or hash that is wrong, those of references and of uploads
 */
export async function fileOfMedia(call: SignedInCall, input: TlObject): Promise<GivenFile> {
  const uploaded = uploadedAs(input)
  if (uploaded === undefined) return { file: knownFile(call, input), isNew: false }
  return { file: await call.uploads.finish(call.user, input['file'] as TlObject, uploaded), isNew: true }
}

/** One that Telegram has already. @throws Refusal as `fileOfMedia` */
export function knownFile(call: SignedInCall, { _: type, id: inner }: TlObject): StoredFile {
  const isPhoto = type === 'inputMediaPhoto'
  if (!isPhoto && type !== 'inputMediaDocument') throw badRequest('MEDIA_INVALID')
  const { _: name, id, accessHash, fileReference } = inner as TlObject
  if (name === 'inputPhotoEmpty' || name === 'inputDocumentEmpty') throw badRequest('MEDIA_EMPTY')
  const file = fileById(call, id, accessHash)
  if (file === undefined || (file.kind === 'photo') !== isPhoto) throw badRequest('MEDIA_EMPTY')
  call.world.files.references.check(file.id, fileReference as Buffer)
  return file
}

/** Undefined for an id that is nobody's, and for a wrong hash. */
export function fileById({ world }: SignedInCall, id: unknown, accessHash: unknown): StoredFile | undefined {
  const file = typeof id === 'bigint' && id >= 0n && id <= idMax ? world.files.find(Number(id)) : undefined
  return file !== undefined && world.files.accessHash(file.id) === accessHash ? file : undefined
}

/** Makes a new file known to the world, in the turn that sends it. */
export function keepFile({ world }: SignedInCall, { file, isNew }: GivenFile): Media {
  if (isNew) world.files.add(file)
  return { type: 'file', kind: file.kind, fileId: file.id }
}

const idMax = BigInt(Number.MAX_SAFE_INTEGER)

function uploadedAs(input: TlObject): UploadedAs | undefined {
  if (input._ === 'inputMediaUploadedPhoto') return { kind: 'photo', mime: 'image/jpeg', width: 0, height: 0 }
  if (input._ !== 'inputMediaUploadedDocument') return undefined
  const attributes = (input['attributes'] ?? []) as readonly TlObject[]
  const find = (name: string) => attributes.find(({ _ }) => _ === name)
  const [video, named] = [find('documentAttributeVideo'), find('documentAttributeFilename')]
  const size = video ?? find('documentAttributeImageSize')
  return {
    kind: input['forceFile'] === true ? 'document' : kindOf(find),
    mime: textOf(input['mimeType']),
    ...(named === undefined ? {} : { name: textOf(named['fileName']) }),
    width: Math.max(0, Number(size?.['w'] ?? 0)),
    height: Math.max(0, Number(size?.['h'] ?? 0)),
  }
}

/** As its attributes say: https://core.telegram.org/type/DocumentAttribute */
function kindOf(find: (name: string) => TlObject | undefined): MediaKind {
  const [video, audio] = [find('documentAttributeVideo'), find('documentAttributeAudio')]
  if (find('documentAttributeSticker') !== undefined) return 'sticker'
  if (find('documentAttributeAnimated') !== undefined) return 'animation'
  if (video !== undefined) return video['roundMessage'] === true ? 'video_note' : 'video'
  if (audio !== undefined) return audio['voice'] === true ? 'voice' : 'audio'
  return 'document'
}
