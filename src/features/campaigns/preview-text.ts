import { printable } from '../../base/printable.ts'
import { paint } from '../../cli/output.ts'
import type { Style } from '../../cli/output.ts'
import type { Terminal } from '../../cli/terminal.ts'
import type { Content, Entity } from '../../delivery/message.ts'

/**
 * A text as it will look, as far as a terminal can show that: bold is bold, and where a link leads stands behind it. What would make a
 * terminal do things is only text.
 */
export function previewText(terminal: Terminal, { text, entities }: Content): string {
  const edges = new Set([0, text.length, ...entities.flatMap(({ offset, length }) => [offset, offset + length])])
  const places = [...edges].sort((a, b) => a - b)
  return places
    .map((from, index) => {
      const to = places[index + 1] ?? from
      const ending = entities.filter(({ offset, length }) => offset + length === from).map(behind)
      const marks = entities.filter(({ offset, length }) => offset <= from && offset + length >= to)
      return `${ending.join('')}${painted(terminal, text.slice(from, to), marks)}`
    })
    .join('')
}

function painted(terminal: Terminal, part: string, marks: readonly Entity[]): string {
  const styles = marks.flatMap(({ type }) => looks[type] ?? [])
  // Line by line: a style that goes on over a line's end would colour what stands before the next line.
  return part
    .split('\n')
    .map((line) => {
      const plain = printable(line)
      return plain === '' ? plain : styles.reduce((all, style) => paint(terminal, style, all), plain)
    })
    .join('\n')
}

/** Where it leads, which formatting alone would hide. */
function behind({ type, url, userId }: Entity): string {
  if (type === 'text_link') return ` (${printable(url ?? '')})`
  return type === 'text_mention' ? ` (user ${userId ?? ''})` : ''
}

const looks: Readonly<Partial<Record<Entity['type'], Style>>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'dim',
  code: 'cyan',
  pre: 'cyan',
  text_link: 'underline',
  text_mention: 'underline',
}
