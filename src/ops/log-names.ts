import { readdirSync } from 'node:fs'

/** The files that one kind of line goes to. */
export interface LogFamily {
  readonly prefix: string
  readonly suffix: string
  /** The name that the newest file always has; undefined where it has a day as the others do. */
  readonly current: string | undefined
}

export const logFamilies = {
  log: { prefix: 'karvon', suffix: 'log', current: undefined },
  events: { prefix: 'events', suffix: 'jsonl', current: 'events.jsonl' },
} as const satisfies Record<string, LogFamily>

export interface LogFile {
  readonly name: string
  /** `YYYY-MM-DD` in UTC; undefined for the current file of a family that has one. */
  readonly day: string | undefined
  readonly part: number
}

export function nameOf({ prefix, suffix }: LogFamily, day: string, part: number): string {
  return `${prefix}-${day}${part === 0 ? '' : `.${part}`}.${suffix}`
}

/** The files of a family in the order in which they were written. A folder that is not there has none. */
export function logFilesOf(folder: string, { prefix, suffix, current }: LogFamily): LogFile[] {
  const shape = new RegExp(`^${prefix}-(\\d{4}-\\d\\d-\\d\\d)(?:\\.(\\d+))?\\.${suffix}$`)
  const names = namesIn(folder)
  const dated = names.flatMap((name) => {
    const [, day, part = '0'] = shape.exec(name) ?? []
    return day === undefined ? [] : [{ name, day, part: Number(part) }]
  })
  dated.sort((a, b) => (a.day === b.day ? a.part - b.part : a.day < b.day ? -1 : 1))
  const newest = current !== undefined && names.includes(current) ? [{ name: current, day: undefined, part: 0 }] : []
  return [...dated, ...newest]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
