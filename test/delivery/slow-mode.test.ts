import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { decide } from '../../src/delivery/decide.ts'
import type { Outcome } from '../../src/delivery/outcome.ts'
import type { Peer } from '../../src/delivery/peer.ts'
import { slowModeAfter } from '../../src/delivery/slow-mode.ts'
import { waitsOfChat } from '../../src/delivery/wait.ts'

const nowMs = 1_790_000_000_000
const peer = -1_001_234_567_890 as Peer
const refusal = { type: 'wait', waitMs: 42_000, scope: 'peer', error: 'SLOWMODE_WAIT_42' } as const
const sent: Outcome = { type: 'sent', messageId: 7, result: null }

describe('the slow mode of a group', () => {
  it('is what the group told, also when that is less than before', () => {
    expect(slowModeAfter({ waitMs: 4_000, slowModeMs: 10_000 }, 3_600_000)).toBe(10_000)
  })

  it('is otherwise a step that has room for what is left of it, and never less than was known', () => {
    expect([1, 5, 11, 42, 61, 3_600].map((seconds) => slowModeAfter({ waitMs: seconds * 1_000 }, 0) / 1_000)).toEqual([
      5, 5, 30, 60, 300, 3_600,
    ])
    expect(slowModeAfter({ waitMs: 42_000 }, 900_000)).toBe(900_000)
    expect(slowModeAfter({ waitMs: 7_200_000 }, 0)).toBe(7_200_000)
  })

  it('is learned from a refusal of a message, and from no other wait', () => {
    expect(after(refusal, 0).slowModeMs).toBe(60_000)
    expect(after({ ...refusal, slowModeMs: 300_000 }, 0).slowModeMs).toBe(300_000)
    expect(after({ ...refusal, scope: 'send', error: 'FLOOD_WAIT_42' }, 0).slowModeMs).toBeUndefined()
    expect(after({ ...refusal, error: 'INVITE_REQUEST_SENT' }, 0).slowModeMs).toBeUndefined()
  })

  it('holds the next message to it, from the answer on, and nothing else that concerns it', () => {
    const { wait } = after(sent, 60_000)

    expect(wait).toMatchObject({ key: { type: 'slow-mode', peer }, untilMs: nowMs + 61_000 })
    expect(waitsOfChat(peer, 'send')).toContainEqual(wait?.key)
    expect(waitsOfChat(peer, 'change')).not.toContainEqual(wait?.key)
    expect(after(sent, 0).wait).toBeUndefined()
  })
})

function after(outcome: Outcome, slowModeMs: number) {
  const given = { lineFreeAtMs: 0, refreshes: 0, peersWithSameError: 1, limitsInRow: 0, isChatFull: false }
  const tried = { kind: 'send', accountKind: 'user', peer, tries: 0, isMaybeSent: false, slowModeMs } as const
  return decide(tried, outcome, { triesMax: 5, random: seededRandom(1), ...given }, nowMs)
}
