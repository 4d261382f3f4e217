import { printable } from '../base/printable.ts'
import { paint } from './output.ts'
import type { Style } from './output.ts'
import type { Terminal } from './terminal.ts'

/** As pino counts. */
const levels: Readonly<Record<string, { number: number; style: Style }>> = {
  trace: { number: 10, style: 'dim' },
  debug: { number: 20, style: 'dim' },
  info: { number: 30, style: 'green' },
  warn: { number: 40, style: 'yellow' },
  error: { number: 50, style: 'red' },
  fatal: { number: 60, style: 'red' },
}

export function levelNumber(name: string): number {
  return levels[name]?.number ?? 30
}

/** @returns undefined for a line that is no object of JSON: torn by a full disk */
export function parseEntry(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** One entry for a person: its local time, level, message, then its fields; a stack below it. */
export function describeEntry(terminal: Terminal, line: string): string {
  const entry = parseEntry(line)
  if (entry === undefined) return printable(line)
  const { level, time, msg, event, err, ...fields } = entry
  const name = Object.keys(levels).find((candidate) => levels[candidate]?.number === level)
  const said = [msg, event === msg ? undefined : event].filter((text) => typeof text === 'string').map(printable)
  const head = [
    paint(terminal, 'dim', typeof time === 'string' ? localTime(time) : '-'),
    name === undefined ? '' : paint(terminal, levels[name]?.style ?? 'green', name.toUpperCase().padEnd(5)),
    said.join(' '),
    paint(terminal, 'dim', Object.entries(fields).map(fieldInWords).join(' ')),
  ]
  return [head.filter((part) => part !== '').join(' '), ...errorLines(err)].join('\n')
}

function fieldInWords([name, value]: [string, unknown]): string {
  const text = typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value)
  return printable(`${name}=${text}`)
}

function errorLines(err: unknown): string[] {
  if (typeof err !== 'object' || err === null) return []
  const { stack, message } = err as { stack?: unknown; message?: unknown }
  const text = typeof stack === 'string' ? stack : typeof message === 'string' ? message : JSON.stringify(err)
  return text.split('\n').map((line) => `    ${printable(line)}`)
}

function localTime(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return printable(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
