import { extname } from 'node:path'
import type { Media, MediaKind, StoredFile } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall } from '../call.ts'
import { imageSize } from '../../world/files/image-size.ts'
import type { Size } from '../../world/files/image-size.ts'
import { fetchRemoteFile } from '../files/remote-file.ts'
import type { Upload } from '../http/args.ts'

/** A file that is on disk, and whether the world has heard of it already. */
export interface KnownFile {
  readonly file: StoredFile
  readonly isNew: boolean
}

/**
 * The file that a request sends (https://core.telegram.org/bots/api#sending-files): an upload under this name, `attach://` with
 * the name of one, a file_id, or an address. Its bytes are on disk when this resolves. @throws BotError
 */
export async function fileOfCall(call: BotCall, field: string, kind: MediaKind, source: string): Promise<KnownFile> {
  const attached = /^attach:\/\/(.+)$/s.exec(source)?.[1]
  const upload = call.args.file(attached ?? field)
  if (upload !== undefined && (source === '' || attached !== undefined)) return storeUpload(call, upload, kind)
  if (attached !== undefined || source === '') throw badRequest(`there is no ${nounOf(kind)} in the request`)
  if (/^https?:\/\//i.test(source)) return storeUpload(call, await fetchRemoteFile(source, call.gone), kind)
  return { file: knownFile(call, source, kind), isNew: false }
}

/** Makes a new file known to the world, in the turn that sends it. */
export function keepFile(call: BotCall, { file, isNew }: KnownFile): Media {
  if (isNew) call.world.files.add(file)
  return { type: 'file', kind: file.kind, fileId: file.id }
}

const photoMaxBytes = 10 * 1024 * 1024
const photoSidesMax = 10_000
const photoRatioMax = 20

/** As TDLib names them in its errors. */
const typeNames: Readonly<Record<MediaKind, string>> = {
  photo: 'Photo',
  document: 'Document',
  video: 'Video',
  audio: 'Audio',
  voice: 'VoiceNote',
  animation: 'Animation',
  video_note: 'VideoNote',
  sticker: 'Sticker',
}

function nounOf(kind: MediaKind): string {
  return kind.replace('_', ' ')
}

function knownFile({ parts, world, bot }: BotCall, fileId: string, kind: MediaKind): StoredFile {
  const id = parts.fileIds.read(bot.id, fileId)
  const file = id === undefined ? undefined : world.files.find(id)
  if (file === undefined) throw badRequest('wrong file identifier/HTTP URL specified')
  if (file.kind !== kind) throw badRequest(`can't use file of type ${typeNames[file.kind]} as ${typeNames[kind]}`)
  return file
}

async function storeUpload(call: BotCall, { name, data }: Upload, kind: MediaKind): Promise<KnownFile> {
  if (data.length === 0) throw badRequest('file must be non-empty')
  const size = kind === 'photo' ? photoSize(data) : (imageSize(data) ?? { width: 0, height: 0 })
  const id = call.world.files.nextId()
  await call.parts.fileBytes.write(id, data)
  const fileName = name === '' ? `${kind}.dat` : name.slice(0, 255)
  const mime =
    kind === 'photo' ? 'image/jpeg' : (mimes.get(extname(fileName).toLowerCase()) ?? 'application/octet-stream')
  const file = { id, kind, name: fileName, mime, sizeBytes: data.length, ...size, ownerId: call.bot.id }
  return { file, isNew: true }
}

function photoSize(data: Buffer): Size {
  if (data.length > photoMaxBytes)
    throw badRequest(
      `file of size ${data.length} bytes is too big for a photo; the maximum size is ${photoMaxBytes} bytes`,
    )
  const size = imageSize(data)
  if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED')
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)]
  const isAllowed = short > 0 && short + long <= photoSidesMax && long <= short * photoRatioMax
  if (!isAllowed) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return size
}

const mimes = new Map([
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.gif', 'image/gif'],
  ['.webp', 'image/webp'],
  ['.mp4', 'video/mp4'],
  ['.mp3', 'audio/mpeg'],
  ['.ogg', 'audio/ogg'],
  ['.pdf', 'application/pdf'],
  ['.zip', 'application/zip'],
  ['.txt', 'text/plain'],
  ['.csv', 'text/csv'],
  ['.json', 'application/json'],
  ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
])
