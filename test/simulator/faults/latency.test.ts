import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { sampleLatency } from '../../../src/simulator/faults/latency.ts'
import { openRules } from './rules-setup.ts'

describe('latency', () => {
  it('can be the same for every request', () => {
    expect(sampleLatency(250, seededRandom(1))).toBe(250)
  })

  it('stays between its ends and reaches both', () => {
    const random = seededRandom(2)
    const drawn = Array.from({ length: 500 }, () => sampleLatency({ min: 3, max: 7 }, random))

    expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7])
  })

  it('has the median and the 99th percentile that were asked for', () => {
    const shapes = fc.record({
      p50: fc.integer({ min: 20, max: 500 }),
      factor: fc.double({ min: 1, max: 20, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.nat(), shapes, (seed, { p50, factor }) => {
        const random = seededRandom(seed)
        const p99 = Math.round(p50 * factor)
        const drawn = Array.from({ length: 20_000 }, () => sampleLatency({ p50, p99 }, random)).sort((a, b) => a - b)

        expect(Math.abs((drawn[10_000] ?? 0) / p50 - 1)).toBeLessThan(0.15)
        expect(Math.abs((drawn[19_800] ?? 0) / p99 - 1)).toBeLessThan(0.25)
      }),
      { numRuns: 15 },
    )
  })

  it('is repeatable: a rule with the same seed delays the same requests by the same time', () => {
    const delays = (): number[] => {
      const { add, decide } = openRules()
      add({ delayMs: { p50: 80, p99: 900 }, seed: 5 })
      return Array.from({ length: 100 }, () => decide().delayMs)
    }

    expect(delays()).toEqual(delays())
    expect(new Set(delays()).size).toBeGreaterThan(50)
  })
})
