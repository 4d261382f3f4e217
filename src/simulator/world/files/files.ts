import { createHash } from 'node:crypto'
import type { StoredFile } from '../model.ts'
import type { WorldStore } from '../world-store.ts'
import type { FileReferences } from './file-references.ts'

/** What is known of photos, documents and other files; their bytes lie in the data folder, named by the id. */
export class Files {
  readonly references: FileReferences
  readonly #store: WorldStore
  #lastId: number

  constructor(store: WorldStore, references: FileReferences) {
    this.references = references
    this.#store = store
    this.#lastId = store.lastFileId()
  }

  /** An id for bytes that are about to be written; it is never given out again, also when nothing comes of them. */
  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  /** The bytes must be on disk already: a message may refer to the file from here on. */
  add(file: StoredFile): void {
    this.#store.saveFile(file)
  }

  find(id: number): StoredFile | undefined {
    return this.#store.file(id)
  }

  /** One for everybody: the file reference, not the hash, is what ages on Telegram. */
  accessHash(id: number): bigint {
    return createHash('sha256').update(`file|${id}`).digest().readBigInt64LE(0)
  }
}
