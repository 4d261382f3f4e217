import type { LogFiles } from './log-files.ts'

/** Finished lines of the log: to standard error at once, and to files while the data folder is ours. */
export class LogLines {
  readonly #to: { write(line: string): void }
  readonly #isManaged: boolean
  #files: LogFiles | undefined

  /**
   * @param isManaged a process manager keeps what stands on standard error, in files that it never cuts: once we have files of our
   *   own it gets warnings and errors only
   */
  constructor(to: { write(line: string): void }, isManaged: boolean) {
    this.#to = to
    this.#isManaged = isManaged
  }

  write(line: string): void {
    this.#files?.write(line)
    if (!this.#isManaged || this.#files === undefined || isLoud(line)) this.#to.write(line)
  }

  keepIn(files: LogFiles): void {
    this.#files = files
  }
}

/** pino writes the level first: 40 is a warning. */
function isLoud(line: string): boolean {
  return /^\{"level":[456]0,/.test(line)
}
