import { InvalidArgumentError } from 'commander'
import { printable } from '../base/printable.ts'
import { parsePeer } from '../delivery/peer.ts'

/** An id of ours, or of a person at Telegram. */
export function parseId(text: string): number {
  const id = Number(text)
  if (!/^\d{1,15}$/.test(text) || id < 1) throw new InvalidArgumentError('Give a number from 1, of at most 15 digits.')
  return id
}

/** Words in one line. */
export function parseLine(max: number): (text: string) => string {
  return (text) => {
    const line = text.trim()
    if (line === '' || line.length > max || printable(line) !== line) {
      throw new InvalidArgumentError(`Give 1 to ${max} characters in one line.`)
    }
    return line
  }
}

/** A file or folder; that it is there is for the command to see. */
export function parsePath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: name a file.')
  return text
}

/** A number of things, within bounds. */
export function parseCount(min: number, max: number): (text: string) => number {
  return (text) => {
    const count = Number(text)
    if (!/^\d{1,9}$/.test(text) || count < min || count > max) {
      throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`)
    }
    return count
  }
}

/** A duration as a person types it: `30s`, `5m`, `2h`, `1d`. @returns milliseconds */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? []
  const unitMs = unit === undefined ? undefined : unitsMs[unit]
  if (count === undefined || unitMs === undefined || Number(count) === 0) {
    throw new InvalidArgumentError('Give a duration such as 30s, 5m, 2h or 1d.')
  }
  return Number(count) * unitMs
}

const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `all`, or marked ids of chats: `-1001234567890,-1009876543210`. */
export function parseGroups(text: string): 'all' | number[] {
  if (text === 'all') return 'all'
  return text.split(',').map((part) => {
    const peer = parsePeer(part.trim())
    if (peer === undefined) throw new InvalidArgumentError(`'${part}' is no id of a chat; give all, or -100…,-100….`)
    return peer
  })
}
