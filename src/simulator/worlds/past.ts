import type { Random } from '../../base/random.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * When the messages of a conversation were written, the oldest first. Some talked just now and some are quiet for weeks: the ages
 * of the newest spread evenly over their orders of magnitude, and so do the gaps before it.
 */
export function pastTimes(count: number, nowMs: number, random: Random): readonly number[] {
  const times: number[] = []
  let atMs = nowMs - between(20 * minuteMs, 45 * dayMs, random)
  for (let left = count; left > 0; left--) {
    times.unshift(atMs)
    atMs -= between(minuteMs, 2 * dayMs, random)
  }
  return times
}

function between(minMs: number, maxMs: number, random: Random): number {
  return Math.round(minMs * (maxMs / minMs) ** random.next())
}
