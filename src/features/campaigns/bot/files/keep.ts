import { figure } from '../../../../bot/figures.ts'
import { fetchMaxBytes } from '../../../../bot/file-source.ts'
import type { FileSource } from '../../../../bot/file-source.ts'
import type { Language } from '../../../../bot/language.ts'
import type { Visit, Written } from '../../../../bot/screen.ts'
import type { WrittenFile, WrittenPost } from '../../../../bot/written-files.ts'
import type { Clock } from '../../../../base/clock.ts'
import { filePartBytes } from '../../../../delivery/media.ts'
import type { FileLibrary, MediaItem } from '../../../../delivery/media.ts'
import { problemOf } from '../../../../delivery/message.ts'
import type { Content } from '../../../../delivery/message.ts'
import { parsePeer } from '../../../../delivery/peer.ts'
import type { StorePort } from '../../../../store/store.ts'
import { contentFrom, contentTexts } from '../../../content.ts'
import { fileTexts } from './texts.ts'

/** The library, as far as composing needs it. */
export interface LibraryVerbs extends FileLibrary {
  accessHash(of: { readonly accountId: number; readonly peer: number }): string | null | undefined
}

export interface KeepDeps {
  readonly store: StorePort<Pick<FileLibrary, 'addFile' | 'addFilePart' | 'endFile'>>
  readonly files: Pick<FileSource, 'botId' | 'fetch'>
  readonly clock: Clock
}

/** What is to be sent, or why it cannot be, in words. */
export type Kept = { readonly content: Content } | { readonly refusal: string }

/** Makes a content of what somebody wrote or gave; files are in the library then. Given again, they are the ones that stand. */
export async function keepWritten(deps: KeepDeps, written: Written, visit: Visit): Promise<Kept> {
  const { language } = visit
  if (written.post !== null) return keepPost(written.post, language)
  if (!written.isText && written.files.length === 0) return { refusal: fileTexts.notThis[language] }
  const said = contentFrom(written)
  // Before anything is fetched: a caption that is too long makes the file of no use.
  const planned = { ...said, media: written.files.map(({ kind }, index) => ({ kind, fileId: index })) }
  const problem = problemOf(planned)
  if (problem !== undefined) return { refusal: contentTexts.problem[language](problem) }
  const media: MediaItem[] = []
  for (const file of written.files) {
    const kept = await keepFile(deps, file, visit)
    if ('refusal' in kept) return kept
    media.push(kept)
  }
  return { content: media.length === 0 ? said : { ...said, media } }
}

function keepPost({ chatId, title, messageIds }: WrittenPost, language: Language): Kept {
  const from = parsePeer(chatId)
  const content = from === undefined ? undefined : { text: '', entities: [], forward: { from, title, messageIds } }
  if (content === undefined || problemOf(content) !== undefined) return { refusal: fileTexts.notThis[language] }
  return { content }
}

async function keepFile(
  { store, files, clock }: KeepDeps,
  { fileId: botFileId, ...file }: WrittenFile,
  { person, language }: Visit,
): Promise<MediaItem | { readonly refusal: string }> {
  const fetched = await files.fetch(botFileId, file.sizeBytes)
  if (fetched.type === 'too-big') {
    return { refusal: fileTexts.tooBig[language](figure(language, fetchMaxBytes / 1024 / 1024)) }
  }
  if (!('bytes' in fetched)) return { refusal: fileTexts.notFetched[language] }
  const { bytes } = fetched
  const owned = { ownerId: person.id, botId: files.botId, botFileId, nowMs: clock.nowMs() }
  const { id, isWhole } = await store.addFile({ ...file, ...owned, sizeBytes: bytes.length })
  if (isWhole) return { kind: file.kind, fileId: id }
  for (let part = 0; part * filePartBytes < bytes.length; part++) {
    const slice = bytes.slice(part * filePartBytes, (part + 1) * filePartBytes)
    await store.addFilePart({ fileId: id, part, bytes: slice })
  }
  await store.endFile(id)
  return { kind: file.kind, fileId: id }
}
