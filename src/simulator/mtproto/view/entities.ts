import type { Entity, User } from '../../world/model.ts'
import { badRequest } from '../../world/refusal.ts'
import type { InputPeer } from '../input-peer.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { isLong } from './long.ts'

/** The Bot API's name of each entity (as the world keeps it) and TL's. */
const constructors: Readonly<Record<string, string>> = {
  mention: 'messageEntityMention',
  hashtag: 'messageEntityHashtag',
  cashtag: 'messageEntityCashtag',
  bot_command: 'messageEntityBotCommand',
  url: 'messageEntityUrl',
  email: 'messageEntityEmail',
  phone_number: 'messageEntityPhone',
  bold: 'messageEntityBold',
  italic: 'messageEntityItalic',
  underline: 'messageEntityUnderline',
  strikethrough: 'messageEntityStrike',
  spoiler: 'messageEntitySpoiler',
  blockquote: 'messageEntityBlockquote',
  code: 'messageEntityCode',
  pre: 'messageEntityPre',
  text_link: 'messageEntityTextUrl',
  text_mention: 'messageEntityMentionName',
  custom_emoji: 'messageEntityCustomEmoji',
}

const types = new Map(Object.entries(constructors).map(([type, constructor]) => [constructor, type]))

/** Telegram passes over what stands after the hundredth. */
const entitiesMax = 100

/** What a world of an earlier version holds may not fit TL's numbers: left out, otherwise every list with the message would break. */
export function tlEntities(entities: readonly Entity[]): TlObject[] {
  return entities.filter(fitsTl).map(tlEntity)
}

function fitsTl({ type, userId, customEmojiId }: Entity): boolean {
  if (type === 'text_mention') return isUserId(userId ?? 0)
  return type !== 'custom_emoji' || isLong(customEmojiId ?? '')
}

/**
 * What a client says about its text. Whom it mentions by a bare id is passed over: only an InputUser shows that it may name them.
 * @param find whom an InputUser names, if its access hash is right
 * @throws Refusal ENTITY_BOUNDS_INVALID, ENTITY_MENTION_USER_INVALID
 */
export function entitiesOf(entities: readonly TlObject[], text: string, find: FindUser): Entity[] {
  return entities.slice(0, entitiesMax).flatMap((entity) => entityOf(entity, text, find) ?? [])
}

type FindUser = (input: InputPeer) => Pick<User, 'id'> | undefined

function tlEntity({ type, offset, length, url, userId, language, customEmojiId }: Entity): TlObject {
  const place = { offset, length }
  if (type === 'expandable_blockquote') return { _: 'messageEntityBlockquote', collapsed: true, ...place }
  const constructor = constructors[type] ?? 'messageEntityUnknown'
  switch (type) {
    case 'pre':
      return { _: constructor, ...place, language: language ?? '' }
    case 'text_link':
      return { _: constructor, ...place, url: url ?? '' }
    case 'text_mention':
      return { _: constructor, ...place, userId: BigInt(userId ?? 0) }
    case 'custom_emoji':
      return { _: constructor, ...place, documentId: BigInt(customEmojiId ?? 0) }
    default:
      return { _: constructor, ...place }
  }
}

/** The fields that the constructors of MessageEntity have, each where it has it. */
type GivenEntity = TlObject & {
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly language?: string
  readonly documentId?: bigint
  readonly collapsed?: boolean
  readonly userId?: bigint | TlObject
}

function entityOf(given: TlObject, text: string, find: FindUser): Entity | undefined {
  const { _, offset, length, ...more } = given as GivenEntity
  const isInside = offset >= 0 && length > 0 && offset + length <= text.length
  if (!isInside) throw badRequest('ENTITY_BOUNDS_INVALID')
  const place = { offset, length }
  if (_ === 'inputMessageEntityMentionName')
    return { type: 'text_mention', ...place, userId: mentioned(find(more.userId as InputPeer)) }
  const type = types.get(_)
  switch (type) {
    case undefined:
    case 'text_mention':
      return undefined
    case 'blockquote':
      return { type: more.collapsed === true ? 'expandable_blockquote' : type, ...place }
    case 'pre':
      return more.language ? { type, ...place, language: more.language } : { type, ...place }
    case 'text_link':
      return { type, ...place, url: more.url ?? '' }
    case 'custom_emoji':
      return { type, ...place, customEmojiId: (more.documentId ?? 0n).toString() }
    default:
      return { type, ...place }
  }
}

function isUserId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0
}

function mentioned(user: Pick<User, 'id'> | undefined): number {
  if (user === undefined) throw badRequest('ENTITY_MENTION_USER_INVALID')
  return user.id
}
