import type { Peer } from './peer.ts'

/** What a file is sent as: https://core.telegram.org/bots/api#inputmedia */
export const mediaKinds = ['photo', 'video', 'document', 'audio', 'voice', 'animation'] as const

export type MediaKind = (typeof mediaKinds)[number]

/** A file of the library, by its number there; its bytes and what accounts call it by stand in the store. */
export interface MediaItem {
  readonly kind: MediaKind
  readonly fileId: number
}

/** A post that is passed on as it stands, with its author shown. */
export interface ForwardedPost {
  readonly from: Peer
  /** As it was called when it was chosen, for whoever reads of it. */
  readonly title: string
  /** Rising; several are one album. */
  readonly messageIds: readonly number[]
}

/** https://core.telegram.org/bots/api#sendmediagroup */
const albumMax = 10

export type MediaProblem =
  | { readonly type: 'too-many-files'; readonly count: number; readonly max: number }
  /** Documents go with documents only, and music with music; voice messages and animations alone. */
  | { readonly type: 'mixed-album' }
  | { readonly type: 'forward-incomplete' }

/** Looks at the files of a message, without asking anybody. */
export function mediaProblemOf(media: readonly MediaItem[]): MediaProblem | undefined {
  if (media.length > albumMax) return { type: 'too-many-files', count: media.length, max: albumMax }
  if (media.length < 2) return undefined
  const kinds = new Set(media.map(({ kind }) => kind))
  const isAlone = kinds.has('voice') || kinds.has('animation')
  const isMixed = (kinds.has('document') || kinds.has('audio')) && kinds.size > 1
  return isAlone || isMixed ? { type: 'mixed-album' } : undefined
}

export function forwardProblemOf({ messageIds }: ForwardedPost): MediaProblem | undefined {
  if (messageIds.length > albumMax) return { type: 'too-many-files', count: messageIds.length, max: albumMax }
  const isRising = messageIds.every((id, index) => Number.isSafeInteger(id) && id > (messageIds[index - 1] ?? 0))
  return messageIds.length === 0 || !isRising ? { type: 'forward-incomplete' } : undefined
}

export function isMediaItem(value: unknown): value is MediaItem {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('fileId' in value)) return false
  return mediaKinds.some((kind) => kind === value.kind) && Number.isSafeInteger(value.fileId)
}

/** A file with its bytes, on its way to Telegram. */
export interface FileToMove {
  /** 64 bits; what was uploaded under it is written over by a repeat. */
  readonly uploadId: string
  readonly kind: MediaKind
  readonly name: string
  readonly mime: string
  readonly sizeBytes: number
  /** Pixels and seconds, as whoever sent it said; 0 where nobody did. */
  readonly width: number
  readonly height: number
  readonly durationS: number
  /** `filePartBytes` of it, the last part fewer. @throws when they are not there */
  part(index: number): Promise<Uint8Array>
}

/** Both as it is stored and as it is uploaded: the largest part that Telegram takes, https://core.telegram.org/api/files. */
export const filePartBytes = 512 * 1024

/** A file of a message that is sent. */
export interface OutgoingFile {
  readonly kind: MediaKind
  /** As the account's own link calls it, and nobody else understands; null where only the bytes will do, of a bot. */
  readonly reference: string | null
  readonly file?: FileToMove
  /** Signed, 64 bits, never 0; one for each part of an album. */
  readonly randomId: string
}

/** What a message that was sent left to know, as it stands in the result of its attempt. */
export interface SentFiles {
  /** Of an album or a forward, one for each part. */
  readonly messageIds: readonly number[]
  /** Of a bot's files, in their order. */
  readonly references?: readonly string[]
}

/** A file on its way into the library. */
export interface NewFile {
  readonly ownerId: number
  readonly kind: MediaKind
  /** As every bot calls it: what makes the same file one. */
  readonly uniqueId: string
  /** As this bot calls it. */
  readonly botId: number
  readonly botFileId: string
  readonly name: string
  readonly mime: string
  readonly sizeBytes: number
  /** Pixels and seconds; 0 where nobody said. */
  readonly width: number
  readonly height: number
  readonly durationS: number
  readonly nowMs: number
}

/** A file of the library as a bot shows it. */
export interface ShownFile {
  readonly id: number
  readonly kind: MediaKind
  readonly botFileId: string
  readonly name: string
}

/** The library as whoever puts files there sees it. Each verb is one transaction. */
export interface FileLibrary {
  /** A file that somebody gave; the same one again is the one that stands. Not to be sent before `endFile`. */
  addFile(file: NewFile): { readonly id: number; readonly isWhole: boolean }
  /** `filePartBytes` of it, the last part fewer; given again, it is the one that stands. */
  addFilePart(part: { readonly fileId: number; readonly part: number; readonly bytes: Uint8Array }): void
  /** All of its parts are there. */
  endFile(id: number): void
  /** What its owner's files are called, in the order of the ids; what is another's is left out. */
  filesToShow(of: { readonly ids: readonly number[]; readonly ownerId: number | null }): ShownFile[]
}
