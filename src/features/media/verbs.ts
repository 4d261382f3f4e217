import type { FileLibrary } from '../../delivery/media.ts'
import type { FileStore } from '../../shard/files.ts'

/** The verbs of the library in the store, beside those of the spine. Each is one transaction. */
export type MediaVerbs = InStore<FileStore> & FileLibrary

type InStore<Port> = {
  readonly [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never
}
