import { renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { makePrivateFolder } from '../base/data-folder.ts'
import { redact } from '../base/redact.ts'
import type { EngineEvent } from '../delivery/events.ts'
import { LineFile } from './line-file.ts'
import { logFamilies, logFilesOf, nameOf } from './log-names.ts'
import type { LogFamily } from './log-names.ts'

export interface LogFilesDeps {
  /** data/logs */
  readonly folder: string
  readonly clock: Clock
  /** LOG_RETENTION_DAYS */
  readonly retentionDays: number
  /** A file that has grown to this goes on in another part. */
  readonly bytesMax?: number
  /** Replaced in tests: a disk that is full. */
  readonly write?: (fd: number, bytes: Buffer, offset: number) => number
}

const megabyte = 1024 * 1024

/**
 * The log as files: `karvon-YYYY-MM-DD.log` in UTC, then `.1.log` and so on when a day has more than 50 MB. Where pino writes its
 * lines; every line is masked by then.
 */
export class LogFiles {
  readonly #deps: LogFilesDeps
  readonly #file: LineFile
  #day = ''

  constructor(deps: LogFilesDeps) {
    this.#deps = deps
    this.#file = new LineFile(deps.write)
  }

  /** Lines that were lost because the disk was full. */
  get dropped(): number {
    return this.#file.dropped
  }

  /** @param line one object of JSON, with its new line */
  write(line: string): void {
    const day = dayOf(this.#deps.clock.nowMs())
    const isFull = this.#file.bytes >= (this.#deps.bytesMax ?? 50 * megabyte)
    if (day !== this.#day || isFull || !this.#file.isOpen) this.#open(day)
    this.#file.append(line, (count) => lostLine(this.#deps.clock.nowMs(), { level: warning }, count))
  }

  close(): void {
    this.#file.close()
    this.#day = ''
  }

  #open(day: string): void {
    const { folder, bytesMax = 50 * megabyte } = this.#deps
    if (day !== this.#day) prepare(this.#deps, logFamilies.log)
    const ofToday = logFilesOf(folder, logFamilies.log).filter((file) => file.day === day)
    const last = ofToday.at(-1)
    const part = last === undefined ? 0 : last.part + (sizeOf(join(folder, last.name)) >= bytesMax ? 1 : 0)
    this.#file.open(join(folder, nameOf(logFamilies.log, day, part)))
    this.#day = day
  }
}

/**
 * Named events as `events.jsonl`, one object a line. A day's file, or one of 50 MB, is put aside as `events-YYYY-MM-DD.jsonl`, so that
 * whoever follows the name always has the newest.
 */
export class EventFile {
  readonly #deps: LogFilesDeps
  readonly #file: LineFile
  readonly #path: string
  #day = ''

  constructor(deps: LogFilesDeps) {
    this.#deps = deps
    this.#file = new LineFile(deps.write)
    this.#path = join(deps.folder, logFamilies.events.current)
  }

  get dropped(): number {
    return this.#file.dropped
  }

  write({ name, ...fields }: EngineEvent): void {
    const nowMs = this.#deps.clock.nowMs()
    const day = dayOf(nowMs)
    const isFull = this.#file.bytes >= (this.#deps.bytesMax ?? 50 * megabyte)
    if (day !== this.#day || isFull || !this.#file.isOpen) this.#open(day)
    const line = `${redact(JSON.stringify({ time: new Date(nowMs).toISOString(), event: name, ...fields }))}\n`
    this.#file.append(line, (count) => lostLine(nowMs, { event: 'lines_lost' }, count))
  }

  close(): void {
    this.#file.close()
    this.#day = ''
  }

  #open(today: string): void {
    const { folder, bytesMax = 50 * megabyte } = this.#deps
    this.#file.close()
    if (today !== this.#day) prepare(this.#deps, logFamilies.events)
    const stat = statSync(this.#path, { throwIfNoEntry: false })
    const day = stat === undefined ? today : dayOf(stat.mtimeMs)
    if (stat !== undefined && stat.size > 0 && (day !== today || stat.size >= bytesMax)) putAside(folder, day)
    this.#file.open(this.#path)
    this.#day = today
  }
}

function putAside(folder: string, day: string): void {
  const { events } = logFamilies
  const last = logFilesOf(folder, events).findLast((file) => file.day === day)
  const part = last === undefined ? 0 : last.part + 1
  try {
    renameSync(join(folder, events.current), join(folder, nameOf(events, day, part)))
  } catch {
    // It goes on in the same file: a long one is better than none.
  }
}

/** Makes the folder and deletes what is older than its time. A failure shows when the file is opened. */
function prepare({ folder, clock, retentionDays }: LogFilesDeps, family: LogFamily): void {
  const oldest = dayOf(clock.nowMs() - retentionDays * dayMs)
  try {
    makePrivateFolder(folder)
    for (const { name, day } of logFilesOf(folder, family)) {
      if (day !== undefined && day < oldest) rmSync(join(folder, name), { force: true })
    }
  } catch {
    // The disk may be read-only by now.
  }
}

const dayMs = 24 * 3_600_000
/** As pino counts. */
const warning = 40

function lostLine(nowMs: number, kind: object, count: number): string {
  const msg = `${count} lines are missing here: the disk was full, or the file could not be opened`
  return `${JSON.stringify({ ...kind, time: new Date(nowMs).toISOString(), count, msg })}\n`
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
