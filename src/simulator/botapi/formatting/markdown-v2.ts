import type { Entity } from '../../world/model.ts'
import { sortEntities } from '../../world/sort-entities.ts'
import { isEmojiId } from './custom-emoji.ts'
import { byteOffset, ParseFailure } from './formatted-text.ts'
import type { FormattedText } from './formatted-text.ts'
import { linkEntity } from './link.ts'

/** parse_mode MarkdownV2, with the complaints of Telegram's server (https://core.telegram.org/bots/api#markdownv2-style). @throws ParseFailure */
export function parseMarkdownV2(source: string): FormattedText {
  return new MarkdownV2Parser(source).parse()
}

/** As Telegram's errors name them. */
type Kind =
  | 'Bold'
  | 'Italic'
  | 'Underline'
  | 'Strikethrough'
  | 'Spoiler'
  | 'Code'
  | 'Pre'
  | 'PreCode'
  | 'TextUrl'
  | 'CustomEmoji'
  | 'BlockQuote'

interface OpenMark {
  readonly kind: Kind
  readonly language: string
  readonly offset: number
  /** Where its first character stands in the source. */
  readonly begin: number
}

class MarkdownV2Parser {
  readonly #source: string
  readonly #open: OpenMark[] = []
  readonly #entities: Entity[] = []
  #at = 0
  #text = ''
  #isInQuote = false
  #isLineStart = true

  constructor(source: string) {
    this.#source = source
  }

  parse(): FormattedText {
    while (this.#at < this.#source.length) {
      if (!this.#escaped() && !this.#plain()) this.#mark()
    }
    if (this.#isInQuote) this.#endQuote(this.#source.length)
    const unclosed = this.#open.at(-1)
    if (unclosed !== undefined) throw this.#noEnd(unclosed)
    return { text: this.#text, entities: sortEntities(this.#entities) }
  }

  #next(ahead = 0): string {
    return this.#source[this.#at + ahead] ?? ''
  }

  #sees(mark: string): boolean {
    return this.#source.startsWith(mark, this.#at)
  }

  #escaped(): boolean {
    if (this.#next() !== '\\' || !/^\p{ASCII}$/u.test(this.#next(1))) return false
    this.#write(this.#next(1))
    this.#at += 2
    return true
  }

  #plain(): boolean {
    const kind = this.#open.at(-1)?.kind
    const reserved = kind === 'Code' || kind === 'Pre' || kind === 'PreCode' ? /`/ : /[_*[\]()~`>#+\-=|{}.!\n]/
    if (reserved.test(this.#next())) return false
    this.#write(this.#next())
    this.#at += 1
    return true
  }

  #write(character: string): void {
    this.#text += character
    if (character !== '\r') this.#isLineStart = character === '\n'
  }

  #mark(): void {
    const top = this.#open.at(-1)
    const isQuoteEnd = this.#isInQuote && this.#next() === '\n' && this.#next(1) !== '>'
    if (isQuoteEnd) {
      const end = this.#at
      this.#lineBreak()
      this.#endQuote(end)
    } else if (top !== undefined && this.#isEndOf(top.kind)) this.#end(top)
    else if (this.#next() === '\n') this.#lineBreak()
    else if (this.#next() === '>') this.#quoteLine()
    else this.#begin()
  }

  #lineBreak(): void {
    this.#write('\n')
    this.#at += 1
  }

  #isEndOf(kind: Kind): boolean {
    if (kind === 'Italic') return this.#sees('_') && !this.#sees('__')
    return this.#sees(endMarks[kind])
  }

  /** Every line of a quotation begins with the mark; the first one opens it. */
  #quoteLine(): void {
    if (!this.#isLineStart) throw this.#reserved()
    if (!this.#isInQuote) this.#push('BlockQuote', '', 1)
    else this.#at += 1
    this.#isInQuote = true
  }

  #begin(): void {
    const found = beginMarks.find(([mark]) => this.#sees(mark))
    if (found === undefined) throw this.#reserved()
    const [mark, kind] = found
    if (kind === 'Pre') this.#beginBlock()
    else this.#push(kind, '', mark.length)
  }

  #beginBlock(): void {
    const named = /```([^\s`]+)(?=\s)/y
    named.lastIndex = this.#at
    const language = named.exec(this.#source)?.[1] ?? ''
    this.#push(language === '' ? 'Pre' : 'PreCode', language, 3 + language.length)
    // One line break at the beginning belongs to the mark.
    const lineBreak = /\r\n|\n\r|\n|\r/y
    lineBreak.lastIndex = this.#at
    this.#at += lineBreak.exec(this.#source)?.[0].length ?? 0
  }

  #push(kind: Kind, language: string, markLength: number): void {
    this.#open.push({ kind, language, offset: this.#text.length, begin: this.#at })
    this.#at += markLength
  }

  #end({ kind, language, offset }: OpenMark): void {
    this.#open.pop()
    this.#at += endMarks[kind].length
    const length = this.#text.length - offset
    const entity = this.#entityOf(kind, language, offset, length)
    if (length > 0 && entity !== undefined) this.#entities.push(entity)
  }

  #entityOf(kind: Kind, language: string, offset: number, length: number): Entity | undefined {
    switch (kind) {
      case 'TextUrl':
        return linkEntity(this.#next() === '(' ? this.#url() : this.#text.slice(offset), offset, length)
      case 'CustomEmoji':
        if (this.#next() !== '(') throw new ParseFailure('The entity must contain a tg://emoji or tg://time URL')
        return customEmoji(this.#url(), offset, length)
      case 'PreCode':
        return { type: 'pre', offset, length, language }
      default:
        return { type: kind.toLowerCase(), offset, length }
    }
  }

  /** `(address)`, in which `)` and `\` are escaped. */
  #url(): string {
    this.#at += 1
    const begin = this.#at
    let url = ''
    while (this.#next() !== ')') {
      if (this.#next() === '')
        throw new ParseFailure(`Can't find end of a URL at byte offset ${byteOffset(this.#source, begin)}`)
      if (this.#next() === '\\' && /^\p{ASCII}$/u.test(this.#next(1))) this.#at += 1
      url += this.#next()
      this.#at += 1
    }
    this.#at += 1
    return url
  }

  /** A quotation that ends in `||` (an open and empty spoiler) is expandable. */
  #endQuote(end: number): void {
    const top = this.#open.at(-1)
    const mark = top === undefined ? '' : this.#source.slice(top.begin, end).replace(/\r$/, '')
    const isExpandable = top?.kind === 'Spoiler' && mark === '||'
    if (isExpandable) this.#open.pop()
    const quote = this.#open.at(-1)
    if (quote?.kind !== 'BlockQuote') {
      if (quote !== undefined) throw this.#noEnd(quote)
      return
    }
    this.#open.pop()
    this.#isInQuote = false
    const type = isExpandable ? 'expandable_blockquote' : 'blockquote'
    const length = this.#text.length - quote.offset
    if (length > 0) this.#entities.push({ type, offset: quote.offset, length })
  }

  #noEnd({ kind, begin }: OpenMark): ParseFailure {
    return new ParseFailure(`Can't find end of ${kind} entity at byte offset ${byteOffset(this.#source, begin)}`)
  }

  #reserved(): ParseFailure {
    return new ParseFailure(`Character '${this.#next()}' is reserved and must be escaped with the preceding '\\'`)
  }
}

/** The longer of two that begin alike comes first. */
const beginMarks: readonly (readonly [string, Kind])[] = [
  ['__', 'Underline'],
  ['_', 'Italic'],
  ['*', 'Bold'],
  ['~', 'Strikethrough'],
  ['||', 'Spoiler'],
  ['```', 'Pre'],
  ['`', 'Code'],
  ['![', 'CustomEmoji'],
  ['[', 'TextUrl'],
]

const endMarks: Readonly<Record<Kind, string>> = {
  Bold: '*',
  Italic: '_',
  Underline: '__',
  Strikethrough: '~',
  Spoiler: '||',
  Code: '`',
  Pre: '```',
  PreCode: '```',
  TextUrl: ']',
  CustomEmoji: ']',
  // Ends with its line, not with a mark.
  BlockQuote: '\0',
}

function customEmoji(url: string, offset: number, length: number): Entity {
  const id = /^tg:\/\/emoji\/?\?(?:.*&)?id=(\d{1,19})(?:&|#|$)/i.exec(url)?.[1]
  if (id === undefined || !isEmojiId(id)) throw new ParseFailure('Invalid tg://emoji or tg://time URL specified')
  return { type: 'custom_emoji', offset, length, customEmojiId: id }
}
