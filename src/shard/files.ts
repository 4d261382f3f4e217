import type { FileToMove, MediaKind } from '../delivery/media.ts'
import type { Peer } from '../delivery/peer.ts'

/** What works ask of the library of files, and tell it. */
export interface FileStore {
  /**
   * How the attempt's account calls these files. Those that it does not have yet are moved to it from here on, and what else waits for
   * the same content waits with the attempt.
   */
  filesFor(ask: FilesAsk): Promise<FilesAnswer>
  /** With what there is to move it; undefined when it is gone. */
  fileToMove(of: AccountFile): Promise<LibraryFile | undefined>
  filePart(of: { readonly fileId: number; readonly part: number }): Promise<Uint8Array | undefined>
  /** It may be sent from now on: whatever waits for a file of this account looks again. */
  saveReference(saved: AccountFile & { readonly reference: string; readonly nowMs: number }): Promise<void>
  /** Telegram does not take it: whatever waits for it is told so. */
  saveFailure(failed: AccountFile & { readonly error: string; readonly nowMs: number }): Promise<void>
  /** Telegram calls them too old. `isSeenToo`: those from the messages in which they stand are no better. */
  dropReferences(of: {
    readonly accountId: number
    readonly fileIds: readonly number[]
    readonly isSeenToo: boolean
  }): Promise<void>
  /** They stand in these messages of the account's, in their order: where fresh references are found. */
  noteSeen(seen: FilesSeen): Promise<void>
  /** With what the account may address a chat; null where it has no hash, undefined where the account does not know it. */
  accessHash(of: { readonly accountId: number; readonly peer: Peer }): Promise<string | null | undefined>
}

export interface AccountFile {
  readonly accountId: number
  readonly fileId: number
}

export interface FilesAsk {
  readonly accountId: number
  readonly attemptId: number
  readonly fileIds: readonly number[]
  readonly nowMs: number
  /** What is to be moved is moved from then on; at once without it. */
  readonly moveAtMs?: number
}

export type FilesAnswer =
  | { readonly type: 'ready'; readonly files: readonly KnownFile[] }
  | { readonly type: 'moving'; readonly waitMs: number }
  /** Telegram does not take one of them, or it is gone. `passes`: another time it may well get there. */
  | { readonly type: 'failed'; readonly error: string; readonly passes?: true }

export interface KnownFile {
  readonly fileId: number
  readonly kind: MediaKind
  /** Null for a bot that has not sent it yet: it goes with its bytes. */
  readonly reference: string | null
  readonly savedAtMs: number
  readonly isSeen: boolean
}

export interface LibraryFile extends Omit<FileToMove, 'uploadId' | 'part'> {
  readonly reference: string | null
  /** Where it stands in a message of the account's. */
  readonly seenPeer: Peer | null
  readonly seenMessageId: number | null
}

export interface FilesSeen {
  readonly accountId: number
  readonly fileIds: readonly number[]
  readonly peer: Peer
  readonly messageIds: readonly number[]
}
