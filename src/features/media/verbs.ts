import type { MediaKind } from '../../delivery/media.ts'
import type { FileStore } from '../../shard/files.ts'

/** The verbs of the library in the store, beside those of the spine. Each is one transaction. */
export type MediaVerbs = InStore<FileStore> & {
  /** A file that somebody gave the bot; the same one again is the one that stands. Not to be sent before `endFile`. */
  addFile(file: NewFile): { readonly id: number; readonly isWhole: boolean }
  addFilePart(part: { readonly fileId: number; readonly part: number; readonly bytes: Uint8Array }): void
  /** All of its parts are there. */
  endFile(id: number): void
  /** How the bot calls its owner's files, in the order of the ids; what is another's is left out. */
  filesToShow(of: { readonly ids: readonly number[]; readonly ownerId: number | null }): ShownFile[]
}

type InStore<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}

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
  readonly width: number
  readonly height: number
  readonly durationS: number
  readonly nowMs: number
}

export interface ShownFile {
  readonly id: number
  readonly kind: MediaKind
  readonly botFileId: string
  readonly name: string
}
