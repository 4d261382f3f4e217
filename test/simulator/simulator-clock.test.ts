import { describe, expect, it } from 'vitest'
import { CannotStart } from '../../src/simulator/cannot-start.ts'
import { lastTimeMs, openClock } from '../../src/simulator/simulator-clock.ts'
import { openTestWorld } from '../support/world.ts'

describe("the simulator's clock", () => {
  it('goes on from the skips that are stored', () => {
    const files = openTestWorld()
    const first = openClock()
    first.keepIn(files.world.store)
    first.clock.advance(3_600_000.4)
    first.clock.advance(1000)

    const { world } = files.reopen()
    const second = openClock()
    second.keepIn(world.store)
    second.clock.advance(1)

    expect(second.clock.nowMs() - Date.now()).toBeGreaterThan(3_500_000)
    expect(world.store.meta('skipped-ms')).toBe('3601001')
  })

  it('does not start past the end of 32-bit seconds, and leaves what is stored', () => {
    const { world } = openTestWorld()
    const stored = String(lastTimeMs - Date.now() + 60_000)
    world.store.saveMeta('skipped-ms', stored)

    expect(() => openClock().keepIn(world.store)).toThrow(CannotStart)

    expect(world.store.meta('skipped-ms')).toBe(stored)
  })
})
