import type { Entity } from '../../world/model.ts'
import { sortEntities } from '../../world/sort-entities.ts'
import { isEmojiId } from './custom-emoji.ts'
import { byteOffset, isSpace, ParseFailure } from './formatted-text.ts'
import type { FormattedText } from './formatted-text.ts'
import { linkEntity } from './link.ts'

/** parse_mode HTML, with the complaints of Telegram's server (https://core.telegram.org/bots/api#html-style). @throws ParseFailure */
export function parseHtml(source: string): FormattedText {
  return new HtmlParser(source).parse()
}

interface OpenTag {
  readonly name: string
  readonly argument: string
  readonly offset: number
}

class HtmlParser {
  readonly #source: string
  readonly #open: OpenTag[] = []
  readonly #entities: Entity[] = []
  #at = 0
  #text = ''

  constructor(source: string) {
    this.#source = source
  }

  parse(): FormattedText {
    while (this.#at < this.#source.length) {
      if (this.#peek() !== '<') this.#text += this.#character()
      else if (this.#peek(1) === '/') this.#endTag()
      else this.#startTag()
    }
    const unclosed = this.#open.at(-1)
    if (unclosed !== undefined)
      throw new ParseFailure(`Can't find end tag corresponding to start tag "${unclosed.name}"`)
    return { text: this.#text, entities: sortEntities(this.#entities.map(withoutClass)) }
  }

  #peek(ahead = 0): string | undefined {
    return this.#source[this.#at + ahead]
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const taken = pattern.exec(this.#source)?.[0] ?? ''
    this.#at += taken.length
    return taken
  }

  /** One character, or what a reference such as &lt; stands for. An unknown reference is plain text. */
  #character(): string {
    reference.lastIndex = this.#at
    const [whole = '', hex, decimal, name] = reference.exec(this.#source) ?? []
    const value = name === undefined ? fromCode(hex, decimal, whole) : named.get(name)
    this.#at += value === undefined ? 1 : whole.length
    return value ?? this.#source[this.#at - 1] ?? ''
  }

  #startTag(): void {
    const begin = this.#at
    const where = () => `at byte offset ${byteOffset(this.#source, begin)}`
    this.#at += 1
    const name = this.#take(tagName).toLowerCase()
    if (this.#peek() === undefined) throw new ParseFailure(`Unclosed start tag ${where()}`)
    if (!knownTags.has(name)) throw new ParseFailure(`Unsupported start tag "${name}" ${where()}`)
    const argument = this.#attributes(name, where)
    this.#at += 1
    if (name === 'span' && argument !== 'spoiler')
      throw new ParseFailure(`Tag "span" must have class "tg-spoiler" ${where()}`)
    this.#open.push({ name, argument, offset: this.#text.length })
  }

  /** Reads up to the closing bracket. @returns the one attribute that this tag has a use for, or ''. */
  #attributes(tag: string, where: () => string): string {
    let argument = ''
    while (this.#peek() !== '>') {
      this.#take(spaces)
      if (this.#peek() === '>') break
      const name = this.#take(attributeName)
      if (name === '') throw new ParseFailure(`Empty attribute name in the tag "${tag}" ${where()}`)
      this.#take(spaces)
      const hasValue = this.#peek() === '='
      if (hasValue) this.#at += 1
      this.#take(spaces)
      if (this.#peek() === undefined) throw new ParseFailure(`Unclosed start tag "${tag}" ${where()}`)
      const value = hasValue ? this.#attributeValue(where) : ''
      argument = argumentOf(tag, name, value) ?? argument
    }
    return argument
  }

  #attributeValue(where: () => string): string {
    const quote = this.#peek()
    if (quote !== '"' && quote !== "'") return this.#nameToken()
    this.#at += 1
    let value = ''
    while (this.#peek() !== undefined && this.#peek() !== quote) value += this.#character()
    this.#at += 1
    if (this.#peek() === undefined) throw new ParseFailure(`Unclosed start tag ${where()}`)
    return value
  }

  #nameToken(): string {
    const begin = this.#at
    const token = this.#take(/[A-Za-z0-9.-]*/y)
    if (!isSpace(this.#peek()) && this.#peek() !== '>')
      throw new ParseFailure(`Unexpected end of name token at byte offset ${byteOffset(this.#source, begin)}`)
    return token.toLowerCase()
  }

  #endTag(): void {
    const where = `at byte offset ${byteOffset(this.#source, this.#at)}`
    const tag = this.#open.pop()
    if (tag === undefined) throw new ParseFailure(`Unexpected end tag ${where}`)
    this.#at += 2
    const name = this.#take(tagName).toLowerCase()
    this.#take(spaces)
    if (this.#peek() !== '>') throw new ParseFailure(`Unclosed end tag ${where}`)
    this.#at += 1
    if (name !== '' && name !== tag.name)
      throw new ParseFailure(`Unmatched end tag ${where}, expected "</${tag.name}>", found "</${name}>"`)
    if (this.#text.length > tag.offset) this.#close(tag)
  }

  #close({ name, argument, offset }: OpenTag): void {
    const length = this.#text.length - offset
    const last = this.#entities.at(-1)
    // <pre><code class="language-x"> is one block, whichever of the two is outside.
    const pair = name === 'pre' ? 'code' : name === 'code' ? 'pre' : undefined
    const isPair = last !== undefined && last.type === pair && last.offset === offset && last.length === length
    const language = name === 'code' ? argument : (last?.language ?? '')
    if (isPair && language !== '') {
      this.#entities[this.#entities.length - 1] = { type: 'pre', offset, length, language }
      return
    }
    const entity = entityOf(name, argument, offset, this.#text)
    if (entity !== undefined) this.#entities.push(entity)
  }
}

const reference = /&(?:#x([0-9A-Fa-f]*)|#(\d*)|(lt|gt|amp|quot)(?![A-Za-z]));?/y
const tagName = /[^\s>\0]*/y
const attributeName = /[^\s=>/"'\0]*/y
const spaces = /[ \t\r\n\v\0]*/y

const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
])

const simpleTags: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  pre: 'pre',
}

const knownTags = new Set([...Object.keys(simpleTags), 'a', 'code', 'blockquote', 'tg-emoji'])

function argumentOf(tag: string, attribute: string, value: string): string | undefined {
  if (tag === 'a' && attribute === 'href') return value
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice('language-'.length)
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length)
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable'
  return undefined
}

function entityOf(tag: string, argument: string, offset: number, text: string): Entity | undefined {
  const length = text.length - offset
  if (tag === 'a') return linkEntity(argument === '' ? text.slice(offset) : argument, offset, length)
  if (tag === 'blockquote') return { type: argument === '' ? 'blockquote' : 'expandable_blockquote', offset, length }
  // The language waits for the <pre> around it, and is dropped at the end where there is none.
  if (tag === 'code')
    return argument === '' ? { type: 'code', offset, length } : { type: 'code', offset, length, language: argument }
  if (tag !== 'tg-emoji') return { type: simpleTags[tag] ?? tag, offset, length }
  if (!isEmojiId(argument) || BigInt(argument) === 0n)
    throw new ParseFailure('Invalid custom emoji identifier specified')
  return { type: 'custom_emoji', offset, length, customEmojiId: argument }
}

function withoutClass(entity: Entity): Entity {
  return entity.type === 'code' ? { type: 'code', offset: entity.offset, length: entity.length } : entity
}

function fromCode(hex: string | undefined, decimal: string | undefined, whole: string): string | undefined {
  const code = hex === undefined ? Number(decimal === '' ? Number.NaN : decimal) : Number.parseInt(hex, 16)
  const isTooLong = whole.replace(/;$/, '').length >= 10
  if (Number.isNaN(code) || code === 0 || code >= 0x10ffff || isTooLong) return undefined
  return String.fromCodePoint(code)
}
