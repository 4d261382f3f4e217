import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAtMs, jitterMs, turnOf } from '../../src/scheduler/due-time.ts'
import { unbound } from '../../src/scheduler/timetable.ts'

describe('the jitter of a campaign', () => {
  it('is always the same for it, and spreads campaigns over the whole of its range', () => {
    const uuids = Array.from({ length: 2_000 }, (_, index) => `campaign ${index}`)
    const jitters = uuids.map((uuid) => jitterMs(uuid, 15_000))

    expect(uuids.map((uuid) => jitterMs(uuid, 15_000))).toEqual(jitters)
    expect(Math.min(...jitters)).toBeLessThan(100)
    expect(Math.max(...jitters)).toBeGreaterThan(14_900)
    expect(Math.max(...jitters)).toBeLessThanOrEqual(15_000)
    expect(jitterMs('any', 0)).toBe(0)
  })
})

describe('the due time of a message', () => {
  it('leaves quiet hours out, and comes after them in the same order', () => {
    // 22:00 in Tashkent.
    const quietAtMs = Date.parse('2026-11-20T17:00Z')
    const quiet = { from: 22 * 60, until: 7 * 60 }
    const timetable = { ...unbound('Asia/Tashkent'), quiet }
    const begun = { ...run, plannedAtMs: quietAtMs - 15_000, openedAtMs: 0, timetable }
    const at = (position: number) =>
      dueAtMs(begun, { ...target, position }, { jitterMaxMs: 0, gapMinMs: 0 }) - quietAtMs

    const nightMs = 9 * 3_600_000
    expect([0, 1, 2, 3].map(at)).toEqual([-15_000, -5_000, nightMs + 5_000, nightMs + 15_000])
    // Begun in them by a round at once that somebody asked for a moment before.
    const late = { ...begun, openedAtMs: quietAtMs + 1_000 }
    expect(dueAtMs(late, target, { jitterMaxMs: 0, gapMinMs: 0 })).toBe(quietAtMs + nightMs)
  })

  it('is its turn in the queue of its account, at the cap of that account', () => {
    const at = (position: number, capPerMinute: number) =>
      dueAtMs(run, { ...target, position, capPerMinute }, { jitterMaxMs: 0, gapMinMs: 1_000 }) - run.plannedAtMs

    expect([0, 1, 2].map((position) => at(position, 6))).toEqual([0, 10_000, 20_000])
    expect([0, 1, 2].map((position) => at(position, 600))).toEqual([0, 1_000, 2_000])
    const capped = { ...target, position: 1, capPerMinute: 600 }
    expect(dueAtMs(run, capped, { jitterMaxMs: 0, gapMinMs: 0, capMax: 6 }) - run.plannedAtMs).toBe(10_000)
  })

  it('is close to the one before for a bot, which need not keep the gap of a person', () => {
    const bot = { ...target, accountKind: 'bot', capPerMinute: 1_500 } as const
    const at = (position: number) =>
      dueAtMs(run, { ...bot, position }, { jitterMaxMs: 0, gapMinMs: 10_000 }) - run.plannedAtMs

    expect([0, 1, 2].map(at)).toEqual([0, 40, 80])
  })

  it('counts from the planned instant, and after a downtime from the beginning of the round', () => {
    const spread = { jitterMaxMs: 15_000, gapMinMs: 10_000 }
    const jitter = jitterMs(run.campaignUuid, 15_000)

    expect(dueAtMs(run, target, spread)).toBe(run.plannedAtMs + jitter)
    expect(dueAtMs({ ...run, openedAtMs: run.plannedAtMs + 3_600_000 }, target, spread)).toBe(
      run.plannedAtMs + 3_600_000 + jitter,
    )
  })
})

describe('turns in a round', () => {
  const seed = Date.now() % 1_000_000

  it('keep their order where a round fits into the interval', () => {
    expect(orderOf({ positions: 5, everyMs: 50_000, round: 3 })).toEqual([0, 1, 2, 3, 4])
    expect(orderOf({ positions: 5, everyMs: null, round: 0 })).toEqual([0, 1, 2, 3, 4])
  })

  it('begin where the last round must have ended, where it does not', () => {
    const rounds = [0, 1, 2].map((round) => orderOf({ positions: 5, everyMs: 30_000, round }).slice(0, 3))

    expect(rounds).toEqual([
      [0, 1, 2],
      [3, 4, 0],
      [1, 2, 3],
    ])
  })

  it(`are each given once in a round, and each target has each turn in time (seed ${seed})`, () => {
    const property = fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (positions, fit) => {
      const firsts = new Set<number>()
      for (let round = 0; round < positions; round++) {
        const order = orderOf({ positions, everyMs: fit * 10_000, round })
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: positions }, (_, index) => index))
        firsts.add(order[0] ?? -1)
      }
      expect(firsts.size).toBe(fit >= positions ? 1 : positions)
    })
    fc.assert(property, { seed, numRuns: 200 })
  })
})

/** Positions in the order in which they are sent. */
function orderOf(given: { positions: number; everyMs: number | null; round: number }): number[] {
  const { positions, everyMs, round } = given
  const times = { everyMs, startedAtMs: 0, plannedAtMs: round * (everyMs ?? 0) }
  const turns = Array.from({ length: positions }, (_, position) => ({
    position,
    turn: turnOf(times, { position, positions }, 10_000),
  }))
  return turns.toSorted((a, b) => a.turn - b.turn).map(({ position }) => position)
}

const run = {
  runId: 1,
  campaignId: 2,
  campaignUuid: 'c-1',
  ownerId: 3,
  contentId: 4,
  plannedAtMs: 1_000_000,
  openedAtMs: 1_000_000,
  everyMs: 3_600_000,
  startedAtMs: 1_000_000,
}
const target = {
  accountId: 1,
  partition: 1,
  accountKind: 'user',
  capPerMinute: 6,
  peer: -1,
  topic: 0,
  position: 0,
  positions: 5,
} as const
