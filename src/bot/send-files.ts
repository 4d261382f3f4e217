import type { Api } from 'grammy'
import type { MessageEntity } from 'grammy/types'
import { compose } from './rich-text.ts'
import type { ShownFiles } from './written-files.ts'

/** https://core.telegram.org/bots/api#sendphoto: a bot's own are shorter than those of a Premium account. */
const captionMax = 1024

/**
 * Shows files by their file_ids, as an album where there are several. A caption that a bot may not write, because it is meant for a
 * Premium account, stands below them as a message of its own. @returns the first message's id
 */
export async function sendFiles(
  api: Api,
  chatId: number,
  { files, caption }: ShownFiles,
): Promise<{ readonly messageId: number }> {
  const { text, entities } = compose(caption)
  const isOwn = text.length > captionMax
  const shown = await sendAll(
    api,
    chatId,
    files,
    isOwn || text === '' ? {} : { caption: text, caption_entities: entities },
  )
  if (isOwn) await api.sendMessage(chatId, text, { entities })
  return shown
}

async function sendAll(
  api: Api,
  chatId: number,
  files: ShownFiles['files'],
  said: { readonly caption?: string; readonly caption_entities?: MessageEntity[] },
): Promise<{ readonly messageId: number }> {
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
