import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAfter, misfireGraceMs, runNow, stepOf } from '../../src/scheduler/misfire.ts'
import type { MisfirePolicy } from '../../src/scheduler/misfire.ts'

describe('an instant that has come', () => {
  it('runs, and the next one is an interval after it, however late the tick', () => {
    expect(stepOf({ ...point, misfire: 'run-once' }, 1_000_900)).toEqual({
      type: 'run',
      plannedAtMs: 1_000_000,
      nextAtMs: 1_300_000,
    })
  })

  it('runs once when it was to run once', () => {
    expect(stepOf({ nextAtMs: 5, everyMs: null, misfire: 'run-once' }, 7)).toEqual({
      type: 'run',
      plannedAtMs: 5,
      nextAtMs: null,
    })
  })
})

describe('instants that were missed', () => {
  const nowMs = 1_000_000 + 10 * 300_000 + 7_000

  it.each<[MisfirePolicy, object]>([
    ['run-once', { type: 'run', plannedAtMs: 4_000_000, nextAtMs: 4_300_000 }],
    ['skip', { type: 'skip', nextAtMs: 4_300_000 }],
    ['ask', { type: 'ask' }],
  ])('collapse into one: %s', (misfire, step) => {
    expect(stepOf({ ...point, misfire }, nowMs)).toEqual(step)
  })

  it.each<[MisfirePolicy, object]>([
    ['run-once', { type: 'run', plannedAtMs: 1_000_000, nextAtMs: null }],
    ['skip', { type: 'skip', nextAtMs: null }],
    ['ask', { type: 'ask' }],
  ])('of what runs once: %s', (misfire, step) => {
    expect(stepOf({ ...point, everyMs: null, misfire }, nowMs)).toEqual(step)
  })

  it('are none while a tick is only a little late', () => {
    const late = point.nextAtMs + misfireGraceMs

    expect(stepOf({ ...point, misfire: 'skip' }, late).type).toBe('run')
    expect(stepOf({ ...point, misfire: 'skip' }, late + 1).type).toBe('skip')
  })
})

describe('the grid', () => {
  const seed = Date.now() % 1_000_000

  it(`is start to start, whenever the ticks come (seed ${seed})`, () => {
    const property = fc.property(anInterval, fc.array(aDelay, { minLength: 1, maxLength: 60 }), (everyMs, delays) => {
      let [nowMs, nextAtMs] = [startMs, startMs]
      const planned: number[] = []
      for (const delayMs of delays) {
        nowMs += delayMs
        if (nextAtMs > nowMs) continue
        const step = runNow({ nextAtMs, everyMs }, nowMs)
        if (step.type !== 'run') throw new Error('an interval without an end has one')
        planned.push(step.plannedAtMs)
        // The latest instant of the grid that has passed, and the first that has not.
        expect(step.plannedAtMs).toBe(startMs + Math.floor((nowMs - startMs) / everyMs) * everyMs)
        expect(step.nextAtMs).toBe(instantAfter({ nextAtMs, everyMs }, nowMs))
        nextAtMs = step.nextAtMs ?? Number.NaN
        expect(nextAtMs).toBeGreaterThan(nowMs)
      }
      expect(planned.every((atMs) => (atMs - startMs) % everyMs === 0)).toBe(true)
      expect(planned).toEqual([...new Set(planned)].toSorted((a, b) => a - b))
    })
    fc.assert(property, { seed, numRuns: 500 })
  })

  it(`never holds two rounds for one instant, whatever the policy and the downtime (seed ${seed})`, () => {
    const policy = fc.constantFrom<MisfirePolicy>('skip', 'run-once')
    const property = fc.property(
      anInterval,
      policy,
      fc.array(aDelay, { maxLength: 60 }),
      (everyMs, misfire, delays) => {
        let [nowMs, nextAtMs] = [startMs, startMs]
        let lastPlannedAtMs = Number.NEGATIVE_INFINITY
        for (const delayMs of delays) {
          nowMs += delayMs
          if (nextAtMs > nowMs) continue
          const step = stepOf({ nextAtMs, everyMs, misfire }, nowMs)
          if (step.type === 'ask') throw new Error('nobody asked to be asked')
          if (step.type === 'run') {
            expect(step.plannedAtMs).toBeGreaterThan(lastPlannedAtMs)
            lastPlannedAtMs = step.plannedAtMs
          }
          nextAtMs = step.nextAtMs ?? Number.NaN
        }
      },
    )
    fc.assert(property, { seed, numRuns: 500 })
  })
})

const point = { nextAtMs: 1_000_000, everyMs: 300_000 }
const startMs = 1_800_000_000_123
const anInterval = fc.integer({ min: 1_000, max: 7 * 24 * 3_600_000 })
/** From one tick to the next: mostly a second, sometimes the night that the machine was off. */
const aDelay = fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 14 * 24 * 3_600_000 }))
