/** What `spacedBy` measures and waits with; the process's own where nothing else is given. */
export interface SpacingClock {
  nowMs(): number
  /** With the next turn of the loop. */
  next(job: () => void): unknown
  after(job: () => void, ms: number): unknown
}

const processClock: SpacingClock = { nowMs: () => performance.now(), next: setImmediate, after: setTimeout }

/**
 * For whoever sends something small hundreds of times a second, where a message to another thread costs more than what is in it: a job after
 * a pause runs with the next turn of the loop, and the one after it no sooner than `ms` later. Give it one job at a time.
 */
export function spacedBy(ms: number, clock: SpacingClock = processClock): (job: () => void) => void {
  let ranAtMs = Number.NEGATIVE_INFINITY
  return (job) => {
    const run = () => {
      ranAtMs = clock.nowMs()
      job()
    }
    const waitMs = ranAtMs + ms - clock.nowMs()
    if (waitMs > 0) clock.after(run, waitMs)
    else clock.next(run)
  }
}
