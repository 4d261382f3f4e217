import type { StoredFile } from '../../world/model.ts'
import { badRequest } from '../../world/refusal.ts'
import { fileById } from '../input-media.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { tlDate } from '../view/date.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface SavePart {
  readonly fileId: bigint
  readonly filePart: number
  readonly bytes: Buffer
}

interface GetFile {
  readonly location: TlObject
  readonly offset: bigint
  readonly limit: number
}

/** https://core.telegram.org/api/files#downloading-files */
const chunkMaxBytes = 1024 * 1024
const chunkUnitBytes = 4096

/** Moving files, https://core.telegram.org/api/files. Every DC has all of them, so that nobody is sent to another one. */
export const fileMethods: Methods = {
  'upload.saveFilePart': writing<SavePart>(({ fileId, filePart, bytes }, { uploads, user }) => {
    uploads.savePart(user, fileId, filePart, bytes)
    return true
  }),

  'upload.saveBigFilePart': writing<SavePart & { readonly fileTotalParts: number }>((body, { uploads, user }) => {
    if (body.fileTotalParts !== -1 && body.filePart >= body.fileTotalParts) throw badRequest('FILE_PART_INVALID')
    uploads.savePart(user, body.fileId, body.filePart, body.bytes)
    return true
  }),

  'upload.getFile': signedIn<GetFile>(async ({ location, offset, limit }, call) => {
    if (offset < 0n || offset % BigInt(chunkUnitBytes) !== 0n) throw badRequest('OFFSET_INVALID')
    if (limit <= 0 || limit > chunkMaxBytes || limit % chunkUnitBytes !== 0) throw badRequest('LIMIT_INVALID')
    const file = fileAt(call, location)
    const data = await call.uploads.bytes.read(file.id)
    if (data === undefined) throw badRequest('LOCATION_INVALID')
    const bytes = data.subarray(Number(offset), Number(offset) + limit)
    const type = { _: file.kind === 'photo' ? 'storage.fileJpeg' : 'storage.filePartial' }
    return { _: 'upload.file', type, mtime: tlDate(call.world.clock.nowMs()), bytes }
  }),
}

function fileAt(call: SignedInCall, { _: type, id, accessHash, fileReference }: TlObject): StoredFile {
  const isPhoto = type === 'inputPhotoFileLocation'
  if (!isPhoto && type !== 'inputDocumentFileLocation') throw badRequest('LOCATION_INVALID')
  const file = fileById(call, id, accessHash)
  if (file === undefined || (file.kind === 'photo') !== isPhoto) throw badRequest('FILE_ID_INVALID')
  call.world.files.references.check(file.id, fileReference as Buffer)
  return file
}
