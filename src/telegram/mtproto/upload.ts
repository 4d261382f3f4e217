import { createHash } from 'node:crypto'
import bigInt from 'big-integer'
import { Api } from 'telegram'
import { filePartBytes } from '../../delivery/media.ts'
import type { FileToMove } from '../../delivery/media.ts'
import { unreadable } from './call.ts'
import type { Call, Called, Failed } from './call.ts'
import { referenceIn } from './file-reference.ts'

/** From here on Telegram wants another method and no digest: https://core.telegram.org/api/files#uploading-files */
const bigBytes = 10 * 1024 * 1024

/**
 * Uploads a file on the account's one connection, part after part, and has Telegram keep it without sending it to anybody. The
 * client's own `uploadFile` would open a second connection on the same key. @returns the reference to send it by
 */
export async function upload(call: Call, file: FileToMove): Promise<Called<string>> {
  const saved = await saveParts(call, file)
  if ('type' in saved) return saved
  const media = uploadedMedia(file, saved.input)
  const kept = await call(new Api.messages.UploadMedia({ peer: new Api.InputPeerSelf(), media }))
  if (kept.type === 'failed') return kept
  const reference = referenceIn(kept.result)
  return reference === undefined ? unreadable('messages.uploadMedia') : { type: 'answered', result: reference }
}

async function saveParts(call: Call, file: FileToMove): Promise<{ readonly input: Api.TypeInputFile } | Failed> {
  const { name, sizeBytes } = file
  const [isBig, parts] = [sizeBytes > bigBytes, Math.ceil(sizeBytes / filePartBytes)]
  const digest = createHash('md5')
  const id = bigInt(file.uploadId)
  for (let filePart = 0; filePart < parts; filePart++) {
    const bytes = Buffer.from(await file.part(filePart))
    digest.update(bytes)
    const part = { fileId: id, filePart, bytes }
    const saved = await (isBig
      ? call(new Api.upload.SaveBigFilePart({ ...part, fileTotalParts: parts }))
      : call(new Api.upload.SaveFilePart(part)))
    if (saved.type === 'failed') return saved
  }
  const input = isBig
    ? new Api.InputFileBig({ id, parts, name })
    : new Api.InputFile({ id, parts, name, md5Checksum: digest.digest('hex') })
  return { input }
}

function uploadedMedia(file: FileToMove, input: Api.TypeInputFile): Api.TypeInputMedia {
  if (file.kind === 'photo') return new Api.InputMediaUploadedPhoto({ file: input })
  return new Api.InputMediaUploadedDocument({
    file: input,
    mimeType: file.mime,
    attributes: [...attributesOf(file), new Api.DocumentAttributeFilename({ fileName: file.name })],
    forceFile: file.kind === 'document',
  })
}

/** What apps show it as: https://core.telegram.org/type/DocumentAttribute */
function attributesOf({ kind, width: w, height: h, durationS: duration }: FileToMove): Api.TypeDocumentAttribute[] {
  switch (kind) {
    case 'video':
      return [new Api.DocumentAttributeVideo({ w, h, duration, supportsStreaming: true })]
    case 'animation':
      return [new Api.DocumentAttributeVideo({ w, h, duration, nosound: true }), new Api.DocumentAttributeAnimated()]
    case 'audio':
    case 'voice':
      return [new Api.DocumentAttributeAudio({ duration, voice: kind === 'voice' })]
    default:
      return []
  }
}
