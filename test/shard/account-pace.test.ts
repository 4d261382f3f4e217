import { describe, expect, it } from 'vitest'
import type { Peer } from '../../src/delivery/peer.ts'
import { paceOf } from '../../src/shard/account-pace.ts'
import type { AccountRow } from '../../src/store/store.ts'
import { announceInVirtualTime } from './one-token.ts'

const peer = 5_000_000_001 as Peer
const startMs = 1_000_000

describe('the pace of an account', () => {
  it('of a person is one message at a time, with the gap counted from the answer', () => {
    const pace = paceOf(row('user', 6), 10_000, 0)

    pace.begin(peer, 0)
    expect([pace.sideBySide, pace.nextAtMs, pace.afterClaim(0)]).toEqual([1, 0, 10_000])
    pace.end(peer, 700)

    expect(pace.nextAtMs).toBe(10_700)
    expect(pace.chatFreeAtMs(peer, 700)).toBe(700)
  })

  it('of a person is never above what the installation allows, also when an admin raises its cap', () => {
    const pace = paceOf(row('user', 60), 0, 0, 3)
    expect(pace.perMinute(0)).toBe(3)

    pace.allow(row('user', 2))
    expect(pace.perMinute(0)).toBe(2)
    pace.allow(row('user', 30))
    expect(pace.perMinute(0)).toBe(3)
    expect(paceOf(row('bot', 1_500), 0, 0, 3).perMinute(0)).toBe(1_500)
  })

  it('of a bot is eight at a time, 40 ms apart from launch to launch, whatever a person must keep', () => {
    const pace = paceOf(row('bot', 1_500), 10_000, startMs)
    const launched: number[] = []
    const afterAnHourMs = startMs + 3_600_000
    let nowMs = afterAnHourMs
    for (let person = 1; person <= 100; person++) {
      do nowMs = Math.max(nowMs, pace.nextAtMs)
      while (!pace.begin(person as Peer, nowMs))
      pace.end(person as Peer, nowMs)
      launched.push(nowMs - afterAnHourMs)
    }

    expect(pace.sideBySide).toBe(8)
    // An hour of rest is worth a second of messages and no more, and Telegram's limit of a second holds all the same.
    expect(launched.filter((atMs) => atMs < 1_000)).toHaveLength(30)
    expect(launched.filter((atMs) => atMs < 3_000)).toHaveLength(90)
    expect(launched.at(-1)).toBe(3_000)
  })

  it('of a bot falls once for all that were refused together, and again for the next wait', () => {
    const pace = paceOf(row('bot', 1_500), 10_000, 0)

    expect([pace.slowDown(0, 5_000), pace.slowDown(100, 6_000), pace.slowDown(200, 5_000)]).toEqual([
      true,
      false,
      false,
    ])
    expect(pace.perMinute(200)).toBe(750)
    expect(pace.slowDown(6_000, 8_000)).toBe(true)
    expect(pace.perMinute(6_000)).toBe(375)
  })

  it('of a bot knows over a restart what it had sent to a group', () => {
    const pace = paceOf(row('bot', 1_500), 10_000, startMs)
    const group = -1_000_000_000_007 as Peer
    const nowMs = startMs + 30_000
    for (let count = 1; count <= 20; count++) pace.recall(group, startMs + count * 1_000, nowMs)

    expect(pace.chatFreeAtMs(group, nowMs)).toBe(startMs + 61_000)
  })

  it('of a bot does not count what was refused by the store', () => {
    const pace = paceOf(row('bot', 1_500), 10_000, startMs)
    const nowMs = startMs + 1_000
    expect(pace.begin(peer, nowMs)).toBe(true)
    expect(pace.chatFreeAtMs(peer, nowMs)).toBe(Number.POSITIVE_INFINITY)
    pace.giveUp(peer, nowMs)

    expect(pace.chatFreeAtMs(peer, nowMs)).toBe(nowMs)
  })
})

describe('2 000 people, in virtual time', () => {
  it.each([
    [20, 23.75],
    [100, 23.75],
    // From here on it is the windows that bind, and then the eight.
    [200, 22],
    [300, 17],
  ])(
    'with answers that take %i ms or up to twice as long are told at %f a second or more',
    async (tookMs, leastRate) => {
      const { rate, mostInOneSecond } = await announceInVirtualTime({ row: row('bot', 1_500), tookMs })

      expect(rate).toBeGreaterThanOrEqual(leastRate)
      expect(mostInOneSecond).toBeLessThanOrEqual(30)
    },
  )

  it.each([
    [1, 20, 200],
    [1, 100, 600],
    [10, 20, 1_000],
    [10, 100, 1_000],
    [10, 300, 1_000],
  ])(
    'leave %i answers to people every second, with calls of %i ms or up to twice as long: each waits at most %i ms',
    async (answersPerSecond, tookMs, mostMs) => {
      const { rate, mostInOneSecond, waitedMs } = await announceInVirtualTime({
        row: row('bot', 1_500),
        tookMs,
        answersPerSecond,
      })

      // A place is taken for the call and a second, so there are fewer than thirty a second.
      const left = 30 / (1 + (1.5 * tookMs) / 1_000) - answersPerSecond
      expect(mostInOneSecond).toBeLessThanOrEqual(30)
      expect(rate).toBeGreaterThanOrEqual(0.95 * Math.min(25, left))
      expect(Math.max(...waitedMs)).toBeLessThanOrEqual(mostMs)
      expect(waitedMs.length).toBeGreaterThan(60 * answersPerSecond)
    },
  )
})

function row(kind: 'user' | 'bot', capPerMinute: number): AccountRow {
  return {
    id: 1,
    ownerId: 1,
    kind,
    telegramId: 1,
    session: '',
    device: '{}',
    proxy: null,
    partition: 1,
    state: 'active',
    stateUntilMs: null,
    capPerMinute,
    nextAtMs: 0,
    pace: '',
    limitsInRow: 0,
    limitedUntilMs: 0,
  }
}
