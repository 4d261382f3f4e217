import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { decide } from '../../src/delivery/decide.ts'
import type { Peer } from '../../src/delivery/peer.ts'

const nowMs = 1_790_000_000_000

describe('after something was old that other work gets anew', () => {
  const stale = {
    type: 'stale',
    error: 'OLD',
    what: 'file-reference',
    awaits: { reason: 'FILE_NOT_READY', waitMs: 40_000 },
  } as const

  const after = (tries: number, refreshes: number) => {
    const peer = -1_001_234_567_890 as Peer
    const tried = { kind: 'send', accountKind: 'user', peer, tries, isMaybeSent: false, slowModeMs: 0 } as const
    const calm = { lineFreeAtMs: 0, peersWithSameError: 1, limitsInRow: 0, isChatFull: false }
    return decide(tried, stale, { triesMax: 5, random: seededRandom(1), ...calm, refreshes }, nowMs)
  }

  it.each([0, 4])('waits without using a try, also after %d times', (refreshes) => {
    expect(after(7, refreshes)).toEqual({
      settling: { event: 'postpone', dueAtMs: nowMs + 40_000, reason: 'FILE_NOT_READY' },
      refresh: 'file-reference',
    })
  })

  it('ends after five times', () => {
    expect(after(0, 5).settling).toEqual({ event: 'bury', reason: 'OLD' })
  })
})
