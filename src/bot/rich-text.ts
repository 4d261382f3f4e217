import type { MessageEntity } from 'grammy/types'

/**
 * A text with marks, as a value. What people and groups are called is put into it as plain text, so that nobody's name can become
 * markup: nothing here is ever parsed.
 */
export type Rich = string | Styled | Quoted | readonly Rich[]

/** What somebody wrote, with their own marks. Alone in a message it is sent as they would send it, with a preview of its link. */
export interface Quoted {
  readonly quoted: string
  readonly entities: readonly MessageEntity[]
}

export const quoted = (text: string, entities: readonly MessageEntity[]): Quoted => ({ quoted: text, entities })

export function isQuoted(of: Rich): of is Quoted {
  return typeof of === 'object' && 'quoted' in of
}

export interface Styled {
  readonly style: 'bold' | 'italic' | 'code' | 'blockquote' | 'text_link'
  readonly of: Rich
  /** For a link. */
  readonly url?: string
}

export const bold = (of: Rich): Styled => ({ style: 'bold', of })
export const italic = (of: Rich): Styled => ({ style: 'italic', of })
export const code = (of: Rich): Styled => ({ style: 'code', of })
export const link = (of: Rich, url: string): Styled => ({ style: 'text_link', of, url })

/** `rich`Hello, ${bold(name)}!``: a template whose values may have marks. */
export function rich(strings: TemplateStringsArray, ...values: readonly Rich[]): Rich {
  return strings.flatMap((text, index) => [text, values[index] ?? ''])
}

/** The lines that are there, one under another; `false` and `null` leave theirs out, '' is an empty line. */
export function lines(...all: readonly (Rich | false | null | undefined)[]): Rich {
  const shown = all.filter((line): line is Rich => line !== false && line !== null && line !== undefined)
  return shown.flatMap((line, index) => (index === 0 ? [line] : ['\n', line]))
}

/** As the Bot API takes it. Offsets are in UTF-16 units, which is what JavaScript counts. */
export function compose(of: Rich): { readonly text: string; readonly entities: MessageEntity[] } {
  const entities: MessageEntity[] = []
  let text = ''
  const add = (part: Rich): void => {
    if (typeof part === 'string') text += part
    else if (isList(part)) part.forEach(add)
    else if (isQuoted(part)) {
      for (const entity of part.entities) entities.push({ ...entity, offset: entity.offset + text.length })
      text += part.quoted
    } else {
      const offset = text.length
      add(part.of)
      const place = { offset, length: text.length - offset }
      if (place.length > 0) entities.push(entityOf(part, place))
    }
  }
  add(of)
  return cut(text, entities)
}

/** https://core.telegram.org/bots/api#sendmessage */
export const textMax = 4096

/** Screens have pages, so this is for what nobody thought of: better a text that ends early than none. */
function cut(text: string, entities: MessageEntity[]): { text: string; entities: MessageEntity[] } {
  if (text.length <= textMax) return { text: wellFormed(text), entities }
  const short = cutText(text, textMax)
  const kept = entities
    .filter(({ offset }) => offset < short.length - 1)
    .map((entity) => ({ ...entity, length: Math.min(entity.length, short.length - 1 - entity.offset) }))
  return { text: short, entities: kept }
}

/** At most so many UTF-16 units, never half a letter, and with an ellipsis where something is missing. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return wellFormed(text)
  return `${wellFormed(text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, ''))}…`
}

/** Half of a letter cannot be written in UTF-8, and Telegram refuses the whole message; what replaces it is as long. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, '\ufffd')
}

function entityOf({ style, url }: Styled, place: { offset: number; length: number }): MessageEntity {
  return style === 'text_link' ? { type: style, ...place, url: url ?? '' } : { type: style, ...place }
}

function isList(part: Rich): part is readonly Rich[] {
  return Array.isArray(part)
}
