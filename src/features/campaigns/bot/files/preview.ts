import type { Visit } from '../../../../bot/screen.ts'
import type { Said } from '../../../../bot/written-files.ts'
import type { FileLibrary } from '../../../../delivery/media.ts'
import type { Content } from '../../../../delivery/message.ts'
import type { StorePort } from '../../../../store/store.ts'
import { asSent } from '../../../content.ts'
import { fileTexts } from './texts.ts'

/** A content as groups will see it: of files, by what the bot calls them; of a post, which one it is. */
export async function preview(
  store: StorePort<Pick<FileLibrary, 'filesToShow'>>,
  content: Content,
  { person, language }: Visit,
): Promise<Said> {
  const { media = [], forward } = content
  if (forward !== undefined) return fileTexts.post[language](forward.title)
  const caption = asSent(content)
  if (media.length === 0) return caption
  const found = await store.filesToShow({ ids: media.map(({ fileId }) => fileId), ownerId: person.id })
  if (found.length < media.length) return caption
  return { files: found.map(({ kind, botFileId }) => ({ kind, fileId: botFileId })), caption }
}
