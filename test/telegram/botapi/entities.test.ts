import { expect, it } from 'vitest'
import { botEntity, entitiesOf } from '../../../src/telegram/botapi/entities.ts'

it('keeps what a person has marked, and leaves to Telegram what it finds by itself', () => {
  const person = { id: 5, is_bot: false, first_name: 'Aziz' }
  const kept = entitiesOf([
    { type: 'bold', offset: 0, length: 5 },
    { type: 'text_link', offset: 1, length: 2, url: 'https://karvon.example' },
    { type: 'text_mention', offset: 2, length: 3, user: person },
    { type: 'pre', offset: 3, length: 4, language: 'ts' },
    { type: 'custom_emoji', offset: 4, length: 2, custom_emoji_id: '9' },
    { type: 'url', offset: 6, length: 10 },
    { type: 'hashtag', offset: 7, length: 3 },
  ])

  expect(kept).toEqual([
    { type: 'bold', offset: 0, length: 5 },
    { type: 'text_link', offset: 1, length: 2, url: 'https://karvon.example' },
    { type: 'text_mention', offset: 2, length: 3, userId: 5 },
    { type: 'pre', offset: 3, length: 4, language: 'ts' },
    { type: 'custom_emoji', offset: 4, length: 2, customEmojiId: '9' },
  ])
  expect(entitiesOf(kept.map(botEntity))).toEqual(kept)
})
