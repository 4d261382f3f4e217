import { describe, expect, it } from 'vitest'
import { decodeForbidden, encodeForbidden, forbiddenIn } from '../../src/delivery/forbidden.ts'
import type { MediaKind } from '../../src/delivery/media.ts'
import { parsePeer } from '../../src/delivery/peer.ts'

const text = { text: 'salom', entities: [] }
const withFiles = (...kinds: MediaKind[]) => ({ ...text, media: kinds.map((kind, fileId) => ({ kind, fileId })) })

describe('what a group does not take', () => {
  it('is looked for in what a message is made of, each kind once', () => {
    expect(forbiddenIn(text, { photo: null }, 0)).toEqual([])
    expect(forbiddenIn(text, { text: null }, 0)).toEqual(['text'])
    expect(forbiddenIn(withFiles('photo'), { text: null }, 0)).toEqual([])
    expect(forbiddenIn(withFiles('photo', 'video', 'photo'), { photo: null, video: null }, 0)).toEqual([
      'photo',
      'video',
    ])
  })

  it('is over with its end', () => {
    expect(forbiddenIn(withFiles('photo'), { photo: 1000 }, 999)).toEqual(['photo'])
    expect(forbiddenIn(withFiles('photo'), { photo: 1000 }, 1000)).toEqual([])
  })

  it('says nothing of a post that is passed on', () => {
    const from = parsePeer(-1_001_234_567_890)
    if (from === undefined) throw new Error('no peer')
    const forward = { from, title: 'Kanal', messageIds: [7] }

    expect(forbiddenIn({ text: '', entities: [], forward }, { text: null, photo: null }, 0)).toEqual([])
  })

  it('is allowed where nothing is known, and where another version has written what this one does not know', () => {
    expect(decodeForbidden(null)).toEqual({})
    expect(decodeForbidden('{"photo":null,"poll":null,"video":1000,"voice":"x"}')).toEqual({ photo: null, video: 1000 })
    expect(decodeForbidden('7')).toEqual({})
  })

  it('comes back from its text as it went', () => {
    expect(encodeForbidden({})).toBeNull()
    expect(decodeForbidden(encodeForbidden({ photo: null, text: 5 }))).toEqual({ photo: null, text: 5 })
  })
})
