import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareId, markPeer, parsePeer, peerKind } from '../../src/delivery/peer.ts'
import type { Peer } from '../../src/delivery/peer.ts'

describe('a marked peer', () => {
  // The examples of https://core.telegram.org/api/bots/ids.
  it.each([
    [101374607, 'user', 101374607],
    [-101374607, 'basic', 101374607],
    [-1001234567890, 'channel', 1234567890],
    [-1997852516352, 'channel', 997852516352],
    [-2002147483649, 'channel', 1002147483649],
  ] as const)('%d is the %s %d', (marked, kind, bare) => {
    const peer = parsePeer(marked)

    expect(peer).toBe(marked)
    expect(peerKind(marked as Peer)).toBe(kind)
    expect(bareId(marked as Peer)).toBe(bare)
    expect(markPeer(kind, bare)).toBe(marked)
  })

  it.each([0, -1_000_000_000_000, -1_999_898_625_393, 2 ** 40, 1.5, Number.NaN, '', 'me', '1e5', '-100 1', '0x10'])(
    'is not %j',
    (given) => {
      expect(parsePeer(given)).toBeUndefined()
    },
  )

  it('comes back from text and from its bare id', () => {
    const bare = fc.tuple(
      fc.constantFrom('user' as const, 'basic' as const, 'channel' as const),
      fc.integer({ min: 1 }),
    )

    fc.assert(
      fc.property(bare, ([kind, id]) => {
        const peer = markPeer(kind, id)
        expect(parsePeer(String(peer))).toBe(peer)
        expect([peerKind(peer), bareId(peer)]).toEqual([kind, id])
      }),
    )
  })

  it('is refused with a bare id that its kind cannot have', () => {
    expect(() => markPeer('basic', 1_000_000_000_000)).toThrow('no id of a basic')
    expect(() => markPeer('user', -5)).toThrow(RangeError)
    expect(() => markPeer('channel', 0)).toThrow(RangeError)
    expect(() => peerKind(0 as Peer)).toThrow("0 is no peer's id")
  })
})
