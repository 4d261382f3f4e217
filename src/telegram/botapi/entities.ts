import type { MessageEntity } from 'grammy/types'
import { entityTypes } from '../../delivery/message.ts'
import type { Entity } from '../../delivery/message.ts'

/** Ours are called as the Bot API's are. A person is mentioned by their id alone: the name is that of the text. */
export function botEntity({ type, offset, length, url, userId, language, customEmojiId }: Entity): MessageEntity {
  const place = { offset, length }
  switch (type) {
    case 'text_link':
      return { ...place, type, url: url ?? '' }
    case 'text_mention':
      return { ...place, type, user: { id: userId ?? 0, is_bot: false, first_name: '' } }
    case 'pre':
      return language === undefined ? { ...place, type } : { ...place, type, language }
    case 'custom_emoji':
      return { ...place, type, custom_emoji_id: customEmojiId ?? '' }
    default:
      return { ...place, type }
  }
}

/** What a person has marked in a message that a bot got. Links, mentions and the like are found by Telegram again. */
export function entitiesOf(given: readonly MessageEntity[]): Entity[] {
  return given.flatMap((entity) => entityOf(entity) ?? [])
}

function entityOf(entity: MessageEntity): Entity | undefined {
  const { offset, length } = entity
  const type = entityTypes.find((known) => known === entity.type)
  if (type === undefined) return undefined
  return {
    type,
    offset,
    length,
    ...(entity.type === 'text_link' ? { url: entity.url } : {}),
    ...(entity.type === 'text_mention' ? { userId: entity.user.id } : {}),
    ...(entity.type === 'pre' && entity.language !== undefined ? { language: entity.language } : {}),
    ...(entity.type === 'custom_emoji' ? { customEmojiId: entity.custom_emoji_id } : {}),
  }
}
