import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { TranscriptLine } from './person.ts'

/**
 * Compares what a person did and saw with the file that shows it to readers. With UPDATE_TRANSCRIPTS=1 in the environment the file is
 * written instead: `UPDATE_TRANSCRIPTS=1 npx vitest run test/features/accounts/bot/connect-transcript.test.ts`.
 */
export function judgeTranscript(file: string, title: string, lines: readonly TranscriptLine[]): void {
  const path = join(import.meta.dirname, '../..', file)
  const text = normalised(`# ${title}\n\n${blocks(lines).join('\n\n')}\n`)
  if (process.env['UPDATE_TRANSCRIPTS'] === '1') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  expect(text, `${file}: with UPDATE_TRANSCRIPTS=1 this test writes it`).toBe(readFileSync(path, 'utf8'))
}

/** Taps in a row are one line: a code is five of them. */
function blocks(lines: readonly TranscriptLine[]): string[] {
  const all: string[] = []
  lines.forEach((line, index) => {
    const before = lines[index - 1]
    const isNextTap = line.type === 'presses' && before?.type === 'presses'
    if (isNextTap) all[all.length - 1] += ` ${label(line.label)}`
    else all.push(blockOf(line))
  })
  return all
}

function blockOf(line: TranscriptLine): string {
  switch (line.type) {
    case 'writes':
      return `✍️ ${line.text}`
    case 'presses':
      return `👆 ${label(line.label)}`
    case 'contact':
      return '👆 📱'
    case 'told':
      return `💬 ${line.text}`
    case 'sees': {
      const { text, rows } = line.seen
      const buttons = rows.map((row) => row.map(label).join(' '))
      return [...text.split('\n'), ...(rows.length === 0 ? [] : ['', ...buttons.map((row) => `${row}\\`)])]
        .map((part) => `> ${part}`.trimEnd())
        .join('\n')
        .replace(/\\$/, '')
    }
    default:
      return line satisfies never
  }
}

function label(text: string): string {
  return `\`${text}\``
}

/** What differs from one day to the next, and from one world to another. */
function normalised(text: string): string {
  return text
    .replaceAll(/\d{4}-yil \d{1,2}-[a-z]+/g, '2026-yil 1-dekabr')
    .replaceAll(/\d{1,2} (\p{L}+) 20\d\d/gu, (_, month: string) =>
      /[a-z]/i.test(month) ? '1 December 2026' : '1 декабря 2026',
    )
    .replaceAll(/\b\d\d:\d\d\b/g, '12:00')
    .replaceAll(/\b50000\d{5}\b/g, '5000000001')
}
