import type { Content, Entity, EntityType } from '../../../delivery/message.ts'

/** What is wrong with a text, and where it stands in its source. */
export interface HtmlMistake {
  /** UTF-16 code units from the beginning of the source. */
  readonly at: number
  /** What it is, and what to write instead. */
  readonly text: string
}

/**
 * The formatting of the Bot API's HTML (https://core.telegram.org/bots/api#html-style): a person has to escape only `<` and, where it
 * would be read as a sign of its own, `&`. Markdown has a dozen characters that mean something, and prices and routes are full of them.
 * White space at the end is left out, because Telegram would do the same.
 * @returns the content with every mistake; without any it can be sent as it is
 */
export function parseHtml(source: string): { readonly content: Content; readonly mistakes: readonly HtmlMistake[] } {
  const whole = source.trimEnd()
  const entities: Entity[] = []
  const mistakes: HtmlMistake[] = []
  const open: Open[] = []
  let text = ''
  let at = 0

  const begin = (tag: Tag): void => {
    const { name, attributes } = tag
    const marks = tags[name]
    const mark = typeof marks === 'function' ? marks(attributes) : marks
    if (typeof mark === 'string') mistakes.push({ at, text: mark })
    open.push({ name, at, offset: text.length, mark: typeof mark === 'object' ? mark : undefined })
  }
  const end = (name: string): void => {
    const last = open.at(-1)
    if (last?.name !== name) {
      const right = last === undefined ? 'nothing is open there: leave it out' : `write </${last.name}> first`
      mistakes.push({ at, text: `</${name}> closes nothing: ${right}` })
      return
    }
    open.pop()
    const length = text.length - last.offset
    if (last.mark !== undefined && length > 0) entities.push({ ...last.mark, offset: last.offset, length })
  }

  while (at < whole.length) {
    const sign = whole[at] ?? ''
    if (sign === '<') {
      const tag = tagAt(whole, at)
      if (tag === undefined) {
        mistakes.push({
          at,
          text: `'${whole.slice(at, at + shown)}' begins no tag that Telegram knows: write &lt; for the sign <`,
        })
        text += sign
        at += 1
        continue
      }
      if (tag.isEnd) end(tag.name)
      else begin(tag)
      at += tag.length
      continue
    }
    const [taken, meant] = sign === '&' ? referenceAt(whole, at) : [1, sign]
    text += meant
    at += taken
  }
  for (const { name, at: from } of open) mistakes.push({ at: from, text: `<${name}> is not closed: write </${name}>` })
  return { content: { text, entities: merged(entities) }, mistakes }
}

const shown = 12

interface Open {
  readonly name: string
  readonly at: number
  readonly offset: number
  readonly mark: Mark | undefined
}

type Mark = Omit<Entity, 'offset' | 'length'>
type Attributes = ReadonlyMap<string, string>

interface Tag {
  readonly name: string
  readonly isEnd: boolean
  readonly attributes: Attributes
  /** In the source. */
  readonly length: number
}

const plain = (type: EntityType) => ({ type })

/** What each tag means; a text: what is wrong with its attributes. Undefined: nothing by itself. */
const tags: Readonly<Record<string, Mark | ((given: Attributes) => Mark | string | undefined)>> = {
  b: plain('bold'),
  strong: plain('bold'),
  i: plain('italic'),
  em: plain('italic'),
  u: plain('underline'),
  ins: plain('underline'),
  s: plain('strikethrough'),
  strike: plain('strikethrough'),
  del: plain('strikethrough'),
  'tg-spoiler': plain('spoiler'),
  span: (given) =>
    given.get('class') === 'tg-spoiler' ? plain('spoiler') : '<span> is known as <span class="tg-spoiler"> alone',
  blockquote: (given) => plain(given.has('expandable') ? 'expandable_blockquote' : 'blockquote'),
  pre: plain('pre'),
  code: (given) => {
    const language = /^language-(.+)$/.exec(given.get('class') ?? '')?.[1]
    return language === undefined ? plain('code') : { type: 'code', language }
  },
  a: (given) => {
    const url = given.get('href') ?? ''
    const userId = /^tg:\/\/user\?id=(\d{1,15})$/.exec(url)?.[1]
    if (userId !== undefined) return { type: 'text_mention', userId: Number(userId) }
    if (/^(https?|tg|ton):\/\/\S+$/i.test(url)) return { type: 'text_link', url }
    return '<a> needs where it leads: <a href="https://…">'
  },
  'tg-emoji': (given) => {
    const customEmojiId = given.get('emoji-id') ?? ''
    return /^\d{1,20}$/.test(customEmojiId) ? { type: 'custom_emoji', customEmojiId } : '<tg-emoji> needs emoji-id="…"'
  },
}

function tagAt(source: string, at: number): Tag | undefined {
  tagPattern.lastIndex = at
  const [whole, slash = '', given = '', rest = ''] = tagPattern.exec(source) ?? []
  const name = given.toLowerCase()
  if (whole === undefined || !Object.hasOwn(tags, name)) return undefined
  const attributes = new Map<string, string>()
  for (const [, key = '', double, single, bare] of rest.matchAll(attributePattern)) {
    attributes.set(key.toLowerCase(), unescaped(double ?? single ?? bare ?? ''))
  }
  return { name, isEnd: slash === '/', attributes, length: whole.length }
}

const tagPattern = /<(\/?)([a-z][a-z-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=]+))?)*)\s*>/iy
const attributePattern = /([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=]+)))?/gi

/** @returns how many characters stand for which sign; an unknown reference is what it says */
function referenceAt(source: string, at: number): readonly [number, string] {
  referencePattern.lastIndex = at
  const [whole = '&', hex, decimal, name] = referencePattern.exec(source) ?? []
  const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16)
  if (Number.isInteger(code) && code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff)) {
    return [whole.length, String.fromCodePoint(code)]
  }
  const sign = named[name ?? '']
  return sign === undefined ? [1, '&'] : [whole.length, sign]
}

const referencePattern = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/iy
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

function unescaped(value: string): string {
  return value.replaceAll(/&[^;&]{1,8};/g, (reference) => {
    const [taken, sign] = referenceAt(reference, 0)
    return taken === reference.length ? sign : reference
  })
}

/** In Telegram's order, and `<pre><code class="language-x">` as the one mark that it is. */
function merged(entities: readonly Entity[]): Entity[] {
  const blocks = entities.filter(({ type }) => type === 'pre')
  const within = ({ offset, length }: Entity) =>
    blocks.find((block) => block.offset === offset && block.length === length)
  const languages = new Map<Entity, string>()
  const kept = entities.filter((entity) => {
    const block = entity.type === 'code' ? within(entity) : undefined
    if (block !== undefined && entity.language !== undefined) languages.set(block, entity.language)
    return block === undefined
  })
  return kept
    .map((entity) => {
      const language = languages.get(entity)
      if (language !== undefined) return { ...entity, language }
      const { language: _, ...rest } = entity
      return rest
    })
    .sort((a, b) => a.offset - b.offset || b.length - a.length)
}
