import type { Api } from 'grammy'
import { compose } from './rich-text.ts'
import type { ShownFiles } from './written-files.ts'

/** Shows files by their file_ids, as an album where there are several. @returns the first message's id */
export async function sendFiles(
  api: Api,
  chatId: number,
  { files, caption }: ShownFiles,
): Promise<{ readonly messageId: number }> {
  const { text, entities } = compose(caption)
  const said = text === '' ? {} : { caption: text, caption_entities: entities }
  const [file, ...others] = files
  if (file === undefined) throw new Error('no files to show')
  if (others.length > 0) {
    // Kinds that do not go together are refused before they are shown.
    const media = files.map(({ kind, fileId }, index) => {
      return { type: kind, media: fileId, ...(index === 0 ? said : {}) }
    }) as Parameters<Api['sendMediaGroup']>[1]
    const [first] = await api.sendMediaGroup(chatId, media)
    return { messageId: first?.message_id ?? 0 }
  }
  const sent = await sendFile(api, chatId, file, said)
  return { messageId: sent.message_id }
}

function sendFile(
  api: Api,
  chatId: number,
  { kind, fileId }: ShownFiles['files'][number],
  said: Parameters<Api['sendPhoto']>[2],
) {
  switch (kind) {
    case 'photo':
      return api.sendPhoto(chatId, fileId, said)
    case 'video':
      return api.sendVideo(chatId, fileId, said)
    case 'document':
      return api.sendDocument(chatId, fileId, said)
    case 'audio':
      return api.sendAudio(chatId, fileId, said)
    case 'voice':
      return api.sendVoice(chatId, fileId, said)
    case 'animation':
      return api.sendAnimation(chatId, fileId, said)
  }
}
