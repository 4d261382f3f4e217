import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom, systemRandom } from '../../src/base/random.ts'

describe.each([
  ['seeded', seededRandom(7)],
  ['system', systemRandom],
])('%s randomness', (_, random) => {
  it('keeps whole numbers inside their range, ends included', () => {
    const range = fc.tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(1_000))

    fc.assert(
      fc.property(range, ([min, width]) => {
        const value = random.int(min, min + width)
        expect(Number.isInteger(value) && value >= min && value <= min + width).toBe(true)
      }),
    )
    expect(new Set(Array.from({ length: 200 }, () => random.int(1, 3)))).toEqual(new Set([1, 2, 3]))
  })

  it('gives as many bytes as asked, and fractions below one', () => {
    expect(random.bytes(0)).toHaveLength(0)
    expect(random.bytes(257)).toHaveLength(257)
    for (let round = 0; round < 1_000; round++) expect(random.next()).toBeLessThan(1)
  })

  it('picks every item sooner or later, and nothing from nothing', () => {
    const picked = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])))

    expect([...picked].sort()).toEqual(['a', 'b', 'c'])
    expect(() => random.pick([])).toThrow('the list is empty')
  })

  it('refuses a range that is none', () => {
    expect(() => random.int(3, 1)).toThrow('3 to 1')
    expect(() => random.int(0.5, 1)).toThrow(RangeError)
  })
})

describe('seeded randomness', () => {
  it('repeats itself for the same seed, on every machine', () => {
    const first = seededRandom(42)
    const second = seededRandom(42)

    expect(Array.from({ length: 50 }, () => first.next())).toEqual(Array.from({ length: 50 }, () => second.next()))
    expect(seededRandom(1).bytes(8).toString('hex')).toBe('24f7ee772c47996f')
  })

  it('differs between neighbouring, negative and large seeds', () => {
    const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]

    expect(new Set(seeds.map((seed) => seededRandom(seed).bytes(16).toString('hex'))).size).toBe(seeds.length)
  })

  it('is spread evenly', () => {
    const random = seededRandom(3)
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let round = 0; round < 100_000; round++) {
      const bucket = random.int(0, 9)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }

    for (const bucket of buckets) expect(Math.abs(bucket - 10_000)).toBeLessThan(500)
  })
})
