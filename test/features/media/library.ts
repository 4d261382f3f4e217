import type { AllVerbs } from '../../../src/features/store.ts'
import { filePartBytes } from '../../../src/delivery/media.ts'
import type { MediaItem, MediaKind } from '../../../src/delivery/media.ts'
import type { StorePort } from '../../../src/store/store.ts'
import { jpeg } from '../../simulator/botapi/images.ts'

let files = 0

/** Puts a file into the library, as the bot does with what it is given. */
export async function keepFile(
  store: StorePort<AllVerbs>,
  { kind = 'photo', data = jpeg(640, 480), botId = 1 }: { kind?: MediaKind; data?: Buffer; botId?: number } = {},
): Promise<MediaItem> {
  files += 1
  const sides = { width: 640, height: 480, durationS: 0 }
  const names = { uniqueId: `u${files}`, botFileId: `f${files}`, name: `${kind}.bin`, mime: 'application/octet-stream' }
  const file = { ownerId: 1, kind, botId, ...names, ...sides, sizeBytes: data.length, nowMs: 1 }
  const { id } = await store.addFile(file)
  for (let part = 0; part * filePartBytes < data.length; part++) {
    const bytes = data.subarray(part * filePartBytes, (part + 1) * filePartBytes)
    await store.addFilePart({ fileId: id, part, bytes })
  }
  await store.endFile(id)
  return { kind, fileId: id }
}
