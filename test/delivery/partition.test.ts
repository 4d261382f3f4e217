import { describe, expect, it } from 'vitest'
import { partitionCount, partitionOf } from '../../src/delivery/partition.ts'

describe('the partition of an account', () => {
  // These stand in rows of installations: a change of the hash would send accounts to shards that do not know them.
  it.each([
    [0, 0],
    [1, 183],
    [2, 774],
    [7, 708],
    [1_000, 600],
    [123_456_789, 154],
    [4_294_967_296, 143],
    [Number.MAX_SAFE_INTEGER, 933],
  ])('of id %d is %d for ever', (id, partition) => {
    expect(partitionOf(id)).toBe(partition)
  })

  it('spreads the ids that a counter gives evenly over all', () => {
    const counts = Array.from({ length: partitionCount }, () => 0)
    for (let id = 1; id <= 100 * partitionCount; id++) {
      const partition = partitionOf(id)
      counts[partition] = (counts[partition] ?? 0) + 1
    }

    expect(counts).toHaveLength(1024)
    expect(Math.min(...counts)).toBeGreaterThan(50)
    expect(Math.max(...counts)).toBeLessThan(150)
  })

  it.each([-1, 0.5, Number.NaN, 2 ** 60])('refuses %d, which is no id', (id) => {
    expect(() => partitionOf(id)).toThrow(RangeError)
  })
})
