import type { Entity } from '../../world/model.ts'
import { sortEntities } from '../../world/sort-entities.ts'
import { isEmojiId } from './custom-emoji.ts'
import { ParseFailure } from './formatted-text.ts'

/**
 * Entities as a bot lists them itself (https://core.telegram.org/bots/api#messageentity). Those that the server finds anyway
 * (commands, mentions, links) are left to it. @throws ParseFailure for a wrong shape, or a place outside the text.
 */
export function givenEntities(value: unknown, text: string): Entity[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new ParseFailure("Can't parse entities: expected an Array of MessageEntity")
  const entities = value.slice(0, entitiesMax).flatMap((item: unknown) => entityOf(item) ?? [])
  for (const entity of entities) checkPlace(entity, text)
  return sortEntities(entities.filter(({ length }) => length > 0))
}

/** Telegram ignores the rest (practice; https://core.telegram.org/api/entities gives no number). */
const entitiesMax = 100

const plainTypes = new Set([
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
])

function entityOf(item: unknown): Entity | undefined {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw wrong('expected an Object')
  const { type, offset, length, url, language, user, custom_emoji_id: customEmojiId } = item as Record<string, unknown>
  if (typeof type !== 'string') throw wrong('Field "type" must be of type String')
  const place = { offset: wholeNumber(offset, 'offset'), length: wholeNumber(length, 'length') }
  if (plainTypes.has(type)) return { type, ...place }
  if (type === 'pre')
    return { type, ...place, ...(typeof language === 'string' && language !== '' ? { language } : {}) }
  if (type === 'text_link') return { type, ...place, url: required(url, 'url') }
  if (type === 'custom_emoji') return { type, ...place, customEmojiId: emojiIdOf(customEmojiId) }
  if (type === 'text_mention') {
    const userId = userIdOf(user)
    return Number.isSafeInteger(userId) && userId > 0 ? { type, ...place, userId } : undefined
  }
  return undefined
}

function checkPlace({ offset, length }: Entity, text: string): void {
  if (offset < 0) throw new ParseFailure(`Receive an entity with incorrect offset ${offset}`)
  if (length < 0) throw new ParseFailure(`Receive an entity with incorrect length ${length}`)
  if (offset > text.length) throw new ParseFailure(`Entity begins after the end of the text at UTF-16 offset ${offset}`)
  const end = offset + length
  const beginning = `Entity beginning at UTF-16 offset ${offset}`
  if (end > text.length) throw new ParseFailure(`${beginning} ends after the end of the text at UTF-16 offset ${end}`)
  if (isInPair(text, offset))
    throw new ParseFailure(`Entity begins in a middle of a UTF-16 symbol at UTF-16 offset ${offset}`)
  if (isInPair(text, end))
    throw new ParseFailure(`${beginning} ends in a middle of a UTF-16 symbol at UTF-16 offset ${end}`)
}

function isInPair(text: string, index: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[index - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[index] ?? '')
}

function wholeNumber(value: unknown, field: string): number {
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrong(`Field "${field}" must be of type Number`)
  return number
}

function required(value: unknown, field: string): string {
  if (value === undefined) throw wrong(`Can't find field "${field}"`)
  if (typeof value !== 'string') throw wrong(`Field "${field}" must be of type String`)
  return value
}

function emojiIdOf(value: unknown): string {
  const id = required(value, 'custom_emoji_id')
  if (!isEmojiId(id)) throw wrong('Field "custom_emoji_id" must be a valid Number')
  return id
}

function userIdOf(user: unknown): number {
  const id = typeof user === 'object' && user !== null && 'id' in user ? user.id : undefined
  return wholeNumber(id, 'id')
}

function wrong(what: string): ParseFailure {
  return new ParseFailure(`Can't parse MessageEntity: ${what}`)
}
