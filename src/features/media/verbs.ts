import type { FileLibrary } from '../../delivery/media.ts'
import type { FileStore } from '../../shard/files.ts'

/** The verbs of the library in the store, beside those of the spine. Each is one transaction. */
export type MediaVerbs = InStore<FileStore> &
  FileLibrary & {
    /**
     * Deletes files that were given before then and are in no content and no draft of their owner's: part by part, because one may
     * have 50 MB. @returns how many rows were deleted or found in use, at most `limit`; fewer: there are no more of them
     */
    pruneFiles(beforeMs: number, limit: number): number
  }

type InStore<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}
