import { describe, expect, it } from 'vitest'
import { decodeContent, encodeContent, entitiesMax, problemOf, textMax } from '../../src/delivery/message.ts'
import type { Content, Entity } from '../../src/delivery/message.ts'

const bold: Entity = { type: 'bold', offset: 0, length: 5 }

describe('a content', () => {
  it.each<[string, Content]>([
    ['plain text', { text: 'Salom, dunyo', entities: [] }],
    ['formatted text', { text: 'Salom', entities: [bold, { ...bold, type: 'text_link', url: 'https://t.me' }] }],
    ['the longest text', { text: 'x'.repeat(textMax), entities: [] }],
  ])('may be %s', (_, content) => {
    expect(problemOf(content)).toBeUndefined()
  })

  it.each<[Content, string]>([
    [{ text: '', entities: [] }, 'empty'],
    [{ text: ' \n\u00a0', entities: [] }, 'empty'],
    [{ text: 'x'.repeat(textMax + 1), entities: [] }, 'too-long'],
    [{ text: 'Salom', entities: Array.from({ length: entitiesMax + 1 }, () => bold) }, 'too-many-entities'],
    [{ text: 'Salo', entities: [bold] }, 'entity-outside'],
    [{ text: 'Salom', entities: [{ ...bold, offset: -1 }] }, 'entity-outside'],
    [{ text: 'Salom', entities: [{ ...bold, length: 0 }] }, 'entity-outside'],
    [{ text: 'Salom', entities: [{ ...bold, length: 1.5 }] }, 'entity-outside'],
    [{ text: 'Salom', entities: [bold, { ...bold, type: 'text_link' }] }, 'entity-incomplete'],
    [{ text: 'Salom', entities: [{ ...bold, type: 'text_mention' }] }, 'entity-incomplete'],
    [{ text: 'Salom', entities: [{ ...bold, type: 'custom_emoji' }] }, 'entity-incomplete'],
    [{ text: 'Salom', entities: [{ ...bold, type: 'hashtag' as 'bold' }] }, 'entity-incomplete'],
  ])('%j is %s', (content, type) => {
    expect(problemOf(content)?.type).toBe(type)
  })

  it('is measured in UTF-16 units, of which an emoji has two', () => {
    expect(problemOf({ text: '🐪'.repeat(2048), entities: [] })).toBeUndefined()
    expect(problemOf({ text: '🐪'.repeat(2049), entities: [] })).toEqual({ type: 'too-long', length: 4098, max: 4096 })
  })

  it('comes back from its row', () => {
    const plain = { text: 'Salom', entities: [] }
    const formatted = { text: 'Salom', entities: [bold] }

    expect(decodeContent(encodeContent(plain))).toEqual(plain)
    expect(decodeContent(encodeContent(formatted))).toEqual(formatted)
    expect(() => decodeContent('{}')).toThrow('without a text')
  })
})
