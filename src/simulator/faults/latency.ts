import { z } from 'zod'
import type { Random } from '../../base/random.ts'
import { objectOf, whole } from '../json-input.ts'

const delayMax = 10 * 60_000
const ms = whole(0, delayMax)

/** Milliseconds: always the same, anything between two, or log-normal as networks are, by its median and its 99th percentile. */
export const latencySchema = z.union(
  [
    ms,
    objectOf({ min: ms, max: ms }).refine(({ min, max }) => min <= max, 'must have its min first'),
    objectOf({ p50: whole(1, delayMax), p99: whole(1, delayMax) }).refine(
      ({ p50, p99 }) => p50 <= p99,
      'must have its p50 first',
    ),
  ],
  { error: `must be milliseconds up to ${delayMax}, {"min":…,"max":…} or {"p50":…,"p99":…}` },
)

export type Latency = z.infer<typeof latencySchema>

/** Whole milliseconds, at most ten minutes: a log-normal has no end of its own. */
export function sampleLatency(latency: Latency, random: Random): number {
  if (typeof latency === 'number') return latency
  if ('min' in latency) return random.int(latency.min, latency.max)
  const sigma = Math.log(latency.p99 / latency.p50) / normalP99
  return Math.min(delayMax, Math.round(latency.p50 * Math.exp(sigma * standardNormal(random))))
}

/** The 99th percentile of the standard normal distribution. */
const normalP99 = 2.326_347_874

/** Box and Muller's transform. */
function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
  return radius * Math.cos(2 * Math.PI * random.next())
}
