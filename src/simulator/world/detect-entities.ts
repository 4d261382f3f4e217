import type { Entity } from './model.ts'
import { sortEntities } from './sort-entities.ts'

/**
 * Adds what Telegram's server finds by itself in every text: commands, mentions, hashtags, links, addresses, numbers
 * (https://core.telegram.org/api/entities). What the sender marked stays; a find that touches a mark of another kind of link
 * or of code gives way, because those cannot contain one another.
 */
export function withDetected(text: string, given: readonly Entity[]): readonly Entity[] {
  if (!hint.test(text)) return given
  const entities = [...given]
  for (const { type, pattern } of detectors) {
    for (const { index, 0: match } of text.matchAll(pattern)) {
      const length = type === 'url' ? lengthOfUrl(match) : match.length
      const isFree = length > 0 && !entities.some((entity) => isInTheWay(entity, index, length))
      if (isFree) entities.push({ type, offset: index, length })
    }
  }
  return entities.length === given.length ? given : sortEntities(entities)
}

// The most common message has none of these, and the common send must stay cheap.
const hint = /[/@#$.+]/

const before = String.raw`(?<![\p{L}\p{N}_`

/** In order of precedence: a part that one has taken is not looked at by the next. */
const detectors: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'email', pattern: /(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w-])/g },
  { type: 'url', pattern: new RegExp(String.raw`${before}@.])(?:https?|ftp|tonsite):\/\/[^\s<>"«»]+`, 'giu') },
  {
    type: 'url',
    // Telegram knows all top-level domains; a dozen is enough to find the links that people write without a scheme.
    pattern: new RegExp(
      String.raw`${before}@./-])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:com|org|net|info|biz|uz|ru|kz|me|io|dev|app|ai|tv|uk|de)(?![\p{L}\p{N}_-])(?::\d{1,5})?(?:[/?#][^\s<>"«»]*)?`,
      'giu',
    ),
  },
  { type: 'bot_command', pattern: /(?<![\w/<>@])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])/g },
  { type: 'mention', pattern: new RegExp(String.raw`${before}@])@[A-Za-z0-9_]{3,32}(?![\p{L}\p{N}_])`, 'gu') },
  {
    type: 'hashtag',
    pattern: new RegExp(String.raw`${before}#])#(?=[\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]{1,256}(?![\p{L}\p{N}_#])`, 'gu'),
  },
  { type: 'cashtag', pattern: new RegExp(String.raw`${before}$])\$[A-Z]{3,8}(?![\p{L}\p{N}_$])`, 'gu') },
  { type: 'phone_number', pattern: /(?<![\w+])\+\d(?:[ ()-]{0,2}\d){8,14}(?!\w)/g },
]

const shutting = new Set([
  'pre',
  'code',
  'text_link',
  'text_mention',
  'custom_emoji',
  ...detectors.map(({ type }) => type),
])

function isInTheWay(entity: Entity, offset: number, length: number): boolean {
  const [end, entityEnd] = [offset + length, entity.offset + entity.length]
  if (entity.offset >= end || entityEnd <= offset) return false
  if (shutting.has(entity.type)) return true
  // Bold and the like may surround a find or stand in it, but not cut it.
  const contains = entity.offset <= offset && entityEnd >= end
  const isContained = entity.offset >= offset && entityEnd <= end
  return !contains && !isContained
}

/** A link at the end of a sentence does not take the full stop along, nor a bracket that was opened before it. */
function lengthOfUrl(match: string): number {
  let url = match.replace(/[.:;,('?!`]+$/, '')
  while (/[)\]}]$/.test(url) && isUnbalanced(url)) url = url.slice(0, -1).replace(/[.:;,('?!`]+$/, '')
  return url.length
}

function isUnbalanced(url: string): boolean {
  const close = url.at(-1) ?? ''
  const open = { ')': '(', ']': '[', '}': '{' }[close] ?? ''
  return url.split(close).length > url.split(open).length
}
