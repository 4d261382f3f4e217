import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import type { Peer } from '../../src/delivery/peer.ts'
import { paceOf } from '../../src/shard/account-pace.ts'
import type { AccountRow } from '../../src/store/store.ts'

const peer = 5_000_000_001 as Peer

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
    const pace = paceOf(row('bot', 1_500), 10_000, 0)
    const launched: number[] = []
    let nowMs = 3_600_000
    for (let person = 1; person <= 100; person++) {
      nowMs = Math.max(nowMs, pace.nextAtMs)
      pace.begin(person as Peer, nowMs)
      pace.end(person as Peer, nowMs)
      launched.push(nowMs - 3_600_000)
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
    const pace = paceOf(row('bot', 1_500), 10_000, 0)
    const group = -1_000_000_000_007 as Peer
    for (let count = 1; count <= 20; count++) pace.recall(group, count * 1_000, 30_000)

    expect(pace.chatFreeAtMs(group, 30_000)).toBe(61_000)
  })

  it('of a bot does not count what was refused by the store', () => {
    const pace = paceOf(row('bot', 1_500), 10_000, 0)
    pace.begin(peer, 0)
    expect(pace.chatFreeAtMs(peer, 1)).toBe(Number.POSITIVE_INFINITY)
    pace.giveUp(peer, 1)

    expect(pace.chatFreeAtMs(peer, 1)).toBe(1)
  })
})

describe('2 000 people, in virtual time', () => {
  it.each([
    [20, 23.75],
    [100, 23.75],
    // From here on it is the windows that bind, and then the eight.
    [200, 22],
    [300, 17],
  ])('with answers that take %i ms or up to twice as long are told at %f a second or more', (tookMs, leastRate) => {
    const { rate, mostInOneSecond } = tell(2_000, tookMs)

    expect(rate).toBeGreaterThanOrEqual(leastRate)
    expect(mostInOneSecond).toBeLessThanOrEqual(30)
  })
})

/** Launches as a shard would, with answers that take so long or up to twice; Telegram counts each somewhere on its way. */
function tell(people: number, tookMs: number) {
  const random = seededRandom(1)
  const pace = paceOf(row('bot', 1_500), 10_000, 0)
  const answers: { readonly peer: Peer; readonly atMs: number }[] = []
  const countedAtMs: number[] = []
  let nowMs = 0
  for (let person = 1; person <= people; person++) {
    for (;;) {
      const first = answers.reduce<(typeof answers)[number] | undefined>(
        (least, each) => (least === undefined || each.atMs < least.atMs ? each : least),
        undefined,
      )
      const mayGoAtMs = answers.length < pace.sideBySide ? Math.max(nowMs, pace.nextAtMs) : Number.POSITIVE_INFINITY
      if (first === undefined || mayGoAtMs < first.atMs) {
        nowMs = mayGoAtMs
        break
      }
      nowMs = first.atMs
      answers.splice(answers.indexOf(first), 1)
      pace.end(first.peer, nowMs)
    }
    const peer = person as Peer
    pace.begin(peer, nowMs)
    const lastsMs = random.int(tookMs, 2 * tookMs)
    countedAtMs.push(nowMs + random.int(0, lastsMs))
    answers.push({ peer, atMs: nowMs + lastsMs })
  }
  const inSecondFrom = (fromMs: number) => countedAtMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1_000).length
  const tookAllMs = Math.max(...countedAtMs) - Math.min(...countedAtMs)
  return { rate: ((people - 1) / tookAllMs) * 1_000, mostInOneSecond: Math.max(...countedAtMs.map(inSecondFrom)) }
}

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
