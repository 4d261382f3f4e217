import { formattedText } from '../../../../src/simulator/botapi/formatting/format.ts'

/** An entity as a test writes it: its type, the part of the text that it covers, and what else it carries. */
export type Mark = [type: string, part: string, more?: object]

export function readMarks(source: string, mode: string): { text: string; marks: Mark[] } {
  const { text, entities } = formattedText(source, mode, undefined)
  const marks = entities.map(({ type, offset, length, ...more }): Mark => {
    const part = text.slice(offset, offset + length)
    return Object.keys(more).length === 0 ? [type, part] : [type, part, more]
  })
  return { text, marks }
}
