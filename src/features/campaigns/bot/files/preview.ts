import type { Visit } from '../../../../bot/screen.ts'
import type { Said } from '../../../../bot/written-files.ts'
import type { FileLibrary } from '../../../../delivery/media.ts'
import type { Content } from '../../../../delivery/message.ts'
import type { StorePort } from '../../../../store/store.ts'
import { lines } from '../../../../bot/rich-text.ts'
import { shownName } from '../../../../bot/shown-name.ts'
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
  // A file that the command line gave has no name by which a bot could show it.
  if (found.some(({ botFileId }) => botFileId === '')) {
    const names = found.map(({ name }) => `📎 ${shownName(name)}`)
    return lines(...names, content.text !== '' && caption)
  }
  if (found.length < media.length) return caption
  return { files: found.map(({ kind, botFileId }) => ({ kind, fileId: botFileId })), caption }
}
