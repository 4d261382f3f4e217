import { describe, expect, it } from 'vitest'
import { spacedBy } from '../../src/store/spaced.ts'

describe('jobs that are spaced', () => {
  it('run with the next turn after a pause, and no sooner than the space after the one before', () => {
    let nowMs = 1_000
    const asked: (number | 'next')[] = []
    const waiting: (() => void)[] = []
    const soon = spacedBy(4, {
      nowMs: () => nowMs,
      next(job) {
        asked.push('next')
        waiting.push(job)
      },
      after(job, ms) {
        asked.push(ms)
        waiting.push(job)
      },
    })
    const ran: string[] = []
    const runNext = () => waiting.shift()?.()

    soon(() => ran.push('first'))
    nowMs += 1
    runNext()
    nowMs += 1
    soon(() => ran.push('second'))
    nowMs += 3
    runNext()
    nowMs += 5
    soon(() => ran.push('after a pause'))
    runNext()

    expect(asked).toEqual(['next', 3, 'next'])
    expect(ran).toEqual(['first', 'second', 'after a pause'])
  })
})
