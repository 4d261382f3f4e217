import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'

/**
 * A file of whole lines for its owner only. Never throws: a log must not end what it tells about. What cannot be written, because the
 * disk is full, is counted, and said with the first line that can.
 */
export class LineFile {
  readonly #write: (fd: number, bytes: Buffer, offset: number) => number
  #fd: number | undefined
  #bytes = 0
  #dropped = 0
  #unsaid = 0
  /** The last line stands there in part, so that the next must begin on a line of its own. */
  #isTorn = false

  constructor(write: (fd: number, bytes: Buffer, offset: number) => number = writeSync) {
    this.#write = write
  }

  /** Bytes in the file that is open. */
  get bytes(): number {
    return this.#bytes
  }

  /** Lines that were lost since the start. */
  get dropped(): number {
    return this.#dropped
  }

  get isOpen(): boolean {
    return this.#fd !== undefined
  }

  /** Goes on at the end of this file, which is made when it is not there. Stays closed when that fails. */
  open(path: string): void {
    this.close()
    try {
      this.#fd = openSync(path, 'a', 0o600)
      this.#bytes = fstatSync(this.#fd).size
    } catch {
      this.close()
    }
  }

  close(): void {
    const fd = this.#fd
    this.#fd = undefined
    this.#isTorn = false
    if (fd !== undefined) closeSync(fd)
  }

  /** @param line ends with a new line */
  append(line: string, lost: (count: number) => string): void {
    if (this.#unsaid > 0 && this.#put(lost(this.#unsaid))) this.#unsaid = 0
    if (this.#unsaid === 0 && this.#put(line)) return
    this.#dropped++
    this.#unsaid++
  }

  #put(text: string): boolean {
    const fd = this.#fd
    if (fd === undefined) return false
    const bytes = Buffer.from(this.#isTorn ? `\n${text}` : text)
    let written = 0
    try {
      while (written < bytes.length) written += this.#write(fd, bytes, written)
      this.#isTorn = false
      return true
    } catch {
      if (written > 0) this.#isTorn = true
      return false
    } finally {
      this.#bytes += written
    }
  }
}
