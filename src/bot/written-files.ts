import type { Message } from 'grammy/types'
import type { Rich } from './rich-text.ts'

/** A file as a person gave it to the bot. */
export interface WrittenFile {
  readonly kind: 'photo' | 'video' | 'document' | 'audio' | 'voice' | 'animation'
  /** As this bot calls it, and as every bot does. */
  readonly fileId: string
  readonly uniqueId: string
  /** 0 where Telegram does not say. */
  readonly sizeBytes: number
  readonly name: string
  readonly mime: string
  readonly width: number
  readonly height: number
  readonly durationS: number
}

/** A post of a channel that was passed on to the bot; of an album all of its parts. */
export interface WrittenPost {
  /** Marked. */
  readonly chatId: number
  readonly title: string
  readonly messageIds: readonly number[]
}

/** Files in a message of their own, as they will be sent. */
export interface ShownFiles {
  readonly files: readonly Pick<WrittenFile, 'kind' | 'fileId'>[]
  readonly caption: Rich
}

/** What can be said above a screen. */
export type Said = Rich | ShownFiles

export function isFiles(said: Said): said is ShownFiles {
  return typeof said === 'object' && 'files' in said
}

/** The file of a message; undefined where there is none, or one that cannot be sent on, such as a sticker. */
export function fileIn(message: Message): WrittenFile | undefined {
  const { photo, video, animation, audio, voice, document } = message
  const largest = photo?.at(-1)
  if (largest !== undefined) return { ...common('photo', largest), name: 'photo.jpg', mime: 'image/jpeg' }
  // An animation comes as a document too.
  if (animation !== undefined) return common('animation', animation)
  if (video !== undefined) return common('video', video)
  if (audio !== undefined) return common('audio', audio)
  if (voice !== undefined) return common('voice', voice)
  return document === undefined ? undefined : common('document', document)
}

/** The posts of one channel that some messages pass on; undefined for anything else. */
export function postIn(messages: readonly Message[]): WrittenPost | undefined {
  const origins = messages.map(({ forward_origin: origin }) => (origin?.type === 'channel' ? origin : undefined))
  const [first] = origins
  if (first === undefined) return undefined
  const messageIds = origins.flatMap((origin) => (origin?.chat.id === first.chat.id ? [origin.message_id] : []))
  return { chatId: first.chat.id, title: first.chat.title, messageIds: messageIds.toSorted((a, b) => a - b) }
}

interface Given {
  readonly file_id: string
  readonly file_unique_id: string
  readonly file_size?: number
  readonly file_name?: string
  readonly mime_type?: string
  readonly width?: number
  readonly height?: number
  readonly duration?: number
}

const mimes = {
  photo: 'image/jpeg',
  video: 'video/mp4',
  animation: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
}

function common(kind: WrittenFile['kind'], given: Given): WrittenFile {
  const mime = kind === 'document' ? 'application/octet-stream' : mimes[kind]
  return {
    kind,
    fileId: given.file_id,
    uniqueId: given.file_unique_id,
    sizeBytes: given.file_size ?? 0,
    name: given.file_name ?? `${kind}.${mime.split('/')[1] === 'octet-stream' ? 'bin' : (mime.split('/')[1] ?? 'bin')}`,
    mime: given.mime_type ?? mime,
    width: given.width ?? 0,
    height: given.height ?? 0,
    durationS: given.duration ?? 0,
  }
}
