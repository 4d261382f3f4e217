import { forwardProblemOf, isMediaItem, mediaProblemOf } from './media.ts'
import type { ForwardedPost, MediaItem, MediaProblem } from './media.ts'

/** A formatted part of a text. Offsets and lengths count UTF-16 code units, as Telegram's do (https://core.telegram.org/api/entities). */
export interface Entity {
  readonly type: EntityType
  readonly offset: number
  readonly length: number
  /** For `text_link`. */
  readonly url?: string
  /** For `text_mention`. */
  readonly userId?: number
  /** For `pre`. */
  readonly language?: string
  /** For `custom_emoji`; 64 bits, so text. */
  readonly customEmojiId?: string
}

/** What a person can mark. Links, mentions and hashtags without a mark are found by Telegram itself. */
export const entityTypes = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'blockquote',
  'expandable_blockquote',
  'code',
  'pre',
  'text_link',
  'text_mention',
  'custom_emoji',
] as const

export type EntityType = (typeof entityTypes)[number]

/** What a campaign says. Immutable: an edit makes a new one, and a run keeps the one it began with. */
export interface Content {
  /** Of files, their caption. */
  readonly text: string
  readonly entities: readonly Entity[]
  /** One file, or several as an album. */
  readonly media?: readonly MediaItem[]
  /** Instead of all of that: somebody's post, as it is. */
  readonly forward?: ForwardedPost
}

/** UTF-16 code units, after formatting: https://core.telegram.org/bots/api#sendmessage. */
export const textMax = 4096
/** Of files: https://core.telegram.org/bots/api#sendphoto. */
export const captionMax = 1024
/** The same of Premium accounts: `caption_length_limit_premium` of https://core.telegram.org/api/config. */
export const captionPremiumMax = 2048
/** Telegram passes over what comes after. */
export const entitiesMax = 100

/** Why a content cannot be sent anywhere. The first that was found; values are for the text that tells a person. */
export type ContentProblem =
  | { readonly type: 'empty' }
  | { readonly type: 'too-long'; readonly length: number; readonly max: number }
  | { readonly type: 'caption-too-long'; readonly length: number; readonly max: number }
  | { readonly type: 'too-many-entities'; readonly count: number; readonly max: number }
  | { readonly type: 'entity-outside'; readonly index: number }
  | { readonly type: 'entity-incomplete'; readonly index: number }
  | MediaProblem

/**
 * Looks before anything is planned: Telegram would refuse each of the run's messages, one by one.
 * @param longest of a text below files, where it is known who sends it; else what is too long for everybody
 */
export function problemOf(
  { text, entities, media = [], forward }: Content,
  longest = captionPremiumMax,
): ContentProblem | undefined {
  if (forward !== undefined) return forwardProblemOf(forward)
  const ofMedia = mediaProblemOf(media)
  if (ofMedia !== undefined) return ofMedia
  // Telegram trims white space, and what is left must be something.
  if (media.length === 0 && text.trim() === '') return { type: 'empty' }
  const { length } = text
  if (media.length > 0 && length > longest) return { type: 'caption-too-long', length, max: longest }
  if (length > textMax) return { type: 'too-long', length, max: textMax }
  if (entities.length > entitiesMax) return { type: 'too-many-entities', count: entities.length, max: entitiesMax }

  const outside = entities.findIndex((entity) => !isInside(entity, length))
  if (outside >= 0) return { type: 'entity-outside', index: outside }
  const incomplete = entities.findIndex((entity) => !isComplete(entity))
  return incomplete >= 0 ? { type: 'entity-incomplete', index: incomplete } : undefined
}

/** The text that stands in `contents.body`. What a content does not have is left out. */
export function encodeContent({ text, entities, media = [], forward }: Content): string {
  return JSON.stringify({
    text,
    ...(entities.length === 0 ? {} : { entities }),
    ...(media.length === 0 ? {} : { media }),
    ...(forward === undefined ? {} : { forward }),
  })
}

/** @throws when the row holds something else: it was not written by `encodeContent`. */
export function decodeContent(body: string): Content {
  const { text, entities = [], media = [], forward } = JSON.parse(body) as Partial<Content>
  const isWhole = typeof text === 'string' && Array.isArray(entities) && Array.isArray(media)
  if (!isWhole) throw new Error('a content without a text')
  if (!media.every(isMediaItem)) throw new Error('a content with files of another version')
  if (forward !== undefined && !Array.isArray(forward.messageIds)) throw new Error('a forward without messages')
  return {
    text,
    entities,
    ...(media.length === 0 ? {} : { media }),
    ...(forward === undefined ? {} : { forward }),
  }
}

function isInside({ offset, length }: Entity, end: number): boolean {
  return Number.isInteger(offset) && Number.isInteger(length) && offset >= 0 && length > 0 && offset + length <= end
}

function isComplete(entity: Entity): boolean {
  switch (entity.type) {
    case 'text_link':
      return entity.url !== undefined
    case 'text_mention':
      return entity.userId !== undefined
    case 'custom_emoji':
      return entity.customEmojiId !== undefined
    default:
      return entityTypes.includes(entity.type)
  }
}
