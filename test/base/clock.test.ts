import { describe, expect, it } from 'vitest'
import { ShiftableClock, systemClock } from '../../src/base/clock.ts'

describe('the system clock', () => {
  it('tells epoch milliseconds', () => {
    const before = Date.now()
    const now = systemClock.nowMs()

    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })
})

describe('a clock that can be advanced', () => {
  it('runs with the real one and keeps every shift', () => {
    let realMs = 1_000
    const clock = new ShiftableClock({ nowMs: () => realMs })

    expect(clock.advance(60_000)).toBe(61_000)
    realMs = 1_500
    expect(clock.nowMs()).toBe(61_500)
    expect(clock.advance(0.4)).toBe(61_500)
  })

  it('refuses to go back', () => {
    const clock = new ShiftableClock()

    expect(() => clock.advance(-1)).toThrow('not by -1')
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError)
  })
})
