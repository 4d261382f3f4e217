import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { computeRetryDelayMs, connectBackoff, retryBackoff } from '../../src/delivery/backoff.ts'

describe('the delay before the next try', () => {
  it('doubles from one second to its longest, plus up to a quarter', () => {
    const bounds = [1, 2, 4, 8, 16, 32, 64, 64, 64].map((seconds) => seconds * 1000)

    const delays = bounds.map((_, index) => computeRetryDelayMs(index + 1, seededRandom(1)))

    for (const [index, bound] of bounds.entries()) {
      expect(delays[index]).toBeGreaterThanOrEqual(bound)
      expect(delays[index]).toBeLessThanOrEqual(bound * 1.25)
    }
  })

  it('is never shorter than what Telegram asked, nor endless', () => {
    const inputs = fc.tuple(
      fc.nat(10_000),
      fc.nat(14 * 86_400_000),
      fc.nat(),
      fc.constantFrom(retryBackoff, connectBackoff),
    )

    fc.assert(
      fc.property(inputs, ([failures, waitMs, seed, backoff]) => {
        const delayMs = computeRetryDelayMs(failures, seededRandom(seed), backoff, waitMs)
        expect(delayMs).toBeGreaterThanOrEqual(Math.max(waitMs, backoff.baseMs))
        expect(delayMs).toBeLessThanOrEqual(Math.max(waitMs, backoff.maxMs) + backoff.maxMs / 4)
      }),
    )
  })

  it('differs between accounts that failed together', () => {
    const random = seededRandom(7)
    const delays = Array.from({ length: 100 }, () => computeRetryDelayMs(5, random))

    expect(new Set(delays).size).toBeGreaterThan(90)
  })
})
