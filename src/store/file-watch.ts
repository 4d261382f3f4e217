import { statSync } from 'node:fs'

/**
 * Whether `path` still is the file that was opened. SQLite goes on writing into a file that somebody removed or replaced, without
 * an error, and all of it is gone at the end. Looks with stat only: to open and close the file would drop SQLite's locks.
 */
export class FileWatch {
  readonly #path: string
  readonly #opened: string | undefined

  constructor(path: string) {
    this.#path = path
    this.#opened = identityOf(path)
  }

  /** @returns what happened to the file; undefined while all is well. */
  problem(): string | undefined {
    const identity = identityOf(this.#path)
    if (identity === this.#opened) return undefined
    const what = identity === undefined ? 'was removed or moved' : 'was replaced by another file'
    return `${this.#path} ${what} while it was in use: nothing more can be kept. Stop, restore a backup, then start`
  }
}

/** @returns undefined when there is none. */
export function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
  return stat === undefined ? undefined : `${stat.dev}:${stat.ino}`
}
