import type { Entity } from '../../world/model.ts'
import { sortEntities } from '../../world/sort-entities.ts'
import { byteOffset, ParseFailure } from './formatted-text.ts'
import type { FormattedText } from './formatted-text.ts'
import { linkEntity } from './link.ts'

/** parse_mode Markdown, the old one without nesting (https://core.telegram.org/bots/api#markdown-style). @throws ParseFailure */
export function parseMarkdown(source: string): FormattedText {
  const entities: Entity[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    const plain = match(/\\[_*`[]|[^_*`[]/y, source, at)
    if (plain !== undefined) {
      text += plain[0].length === 2 ? plain[0].slice(1) : plain[0]
      at += plain[0].length
      continue
    }
    const span = spanAt(source, at)
    const entity = span.text === '' ? undefined : span.entity(text.length, span.text.length)
    if (entity !== undefined) entities.push(entity)
    text += span.text
    at = span.end
  }
  return { text, entities: sortEntities(entities) }
}

interface Span {
  readonly text: string
  readonly end: number
  entity(offset: number, length: number): Entity | undefined
}

function spanAt(source: string, at: number): Span {
  const link = match(/\[([^\]]*)\](?:\(([^)]*)\)?)?/y, source, at)
  if (link !== undefined) {
    const [whole, text = '', url = text] = link
    return { text, end: at + whole.length, entity: (offset, length) => linkEntity(url, offset, length) }
  }
  const block = match(/```(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?([^]*?)```/y, source, at)
  if (block !== undefined) {
    const [whole, language, text = ''] = block
    const more = language === undefined ? {} : { language }
    return { text, end: at + whole.length, entity: (offset, length) => ({ type: 'pre', offset, length, ...more }) }
  }
  const simple = source.startsWith('```', at) ? undefined : match(/([_*`])([^]*?)\1/y, source, at)
  if (simple === undefined)
    throw new ParseFailure(`Can't find end of the entity starting at byte offset ${byteOffset(source, at)}`)
  const [whole, mark = '', text = ''] = simple
  const type = mark === '*' ? 'bold' : mark === '_' ? 'italic' : 'code'
  return { text, end: at + whole.length, entity: (offset, length) => ({ type, offset, length }) }
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(source) ?? undefined
}
