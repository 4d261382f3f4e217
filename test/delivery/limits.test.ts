import { describe, expect, it } from 'vitest'
import { afterLimit, limitsBefore, neverLimited } from '../../src/delivery/limits.ts'

const dayMs = 24 * 3_600_000

describe('limits of an account', () => {
  it('are counted while no good day lies between them', () => {
    const first = afterLimit(neverLimited, dayMs, 0)
    const second = afterLimit(first, 4 * dayMs, 2 * dayMs - 1)

    expect([first.count, second.count, limitsBefore(second, 5 * dayMs - 1)]).toEqual([1, 2, 2])
  })

  it('begin anew after a good day', () => {
    const limits = { count: 3, untilMs: 7 * dayMs }

    expect(limitsBefore(limits, 8 * dayMs)).toBe(0)
    expect(afterLimit(limits, 9 * dayMs, 8 * dayMs)).toEqual({ count: 1, untilMs: 9 * dayMs })
  })

  it('are counted too when the account sends before one is over', () => {
    expect(limitsBefore({ count: 1, untilMs: dayMs }, 1_000)).toBe(1)
  })
})
