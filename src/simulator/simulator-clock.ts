import { ShiftableClock } from '../base/clock.ts'
import { CannotStart } from './cannot-start.ts'
import type { WorldStore } from './world/world-store.ts'

/** Telegram tells time in signed 32-bit seconds, which end on 19 January 2038; what is told to end later must fit too. */
export const lastTimeMs = Date.UTC(2037, 11, 31)

/** The simulator's time. What was skipped stays skipped over a restart, otherwise the ledger would go back in time. */
export interface SimulatorClock {
  nowMs(): number
  /** @returns the new time. */
  advance(ms: number): number
}

export function openClock(): { clock: SimulatorClock; keepIn(store: WorldStore): void } {
  const real = new ShiftableClock()
  let store: WorldStore | undefined
  let skippedMs = 0

  const clock: SimulatorClock = {
    nowMs: () => real.nowMs(),
    advance(ms) {
      const nowMs = real.advance(ms)
      skippedMs += Math.round(ms)
      store?.saveMeta('skipped-ms', String(skippedMs))
      return nowMs
    },
  }

  return {
    clock,
    /** Goes on from where the stored world was, and keeps further skips there. */
    keepIn(opened) {
      const stored = Number(opened.meta('skipped-ms') ?? 0)
      if (!Number.isSafeInteger(stored))
        throw new CannotStart(
          'the time of this data folder cannot be read: put a copy of it back, or give another --data',
        )
      if (real.nowMs() + stored > lastTimeMs)
        throw new CannotStart('the time of this data folder is past 2037-12-31: give another --data')
      clock.advance(stored)
      store = opened
    },
  }
}
