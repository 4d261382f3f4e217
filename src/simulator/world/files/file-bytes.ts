import { createReadStream } from 'node:fs'
import type { ReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The bytes of files, in the data folder, named by their ids. */
export class FileBytes {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** On disk when it resolves: the message that refers to it is committed after that, never before. */
  async write(id: number, data: Buffer): Promise<void> {
    const file = await open(this.#path(id), 'w', 0o600)
    try {
      await file.writeFile(data)
      await file.sync()
    } finally {
      await file.close()
    }
  }

  /** Undefined when they are not here. */
  async read(id: number): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#path(id))
    } catch {
      return undefined
    }
  }

  stream(id: number): ReadStream {
    return createReadStream(this.#path(id))
  }

  #path(id: number): string {
    return join(this.#folder, String(id))
  }
}
