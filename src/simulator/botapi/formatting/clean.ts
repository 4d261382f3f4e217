import type { Entity } from '../../world/model.ts'
import type { FormattedText } from './formatted-text.ts'

/** What the server does with every text: carriage returns go, control characters become spaces, white space at both ends goes. */
export function cleaned({ text, entities }: FormattedText): FormattedText {
  const printable = text.replaceAll('\r', '').replaceAll(controls, ' ')
  const trimmed = printable.trim()
  const start = printable.length - printable.trimStart().length
  // Where a place of the old text stands in the new one.
  const moved = (index: number) => {
    const returns = text.slice(0, index).split('\r').length - 1
    return Math.min(Math.max(index - returns - start, 0), trimmed.length)
  }
  return { text: trimmed, entities: entities.flatMap((entity) => placed(entity, moved)) }
}

const controls = /(?!\n)\p{Cc}/gu

function placed(entity: Entity, moved: (index: number) => number): Entity[] {
  const offset = moved(entity.offset)
  const length = moved(entity.offset + entity.length) - offset
  return length > 0 ? [{ ...entity, offset, length }] : []
}
