import type { InputFile } from 'grammy'
import { filePartBytes } from '../../delivery/media.ts'
import type { FileToMove, MediaKind, OutgoingFile, SentFiles } from '../../delivery/media.ts'
import type { MessagesAddress, OutgoingMessage } from '../contract.ts'
import type { RawApi } from './connection.ts'
import { botEntity } from './entities.ts'
import { grammy } from './grammy.ts'

/** Sends a text, files or a forward: https://core.telegram.org/bots/api#sendmessage. @returns no ids where the answer has none */
export async function send(api: RawApi, message: OutgoingMessage): Promise<SentFiles> {
  const { files = [], forward } = message
  const [file] = files
  if (forward !== undefined) return sentIn(await forwardMessages(api, message, forward.from), [])
  if (file === undefined) return sentIn(await api.sendMessage(textOf(message)), [])
  if (files.length > 1) return sentIn(await sendAlbum(api, message, files), files)
  return sentIn(await sendFile(api, message, file), files)
}

export function methodOf({ files = [], forward }: OutgoingMessage): string {
  if (forward !== undefined) return 'forwardMessages'
  const [file] = files
  return file === undefined ? 'sendMessage' : files.length > 1 ? 'sendMediaGroup' : methods[file.kind]
}

const methods = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  document: 'sendDocument',
  audio: 'sendAudio',
  voice: 'sendVoice',
  animation: 'sendAnimation',
} as const satisfies Record<MediaKind, keyof RawApi>

function textOf(message: OutgoingMessage): Parameters<RawApi['sendMessage']>[0] {
  const { text, entities, hasPreview } = message
  return {
    ...placeOf(message),
    text,
    ...(entities.length === 0 ? {} : { entities: entities.map(botEntity) }),
    ...(hasPreview === false ? { link_preview_options: { is_disabled: true } } : {}),
  }
}

async function sendFile(api: RawApi, message: OutgoingMessage, file: OutgoingFile): Promise<unknown> {
  const [said, media] = [{ ...placeOf(message), ...captionOf(message) }, await mediaOf(file)]
  switch (file.kind) {
    case 'photo':
      return api.sendPhoto({ ...said, photo: media })
    case 'video':
      return api.sendVideo({ ...said, video: media })
    case 'document':
      return api.sendDocument({ ...said, document: media })
    case 'audio':
      return api.sendAudio({ ...said, audio: media })
    case 'voice':
      return api.sendVoice({ ...said, voice: media })
    case 'animation':
      return api.sendAnimation({ ...said, animation: media })
  }
}

/** Documents go with documents only, and music with music; a content of other mixtures is refused before it is planned. */
async function sendAlbum(api: RawApi, message: OutgoingMessage, files: readonly OutgoingFile[]): Promise<unknown> {
  const items = await Promise.all(
    files.map(async (file, index) => ({ media: await mediaOf(file), ...(index === 0 ? captionOf(message) : {}) })),
  )
  const [place, kind] = [placeOf(message), files[0]?.kind]
  if (kind === 'document')
    return api.sendMediaGroup({ ...place, media: items.map((item) => ({ type: kind, ...item })) })
  if (kind === 'audio') return api.sendMediaGroup({ ...place, media: items.map((item) => ({ type: kind, ...item })) })
  const media = items.map((item, index) => {
    return files[index]?.kind === 'video' ? { type: 'video' as const, ...item } : { type: 'photo' as const, ...item }
  })
  return api.sendMediaGroup({ ...place, media })
}

function forwardMessages(api: RawApi, message: OutgoingMessage, from: MessagesAddress): Promise<unknown> {
  return api.forwardMessages({ ...placeOf(message), from_chat_id: from.to.peer, message_ids: [...from.messageIds] })
}

function placeOf({ to, topicId, isSilent }: OutgoingMessage) {
  return {
    chat_id: to.peer,
    ...(topicId === null ? {} : { message_thread_id: topicId }),
    ...(isSilent === true ? { disable_notification: true } : {}),
  }
}

function captionOf({ text, entities }: OutgoingMessage) {
  if (text === '') return {}
  return { caption: text, ...(entities.length === 0 ? {} : { caption_entities: entities.map(botEntity) }) }
}

/** By its file_id, or with its bytes, which the answer has a file_id for. */
async function mediaOf({ reference, file }: OutgoingFile): Promise<string | InputFile> {
  if (reference !== null) return reference
  if (file === undefined) throw new Error('a file with neither reference nor bytes')
  const { InputFile } = grammy()
  return new InputFile(await bytesOf(file), file.name)
}

/** At most the 20 MB that the Bot API gave it to us with. */
async function bytesOf(file: FileToMove): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let index = 0; index * filePartBytes < file.sizeBytes; index++) parts.push(await file.part(index))
  return Buffer.concat(parts)
}

/** An answer that says "ok" is no doubt, whatever else is in it. */
function sentIn(answer: unknown, files: readonly OutgoingFile[]): SentFiles {
  const messages: unknown[] = Array.isArray(answer) ? answer : [answer]
  const messageIds = messages.flatMap((message) => {
    const id = fieldOf(message, 'message_id')
    return typeof id === 'number' ? [id] : []
  })
  const references = files.map(({ kind }, index) => fileIdIn(messages[index], kind) ?? '')
  return references.length === 0 || references.includes('') ? { messageIds } : { messageIds, references }
}

/** A photo comes in several sizes, the largest last. */
function fileIdIn(message: unknown, kind: MediaKind): string | undefined {
  const given = fieldOf(message, kind)
  const id = fieldOf(Array.isArray(given) ? given.at(-1) : given, 'file_id')
  return typeof id === 'string' ? id : undefined
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
