import { describe, expect, it } from 'vitest'
import { fitOf } from '../../../../src/features/campaigns/fit/fit.ts'
import type { AccountPlan } from '../../../../src/features/campaigns/fit/forecast.ts'
import { unbound } from '../../../../src/scheduler/timetable.ts'

const minute = 60_000
const nowMs = Date.UTC(2026, 10, 21, 12)

describe('what an account can do of a campaign', () => {
  it('is enough as long as a round is through before the next one', () => {
    expect(fit(plan(48, 5 * minute))).toEqual({
      roundMs: 8 * minute,
      isEnough: false,
      everyMinMs: 8 * minute,
      groupsMax: 30,
      neededPerMinute: 9.6,
      givenPerMinute: 6,
      slow: null,
      isRested: false,
    })
    expect(fit(plan(48, 8 * minute))).toMatchObject({ roundMs: 8 * minute, isEnough: true, groupsMax: null })
    expect(fit(plan(48, null))).toMatchObject({ roundMs: 8 * minute, isEnough: true, neededPerMinute: null })
  })

  it('is what its other campaigns leave, as they stand on the clock', () => {
    const apart = plan(30, 10 * minute, { nextAtMs: nowMs + 5 * minute })
    expect(fit(plan(30, 10 * minute), [apart])).toMatchObject({ roundMs: 5 * minute, isEnough: true })
    // Message by message in turn, so that both end together.
    expect(fit(plan(30, 10 * minute), [plan(30, 10 * minute)]).roundMs).toBeGreaterThan(9 * minute)
    expect(fit(plan(31, 10 * minute), [plan(31, 10 * minute)])).toMatchObject({ isEnough: false, groupsMax: 28 })
  })

  it('is nothing where they leave nothing', () => {
    expect(fit(plan(1, 60 * minute), [plan(60, 10 * minute)])).toMatchObject({
      roundMs: Number.POSITIVE_INFINITY,
      isEnough: false,
      everyMinMs: null,
      givenPerMinute: 0,
    })
  })

  it('is an interval that can be offered, and at which it is enough', () => {
    const roundUp = (everyMs: number) => Math.ceil(everyMs / (10 * minute)) * 10 * minute
    expect(fit(plan(48, 5 * minute), [], { roundUp }).everyMinMs).toBe(10 * minute)
    const { everyMinMs } = fit(plan(48, 5 * minute), [plan(30, 10 * minute)], { roundUp })
    expect(everyMinMs).not.toBeNull()
    expect(fit(plan(48, everyMinMs), [plan(30, 10 * minute)]).isEnough).toBe(true)
  })

  it('does not bring every round to a group that is slower than the interval', () => {
    const slow = [3, 4].map((position) => ({ position, peer: -1 - position, slowModeMs: 15 * minute }))
    const { isEnough, slow: found, roundMs } = fit(plan(10, 5 * minute, { slow }))

    // In the fourth round they are heard again, a second later than they would be.
    expect([isEnough, roundMs]).toEqual([true, 101_000])
    expect(found).toEqual({
      count: 2,
      groups: slow,
      slowModeMs: 15 * minute,
      everyMs: 15 * minute + 2_000,
    })
    expect(fit(plan(10, found?.everyMs ?? 0, { slow })).slow).toBeNull()
    expect(fit(plan(10, 5 * minute, { slow: slow.map((place) => ({ ...place, slowModeMs: minute })) })).slow).toBeNull()
  })

  it('finds an interval for a slow group to which another campaign writes as well', () => {
    const slow = [{ position: 0, peer: -1, slowModeMs: 15 * minute }]
    const other = plan(1, 20 * minute, { slow })
    const everyMs = fit(plan(10, 5 * minute, { slow }), [other]).slow?.everyMs ?? 0

    expect(everyMs).toBeGreaterThan(15 * minute)
    expect(fit(plan(10, everyMs, { slow }), [other]).slow).toBeNull()
  })

  it('takes slow modes by themselves where a round is too long to be looked at message by message', () => {
    const slow = [{ position: 0, peer: -1, slowModeMs: 15 * minute }]

    const found = fit(plan(6_000, 5 * minute, { slow })).slow

    expect(found).toMatchObject({ count: 1, groups: [{ peer: -1 }], everyMs: 15 * minute + 2_000 })
    expect(fit(plan(6_000, 20 * minute, { slow })).slow).toBeNull()
  })

  it('goes on after quiet hours', () => {
    const timetable = { ...unbound('UTC'), quiet: { from: 12 * 60 + 1, until: 13 * 60 } }
    const once = fit(plan(12, null, { timetable }))

    expect(once).toMatchObject({ isRested: true, isEnough: true })
    expect(once.roundMs).toBe(60 * minute + 60_000)
    // Of the rounds that begin again every five minutes after them, none is too long.
    expect(fit(plan(12, 5 * minute, { timetable }))).toMatchObject({ isRested: true, isEnough: true, roundMs: 120_000 })
  })
})

const sender = { nextAtMs: 0, gapMs: 10_000, gapAt: () => 10_000, answerMs: 0 }

function fit(asked: AccountPlan, others: AccountPlan[] = [], { roundUp = Math.ceil } = {}) {
  return fitOf({ plan: asked, others, sender, nowMs, jitterMaxMs: 0, roundUp })
}

function plan(targets: number, everyMs: number | null, given: Partial<AccountPlan> = {}): AccountPlan {
  const bounds = { nextAtMs: nowMs, startedAtMs: nowMs, roundsLeft: null, timetable: null, slow: [], open: [] }
  return { uuid: `c-${targets}`, everyMs, targets, ...bounds, ...given }
}
