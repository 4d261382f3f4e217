import { styleText } from 'node:util'
import { Presets, SingleBar } from 'cli-progress'
import Table from 'cli-table3'
import type { Command } from 'commander'
import { printable } from '../base/printable.ts'
import type { Progress } from '../supervisor/control-protocol.ts'
import type { Terminal } from './terminal.ts'

export type Style = Parameters<typeof styleText>[0]

/** The option that every command has. Its shapes only ever grow. */
export function withJson(command: Command): Command {
  return command.option('--json', 'one line of JSON instead of text')
}

/** Says what a command found or did: as JSON for a script, in words for a person. */
export function say<T>(
  terminal: Terminal,
  flags: { readonly json?: true },
  value: T,
  words: (value: T) => string,
): void {
  if (flags.json === true) terminal.print(`${JSON.stringify(value)}\n`)
  else terminal.print(`${words(value).trimEnd()}\n`)
}

export function paint(terminal: Terminal, style: Style, text: string): string {
  return terminal.hasColours ? styleText(style, text) : text
}

/**
 * Rows under their names, without lines: a terminal shows them, and `awk` can still read them.
 * @param options `isWhole`: the last column is sentences of ours, which are not cut
 */
export function table(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  { isWhole = false }: { readonly isWhole?: boolean } = {},
): string {
  const made = new Table({
    head: head.map((name) => paint(terminal, 'dim', name)),
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colAligns: head.map((_, column) => (rows.every((row) => typeof row[column] === 'number') ? 'right' : 'left')),
  })
  for (const row of rows) made.push(row.map((value, column) => cell(value, isWhole && column === row.length - 1)))
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** A name from Telegram may be long, and may hold what makes a terminal do things. `--json` has all of it. */
function cell(value: string | number, isWhole: boolean): string {
  const text = printable(String(value))
  return text.length > cellMax && !isWhole ? `${text.slice(0, cellMax - 1)}…` : text
}

const cellMax = 80

const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
}

/** Shows how far long work is, on a terminal. @param noun what is counted: `groups` */
export async function withBar<T>(
  terminal: Terminal,
  noun: string,
  work: (report: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  if (!terminal.hasBars) return work(() => {})
  const bar = new SingleBar({ format: `{bar} {value}/{total} ${noun}`, clearOnComplete: true }, Presets.shades_grey)
  let isShown = false
  try {
    return await work(({ done, total }) => {
      if (!isShown) bar.start(total, done)
      isShown = true
      bar.setTotal(total)
      bar.update(done)
    })
  } finally {
    if (isShown) bar.stop()
  }
}

/** `1 message`, `3 messages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `3 min ago`, `in 2 h`. */
export function relative(atMs: number, nowMs: number): string {
  const [text, isPast] = [duration(Math.abs(atMs - nowMs)), atMs <= nowMs]
  return isPast ? `${text} ago` : `in ${text}`
}

/** In its largest unit that fills: `45 s`, `12 min`, `3 h`, `2 d`. */
export function duration(ms: number): string {
  const unit = units.find(({ unitMs }) => ms >= unitMs) ?? { name: 's', unitMs: 1_000 }
  return `${Math.floor(ms / unit.unitMs)} ${unit.name}`
}

const units = [
  { name: 'd', unitMs: 86_400_000 },
  { name: 'h', unitMs: 3_600_000 },
  { name: 'min', unitMs: 60_000 },
]
