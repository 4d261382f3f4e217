import { cleaned } from './clean.ts'
import { ParseFailure } from './formatted-text.ts'
import type { FormattedText } from './formatted-text.ts'
import { givenEntities } from './given-entities.ts'
import { parseHtml } from './html.ts'
import { parseMarkdown } from './markdown.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'

/**
 * A text as it will stand in the chat. `parseMode` wins over `entities`, which is what the bot sent as JSON.
 * @throws ParseFailure whose message is Telegram's, without "Bad Request".
 */
export function formattedText(source: string, parseMode: string, entities: unknown): FormattedText {
  if (/\p{Surrogate}/u.test(source)) throw new ParseFailure('strings must be encoded in UTF-8')
  const mode = parseMode.toLowerCase()
  if (mode === '' || mode === 'none') return cleaned({ text: source, entities: givenEntities(entities, source) })
  const parse = parsers.get(mode)
  if (parse === undefined) throw new ParseFailure('unsupported parse_mode')
  try {
    return cleaned(parse(source))
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error
    throw new ParseFailure(`can't parse entities: ${error.message}`)
  }
}

const parsers = new Map([
  ['html', parseHtml],
  ['markdown', parseMarkdown],
  ['markdownv2', parseMarkdownV2],
])
