import type { MessagePort } from 'node:worker_threads'

/** The first message of the store's thread: plain data, because it crosses to another thread. */
export interface StoreThreadStart {
  readonly path: string
  /** How often it looks whether its file is still the one in the folder. */
  readonly watchEveryMs?: number
  /** As in KARVON_FAILPOINTS. */
  readonly failpoints?: string | undefined
}

/** What its owner tells the store's thread. Verbs do not travel here: whoever needs them has a port. */
export type ToStoreThread =
  /** A port for whoever needs the verbs. Transferred. */
  | { readonly type: 'connect'; readonly port: MessagePort }
  /** Copy the database to this file, which is empty or not there. */
  | { readonly type: 'copy'; readonly id: number; readonly to: string }
  | { readonly type: 'figures'; readonly id: number }
  /** Finish what is queued, close the file and end. */
  | { readonly type: 'stop' }

export type FromStoreThread =
  | { readonly type: 'ready' }
  /** It ends, and why: an error of SQLite's arrives as an empty object when it is thrown across threads. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'copying'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly type: 'copied'; readonly id: number }
  | { readonly type: 'copy-failed'; readonly id: number; readonly message: string; readonly code: string | undefined }
  | { readonly type: 'figures'; readonly id: number; readonly figures: StoreFigures }
  /** The file is not ours any more, and nothing is committed from here on. Said once. */
  | { readonly type: 'lost'; readonly reason: string }

/** For `karvon status` and metrics. */
export interface StoreFigures extends StoreCounts {
  readonly fileBytes: number
  readonly walBytes: number
}

/** Since the thread started. */
export interface StoreCounts {
  readonly commits: number
  readonly verbs: number
  /** Turns that failed as a whole: disk full, or the file locked by another program. */
  readonly failedCommits: number
  /** Of the last commit and the longest one. */
  readonly lastCommitMs: number
  readonly longestCommitMs: number
}
