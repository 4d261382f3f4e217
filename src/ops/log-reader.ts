import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { join } from 'node:path'
import { logFilesOf } from './log-names.ts'
import type { LogFamily } from './log-names.ts'

export interface LogSource {
  readonly folder: string
  readonly family: LogFamily
  /** Which lines count. */
  isWanted(line: string): boolean
}

/** Where a follower goes on: what came before was read. */
export interface LogPosition {
  readonly inode: number
  readonly offset: number
}

/**
 * The last lines, oldest first, over as many files as it takes. Reads from the end, so that a day's log is not read for ten lines of it.
 * @returns them, and the position behind the last one; undefined where there is no file
 */
export function lastLines(source: LogSource, count: number): { lines: string[]; end: LogPosition | undefined } {
  const files = logFilesOf(source.folder, source.family).toReversed()
  const lines: string[] = []
  let end: LogPosition | undefined
  for (const { name } of files) {
    const fd = openSync(join(source.folder, name), 'r')
    try {
      const { ino: inode, size } = fstatSync(fd)
      const whole = wholeBytes(fd, size)
      end ??= { inode, offset: whole }
      for (const line of linesBackwards(fd, whole)) {
        if (lines.length >= count) break
        if (source.isWanted(line)) lines.push(line)
      }
    } finally {
      closeSync(fd)
    }
    if (lines.length >= count) break
  }
  return { lines: lines.toReversed(), end }
}

/**
 * Calls `onLine` for each line after `from` as it is written, over rotations, until the signal. A file that was deleted unread is
 * passed over. Looks four times a second: a log is read by a person.
 */
export async function followLines(
  source: LogSource,
  from: LogPosition | undefined,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const follower = new Follower(source, from, onLine)
  try {
    while (!signal.aborted) {
      follower.read()
      await pause(signal)
    }
  } finally {
    follower.close()
  }
}

const pollMs = 250
const chunkBytes = 64 * 1024

class Follower {
  readonly #source: LogSource
  readonly #onLine: (line: string) => void
  #open: { readonly fd: number; readonly inode: number; offset: number } | undefined
  #decoder = new StringDecoder('utf8')
  #rest = ''

  constructor(source: LogSource, from: LogPosition | undefined, onLine: (line: string) => void) {
    this.#source = source
    this.#onLine = onLine
    if (from !== undefined) this.#goTo(this.#files().find(({ inode }) => inode === from.inode)?.path, from.offset)
  }

  /** Everything that is there by now. */
  read(): void {
    for (;;) {
      this.#readToEnd()
      const next = this.#next()
      if (next === undefined) return
      // What was written between the last read and the rotation.
      this.#readToEnd()
      this.#goTo(next, 0)
    }
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.fd)
    this.#open = undefined
  }

  #files(): { path: string; inode: number }[] {
    const { folder, family } = this.#source
    return logFilesOf(folder, family).flatMap(({ name }) => {
      const path = join(folder, name)
      const stat = statSync(path, { throwIfNoEntry: false })
      return stat === undefined ? [] : [{ path, inode: stat.ino }]
    })
  }

  /** The file after the one that is open; the newest where that one is gone or none is open. */
  #next(): string | undefined {
    const files = this.#files()
    const at = files.findIndex(({ inode }) => inode === this.#open?.inode)
    return at === -1 ? files.at(-1)?.path : files[at + 1]?.path
  }

  #goTo(path: string | undefined, offset: number): void {
    if (path === undefined) return
    const fd = openSync(path, 'r')
    this.close()
    this.#open = { fd, inode: fstatSync(fd).ino, offset }
    this.#decoder = new StringDecoder('utf8')
    this.#rest = ''
  }

  #readToEnd(): void {
    const open = this.#open
    if (open === undefined) return
    const chunk = Buffer.alloc(chunkBytes)
    for (;;) {
      const bytes = readSync(open.fd, chunk, 0, chunkBytes, open.offset)
      if (bytes === 0) return
      open.offset += bytes
      const lines = (this.#rest + this.#decoder.write(chunk.subarray(0, bytes))).split('\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '' && this.#source.isWanted(line)) this.#onLine(line)
    }
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, pollMs)
    signal.addEventListener('abort', done)
  })
}

const newLine = 0x0a

/** Up to the last new line: behind it stands a line that is being written. */
function wholeBytes(fd: number, size: number): number {
  const chunk = Buffer.alloc(chunkBytes)
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - chunkBytes)
    const bytes = readSync(fd, chunk, 0, end - start, start)
    const at = chunk.subarray(0, bytes).lastIndexOf(newLine)
    if (at !== -1) return start + at + 1
    end = start
  }
  return 0
}

/** Lines from the end to the beginning, without empty ones. */
function* linesBackwards(fd: number, size: number): Generator<string> {
  // Bytes, not text: a chunk may begin in the middle of a character.
  let tail = Buffer.alloc(0)
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - chunkBytes)
    const chunk = Buffer.alloc(end - start)
    readSync(fd, chunk, 0, chunk.length, start)
    let rest = Buffer.concat([chunk, tail])
    for (let at = rest.lastIndexOf(newLine); at !== -1; at = rest.lastIndexOf(newLine)) {
      const line = rest.toString('utf8', at + 1)
      rest = rest.subarray(0, at)
      if (line !== '') yield line
    }
    tail = rest
    end = start
  }
  if (tail.length > 0) yield tail.toString('utf8')
}
