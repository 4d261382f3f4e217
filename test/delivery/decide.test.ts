import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { nextState } from '../../src/delivery/attempt.ts'
import type { TriedAttempt } from '../../src/delivery/attempt.ts'
import { decide } from '../../src/delivery/decide.ts'
import type { Circumstances, Decision } from '../../src/delivery/decide.ts'
import type { Outcome } from '../../src/delivery/outcome.ts'
import type { Peer } from '../../src/delivery/peer.ts'

const nowMs = 1_790_000_000_000
const dayMs = 86_400_000
const peer = -1_001_234_567_890 as Peer

describe('after a try that Telegram took', () => {
  it('the attempt is sent, with its id', () => {
    expect(after({ type: 'sent', messageId: 7, result: null })).toEqual({
      settling: { event: 'confirm', messageId: 7, result: null },
    })
  })
})

describe('after a wait', () => {
  it.each(['send', 'read', 'join', 'transfer'] as const)(
    'on the lane %s the lane waits, and the try is given back',
    (lane) => {
      const untilMs = nowMs + 31_000 + 1_000
      const decision = after({ type: 'wait', waitMs: 31_000, scope: lane, error: 'FLOOD_WAIT_31' })

      expect(decision).toMatchObject({
        settling: { event: 'postpone', dueAtMs: untilMs, reason: 'FLOOD_WAIT_31' },
        wait: { key: { type: 'lane', lane }, untilMs, reason: 'FLOOD_WAIT_31' },
      })
      expect(decision.isTooFast).toBe(lane === 'send' ? true : undefined)
    },
  )

  it('of one chat only that chat waits, and the pace stays', () => {
    const decision = after({ type: 'wait', waitMs: 5_000, scope: 'peer', error: 'SLOWMODE_WAIT_5' })

    expect(decision.wait?.key).toEqual({ type: 'peer', peer })
    expect(decision.isTooFast).toBeUndefined()
  })

  it('of a bot whose chat has just had all that it may, only that chat waits: the answer does not say what it means', () => {
    const tooMany = { type: 'wait', waitMs: 5_000, scope: 'send', error: 'Too Many Requests: retry after 5' } as const
    const decision = after(tooMany, {}, { isChatFull: true })

    expect(decision.wait?.key).toEqual({ type: 'peer', peer })
    expect(decision.isTooFast).toBeUndefined()
  })

  it('of a chat that the work does not have, sending waits', () => {
    const decision = after({ type: 'wait', waitMs: 5_000, scope: 'peer', error: 'X_WAIT_5' }, { peer: null })

    expect(decision.wait?.key).toEqual({ type: 'lane', lane: 'send' })
  })

  it('even with all tries used the attempt stays', () => {
    const decision = after({ type: 'wait', waitMs: 5_000, scope: 'send', error: 'FLOOD_WAIT_5' }, { tries: 99 })

    expect(decision.settling.event).toBe('postpone')
  })
})

describe('after a refusal', () => {
  it('the attempt is buried with its reason, and the run goes on', () => {
    expect(after({ type: 'refused', error: 'CHAT_WRITE_FORBIDDEN', what: 'peer' })).toEqual({
      settling: { event: 'bury', reason: 'CHAT_WRITE_FORBIDDEN' },
    })
  })

  it('of the content the run stops', () => {
    expect(after({ type: 'contentRefused', error: 'MESSAGE_TOO_LONG' })).toEqual({
      settling: { event: 'bury', reason: 'MESSAGE_TOO_LONG' },
      stopsRun: true,
    })
  })

  it.each([
    [2, undefined],
    [3, true],
  ])('that nobody knows, by %d chats, the run stops: %s', (peersWithSameError, stopsRun) => {
    const outcome = { type: 'refused', error: 'NEW', what: 'peer', contentAfterPeers: 3 } as const

    expect(after(outcome, {}, { peersWithSameError }).stopsRun).toBe(stopsRun)
  })
})

describe('after Telegram limits the account', () => {
  it.each([
    [0, 1],
    [1, 2],
    [2, 7],
    [9, 7],
  ])('for the time number %d it rests %d days, and the attempt stays', (limitsInRow, days) => {
    const untilMs = nowMs + days * dayMs

    expect(after(limited, {}, { limitsInRow })).toEqual({
      settling: { event: 'release', dueAtMs: untilMs, reason: 'PEER_FLOOD' },
      account: { type: 'limit', untilMs, reason: 'PEER_FLOOD' },
    })
  })

  it('without an end it rests until its owner acts', () => {
    const decision = after({ ...limited, error: 'FROZEN_METHOD_INVALID', days: [] })

    expect(decision.account).toEqual({ type: 'limit', untilMs: null, reason: 'FROZEN_METHOD_INVALID' })
    expect(decision.settling).toMatchObject({ event: 'release', dueAtMs: nowMs })
  })

  it('by one group only that group is dropped; by a second one the account rests', () => {
    const banned = { ...limited, error: 'USER_BANNED_IN_CHANNEL', days: [1], fromPeers: 2 } as const

    expect(after(banned, {}, { peersWithSameError: 1 })).toEqual({
      settling: { event: 'bury', reason: 'USER_BANNED_IN_CHANNEL' },
    })
    expect(after(banned, {}, { peersWithSameError: 2 }).account?.type).toBe('limit')
  })

  it('in joining only joins wait', () => {
    const decision = after({ ...limited, error: 'CHANNELS_TOO_MUCH', concerns: 'joins', days: [] })

    expect(decision.account).toBeUndefined()
    expect(decision.wait?.key).toEqual({ type: 'lane', lane: 'join' })
  })

  it('because of its proxy it is paused', () => {
    const decision = after({ ...limited, error: 'proxy rejected', concerns: 'proxy', days: [] })

    expect(decision.account).toEqual({ type: 'pause', reason: 'proxy rejected' })
  })
})

describe('after a session is over', () => {
  it.each([
    [true, 'needsLogin'],
    [false, 'verify'],
  ])('certainly: %s, the account: %s, and the attempt stays', (isCertain, type) => {
    expect(after({ type: 'accountDead', error: 'SESSION_REVOKED', isCertain }, { tries: 4 })).toEqual({
      settling: { event: 'release', dueAtMs: nowMs, reason: 'SESSION_REVOKED' },
      account: { type, reason: 'SESSION_REVOKED' },
    })
  })
})

describe('after something was old', () => {
  it.each([
    ['peer', 0, 'retry'],
    ['peer', 1, 'bury'],
    ['upload', 1, 'retry'],
    ['upload', 2, 'bury'],
  ] as const)('%s, got anew %d times before: %s', (what, refreshes, event) => {
    const decision = after({ type: 'stale', error: 'OLD', what }, {}, { refreshes })

    expect(decision.settling.event).toBe(event)
    expect(decision.refresh).toBe(event === 'retry' ? what : undefined)
  })
})

describe('after a failure', () => {
  it.each([
    [0, 1_000],
    [1, 2_000],
    [3, 8_000],
  ])('with %d tries before, the next comes after %d ms or a little more', (tries, delayMs) => {
    const { settling } = after({ type: 'failed', error: 'MSG_WAIT_FAILED' }, { tries })

    expect(settling).toMatchObject({ event: 'retry', reason: 'MSG_WAIT_FAILED' })
    const waitedMs = dueOf({ settling }) - nowMs
    expect(waitedMs).toBeGreaterThanOrEqual(delayMs)
    expect(waitedMs).toBeLessThanOrEqual(delayMs * 1.25)
  })

  it('of the last try it is buried as retry-exhausted', () => {
    expect(after({ type: 'failed', error: 'MSG_WAIT_FAILED' }, { tries: 4 })).toEqual({
      settling: { event: 'bury', reason: 'retry-exhausted' },
    })
  })

  it('to reach Telegram it comes back when the line is tried again, as often as it takes', () => {
    const dues = [nowMs - 1, nowMs, nowMs + 4_000].map((lineFreeAtMs) =>
      dueOf(after({ type: 'notSent', error: 'ECONNREFUSED' }, { tries: 4 }, { lineFreeAtMs })),
    )

    expect(dues).toEqual([nowMs, nowMs, nowMs + 4_000])
  })
})

describe('after nobody knows', () => {
  const unknown: Outcome = { type: 'unknown', error: 'TIMEOUT' }

  it('a user account repeats', () => {
    expect(after(unknown).settling).toMatchObject({ event: 'unknown', reason: 'TIMEOUT' })
  })

  it('a user account that used up its tries leaves it uncertain, never failed', () => {
    expect(after(unknown, { tries: 4 }).settling).toEqual({ event: 'lose', reason: 'retry-exhausted' })
  })

  it('a bot does not repeat', () => {
    expect(after(unknown, { accountKind: 'bot' }).settling).toEqual({ event: 'lose', reason: 'TIMEOUT' })
  })

  it.each(['user', 'bot'] as const)(
    'work of a %s that does no harm twice is tried again, and fails in the end',
    (accountKind) => {
      expect(after(unknown, { accountKind, kind: 'dialogs' }).settling.event).toBe('retry')
      expect(after(unknown, { accountKind, kind: 'dialogs', tries: 4 }).settling.event).toBe('bury')
    },
  )
})

describe('after an answer that an earlier call still runs', () => {
  const busy: Outcome = { type: 'busyDuplicate', error: 'RANDOM_ID_DUPLICATE' }

  it('the same id is asked for again within seconds', () => {
    const decision = after(busy, { tries: 4 })

    expect(decision.settling.event).toBe('unknown')
    expect(dueOf(decision)).toBeLessThanOrEqual(nowMs + 6_250)
  })

  it('it is never a failure: in the end it is uncertain', () => {
    expect(after(busy, { tries: 9 }).settling).toEqual({ event: 'lose', reason: 'retry-exhausted' })
  })
})

describe('whatever happens', () => {
  const outcomes: Outcome[] = [
    { type: 'sent', messageId: 1, result: null },
    { type: 'wait', waitMs: 1_000, scope: 'send', error: 'x' },
    { type: 'wait', waitMs: 1_000, scope: 'peer', error: 'x' },
    { type: 'refused', error: 'x', what: 'peer', contentAfterPeers: 3 },
    { type: 'contentRefused', error: 'x' },
    { type: 'accountPaused', error: 'x', concerns: 'account', days: [1], fromPeers: 2 },
    { type: 'accountPaused', error: 'x', concerns: 'joins', days: [], fromPeers: 1 },
    { type: 'accountDead', error: 'x', isCertain: true },
    { type: 'stale', error: 'x', what: 'peer' },
    { type: 'busyDuplicate', error: 'x' },
    { type: 'notSent', error: 'x' },
    { type: 'failed', error: 'x' },
    { type: 'unknown', error: 'x' },
  ]
  const given = fc.record({
    lineFreeAtMs: fc.nat(2 * nowMs),
    refreshes: fc.nat(4),
    peersWithSameError: fc.integer({ min: 1, max: 8 }),
    limitsInRow: fc.nat(5),
  })
  const tried = fc.record({ tries: fc.nat(12), accountKind: fc.constantFrom('user' as const, 'bot' as const) })

  it('the move is legal for an attempt in flight, and nothing is due in the past', () => {
    fc.assert(
      fc.property(fc.constantFrom(...outcomes), tried, fc.boolean(), given, (outcome, attempt, isMaybeSent, rest) => {
        const { settling } = after(outcome, { ...attempt, isMaybeSent }, rest)

        expect(() => nextState('in-flight', settling.event)).not.toThrow()
        if ('dueAtMs' in settling) expect(settling.dueAtMs).toBeGreaterThanOrEqual(nowMs)
      }),
    )
  })

  it('what may have arrived is never buried', () => {
    fc.assert(
      fc.property(fc.constantFrom(...outcomes), tried, given, (outcome, attempt, rest) => {
        expect(after(outcome, { ...attempt, isMaybeSent: true }, rest).settling.event).not.toBe('bury')
      }),
    )
  })

  it('the tries of a send that fails every time come to an end', () => {
    for (const outcome of outcomes.filter(({ type }) => ['failed', 'unknown', 'busyDuplicate'].includes(type))) {
      expect(['bury', 'lose']).toContain(after(outcome, { tries: 9 }).settling.event)
    }
  })
})

const limited = {
  type: 'accountPaused',
  error: 'PEER_FLOOD',
  concerns: 'account',
  days: [1, 2, 7],
  fromPeers: 1,
} as const

function after(outcome: Outcome, attempt: Partial<TriedAttempt> = {}, given: Partial<Circumstances> = {}): Decision {
  const calm = { lineFreeAtMs: 0, refreshes: 0, peersWithSameError: 1, limitsInRow: 0, isChatFull: false }
  const circumstances: Circumstances = { triesMax: 5, random: seededRandom(1), ...calm, ...given }
  const message = { kind: 'send', accountKind: 'user', peer } as const
  const tried = { ...message, tries: 0, isMaybeSent: false, slowModeMs: 0, ...attempt }
  return decide(tried, outcome, circumstances, nowMs)
}

function dueOf({ settling }: Pick<Decision, 'settling'>): number {
  if (!('dueAtMs' in settling)) throw new Error(`${settling.event} has no instant`)
  return settling.dueAtMs
}
