import { describe, expect, it } from 'vitest'
import {
  captionPremiumMax,
  decodeContent,
  encodeContent,
  entitiesMax,
  problemOf,
  textMax,
} from '../../src/delivery/message.ts'
import type { Content, Entity } from '../../src/delivery/message.ts'
import { markPeer } from '../../src/delivery/peer.ts'

const photo = (fileId: number) => ({ kind: 'photo', fileId }) as const
const channel = markPeer('channel', 7)
const bold: Entity = { type: 'bold', offset: 0, length: 5 }

describe('a content', () => {
  it.each<[string, Content]>([
    ['plain text', { text: 'Salom, dunyo', entities: [] }],
    ['formatted text', { text: 'Salom', entities: [bold, { ...bold, type: 'text_link', url: 'https://t.me' }] }],
    ['the longest text', { text: 'x'.repeat(textMax), entities: [] }],
    ['a file without a word', { text: '', entities: [], media: [photo(1)] }],
    ['the longest caption', { text: 'x'.repeat(captionPremiumMax), entities: [], media: [photo(1)] }],
    ['an album of photos and videos', { text: '', entities: [], media: [photo(1), { kind: 'video', fileId: 2 }] }],
    [
      'a post that is passed on',
      { text: '', entities: [], forward: { from: channel, title: 'K', messageIds: [3, 4] } },
    ],
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
    [{ text: 'x'.repeat(captionPremiumMax + 1), entities: [], media: [photo(1)] }, 'caption-too-long'],
    [{ text: '', entities: [], media: Array.from({ length: 11 }, (_, index) => photo(index)) }, 'too-many-files'],
    [{ text: '', entities: [], media: [photo(1), { kind: 'document', fileId: 2 }] }, 'mixed-album'],
    [{ text: '', entities: [], media: [photo(1), { kind: 'voice', fileId: 2 }] }, 'mixed-album'],
    [{ text: '', entities: [], forward: { from: channel, title: 'K', messageIds: [] } }, 'forward-incomplete'],
    [{ text: '', entities: [], forward: { from: channel, title: 'K', messageIds: [4, 3] } }, 'forward-incomplete'],
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
    const album = { text: '', entities: [], media: [photo(1), photo(2)] }
    const forward = { text: '', entities: [], forward: { from: channel, title: 'K', messageIds: [3] } }
    expect([album, forward].map((content) => decodeContent(encodeContent(content)))).toEqual([album, forward])
    expect(() => decodeContent('{}')).toThrow('without a text')
    expect(() => decodeContent('{"text":"","media":[{"kind":"hologram","fileId":1}]}')).toThrow('of another version')
  })
})
