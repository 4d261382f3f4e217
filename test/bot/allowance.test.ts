import { describe, expect, it } from 'vitest'
import { Allowance } from '../../src/bot/allowance.ts'

function openAllowance() {
  let nowMs = 1_000_000
  const allowance = new Allowance({ nowMs: () => nowMs })
  /** How many of so many at once are allowed. */
  const ask = (id: number, count: number) =>
    Array.from({ length: count }, () => allowance.take(id)).filter(Boolean).length
  return {
    allowance,
    ask,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

describe('an allowance', () => {
  it('lets a burst through and then two a second, for each person by themselves', () => {
    const { ask, pass } = openAllowance()
    expect(ask(1, 500)).toBe(20)
    expect(ask(2, 20)).toBe(20)
    pass(3_000)
    expect(ask(1, 500)).toBe(6)
    pass(3_600_000)
    expect(ask(1, 500)).toBe(20)
  })

  it('tells somebody once, however long they go on, and again after a quiet while', () => {
    const { allowance, ask, pass } = openAllowance()
    let told = 0
    for (let second = 0; second < 60; second++) {
      ask(1, 50)
      if (allowance.tell(1)) told += 1
      pass(1_000)
    }
    expect(told).toBe(1)

    pass(6_000)
    ask(1, 50)
    expect(allowance.tell(1)).toBe(true)
  })

  it('takes nothing away when the clock is set back', () => {
    const { ask, pass } = openAllowance()
    expect(ask(1, 5)).toBe(5)
    pass(-3_600_000)
    expect(ask(1, 20)).toBeGreaterThanOrEqual(15)
    pass(1_000)
    expect(ask(1, 20)).toBe(2)
  })

  it('remembers only those who asked a moment ago', () => {
    const { allowance, ask, pass } = openAllowance()
    for (let id = 1; id <= 5_000; id++) {
      ask(id, 1)
      pass(10)
    }
    expect(allowance.people).toBeLessThanOrEqual(1_001)
  })
})
