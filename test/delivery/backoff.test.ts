import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { computeRetryDelayMs, connectBackoff, retryBackoff } from '../../src/delivery/backoff.ts'
import { LineBackoff } from '../../src/delivery/line-backoff.ts'

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

describe('the line of an account', () => {
  const away = { type: 'notSent', error: 'ECONNREFUSED' } as const
  /** Without the part that is left to chance. */
  const steady = { ...seededRandom(1), next: () => 0 }

  it('is left alone for one step, however many tries met the same failure', () => {
    const line = new LineBackoff(steady)

    for (const [begunAtMs, failedAtMs] of [
      [0, 10],
      [5, 20],
      // Held up on its way to the wire.
      [1_009, 1_300],
    ] as const)
      line.note(away, begunAtMs, failedAtMs)
    expect(line.freeAtMs).toBe(1_010)

    line.note(away, 1_010, 1_020)
    expect(line.freeAtMs).toBe(3_020)
  })

  it('begins anew after an answer, whatever the answer is', () => {
    const line = new LineBackoff(steady)
    line.note(away, 0, 0)
    line.note(away, 1_000, 1_000)

    line.note({ type: 'wait', waitMs: 5_000, scope: 'send', error: 'FLOOD_WAIT' }, 3_000, 3_100)
    expect(line.freeAtMs).toBeLessThanOrEqual(3_100)

    line.note(away, 4_000, 4_000)
    expect(line.freeAtMs).toBe(5_000)
  })
})
