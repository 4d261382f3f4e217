import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Refusal } from '../../../base/refusal.ts'
import type { CommandContext } from '../../../cli/context.ts'
import { filePartBytes } from '../../../delivery/media.ts'
import type { MediaItem } from '../../../delivery/media.ts'
import type { Content } from '../../../delivery/message.ts'
import type { DiskFile } from './disk-file.ts'
import { whyUnreadable } from '../../../base/unreadable.ts'

/** A content whose files are in the library, for the one that names them by their places. */
export async function withFiles(
  context: CommandContext,
  ownerId: number,
  { content, files }: { readonly content: Content; readonly files: readonly DiskFile[] },
): Promise<Content> {
  if (files.length === 0) return content
  const media: MediaItem[] = []
  for (const file of files) media.push(await putFile(context, ownerId, file))
  return { ...content, media }
}

/** What is there already is not sent again, and what a command left half is made whole by the next one. */
async function putFile(context: CommandContext, ownerId: number, file: DiskFile): Promise<MediaItem> {
  const { path, name, kind, mime } = file
  const bytes = readBytes(path)
  const digest = createHash('sha256').update(bytes).digest('hex')
  const said = { ownerId, kind, digest, name, mime, sizeBytes: bytes.length }
  const { id: fileId, isWhole } = await context.make<{ id: number; isWhole: boolean }>('files.add', said)
  if (isWhole) return { kind, fileId }
  for (let part = 0; part * filePartBytes < bytes.length; part++) {
    const slice = bytes.subarray(part * filePartBytes, (part + 1) * filePartBytes)
    await context.make('files.part', { fileId, part, bytes: slice.toString('base64') })
  }
  await context.make('files.end', { fileId })
  return { kind, fileId }
}

/** It was looked at a moment ago. */
function readBytes(path: string): Buffer {
  try {
    const bytes = readFileSync(path)
    if (bytes.length > 0) return bytes
  } catch (error) {
    const why = whyUnreadable(error)
    throw new Refusal(`${path} cannot be read any more (${why}): name a file that is there`, undefined, {
      cause: error,
    })
  }
  throw new Refusal(`${path} is empty: name a file with something in it`)
}
