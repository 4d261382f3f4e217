import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitOf } from '../../../src/features/campaigns/fit.ts'

const minute = 60_000

describe('what an account can do of a campaign', () => {
  it('is enough as long as a round is through before the next one', () => {
    expect(fitOf({ targets: 48, everyMs: 5 * minute, gapMs: 10_000, others: [] })).toEqual({
      roundMs: 8 * minute,
      isEnough: false,
      everyMinMs: 8 * minute,
    })
    expect(fitOf({ targets: 48, everyMs: 8 * minute, gapMs: 10_000, others: [] }).isEnough).toBe(true)
    expect(fitOf({ targets: 48, everyMs: null, gapMs: 10_000, others: [] }).isEnough).toBe(true)
  })

  it('is what its other campaigns leave', () => {
    const others = [{ targets: 30, everyMs: 10 * minute }]
    expect(fitOf({ targets: 30, everyMs: 10 * minute, gapMs: 10_000, others })).toMatchObject({
      roundMs: 10 * minute,
      isEnough: true,
    })
    expect(fitOf({ targets: 1, everyMs: 60 * minute, gapMs: 20_000, others })).toEqual({
      roundMs: Number.POSITIVE_INFINITY,
      isEnough: false,
      everyMinMs: null,
    })
  })

  it('is as long as messages take that go one after another', () => {
    const load = fc.record({ targets: fc.integer({ min: 1, max: 20 }), everyMs: fc.integer({ min: 30, max: 120 }) })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.array(load, { maxLength: 2 }), (targets, others) => {
        const { roundMs } = fitOf({ targets, everyMs: null, gapMs: 1, others })
        if (!Number.isFinite(roundMs)) return
        // Over so long a time that what is left of a round at its end does not matter.
        const spanMs = roundMs * 1000
        const sentByOthers = others.reduce((sum, { targets: each, everyMs }) => sum + (each * spanMs) / everyMs, 0)
        expect(sentByOthers + 1000 * targets).toBeLessThanOrEqual(spanMs * 1.000001)
      }),
      { seed: 11 },
    )
  })
})
