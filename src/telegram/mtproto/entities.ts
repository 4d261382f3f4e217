import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { Entity } from '../../delivery/message.ts'

/**
 * Our entities as MTProto writes them.
 * @param mentionHashes of people mentioned by id; without one Telegram refuses the message, so the name stays plain text
 */
export function tlEntities(
  entities: readonly Entity[],
  mentionHashes: ReadonlyMap<number, string> = new Map(),
): Api.TypeMessageEntity[] {
  return entities.flatMap((entity) => tlEntity(entity, mentionHashes) ?? [])
}

function tlEntity(entity: Entity, hashes: ReadonlyMap<number, string>): Api.TypeMessageEntity | undefined {
  const { type, offset, length } = entity
  const place = { offset, length }
  switch (type) {
    case 'bold':
      return new Api.MessageEntityBold(place)
    case 'italic':
      return new Api.MessageEntityItalic(place)
    case 'underline':
      return new Api.MessageEntityUnderline(place)
    case 'strikethrough':
      return new Api.MessageEntityStrike(place)
    case 'spoiler':
      return new Api.MessageEntitySpoiler(place)
    case 'blockquote':
      return new Api.MessageEntityBlockquote(place)
    case 'expandable_blockquote':
      return new Api.MessageEntityBlockquote({ ...place, collapsed: true })
    case 'code':
      return new Api.MessageEntityCode(place)
    case 'pre':
      return new Api.MessageEntityPre({ ...place, language: entity.language ?? '' })
    case 'text_link':
      return new Api.MessageEntityTextUrl({ ...place, url: entity.url ?? '' })
    case 'text_mention':
      return mention(entity, hashes)
    case 'custom_emoji':
      return new Api.MessageEntityCustomEmoji({ ...place, documentId: bigInt(entity.customEmojiId ?? '0') })
    default:
      return type satisfies never
  }
}

function mention({ offset, length, userId }: Entity, hashes: ReadonlyMap<number, string>) {
  const accessHash = userId === undefined ? undefined : hashes.get(userId)
  if (userId === undefined || accessHash === undefined) return undefined
  const user = new Api.InputUser({ userId: bigInt(userId), accessHash: bigInt(accessHash) })
  return new Api.InputMessageEntityMentionName({ offset, length, userId: user })
}
