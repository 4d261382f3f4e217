import { afterEach, describe, expect, it, vi } from 'vitest'
import { measureStore } from '../engine/store.ts'
import { judge, median } from './figures.ts'

describe('a benchmark', () => {
  afterEach(() => vi.restoreAllMocks())

  it('prints every figure with its bound before it fails, and names all that do not hold', async () => {
    const printed = vi.spyOn(console, 'log').mockReturnValue()
    const figures = [
      { text: 'a: 3 (at most 2)', holds: false },
      { text: 'b: 1 (at most 2)', holds: true },
      { text: 'c: 4 (at most 2)', holds: false },
    ]

    const judged = judge(figures.map((figure) => () => Promise.resolve(figure)))

    await expect(judged).rejects.toThrow('2 bounds do not hold:\na: 3 (at most 2)\nc: 4 (at most 2)')
    expect(printed.mock.calls.flat()).toEqual([
      'FAILS: a: 3 (at most 2)',
      'holds: b: 1 (at most 2)',
      'FAILS: c: 4 (at most 2)',
    ])
  })

  it('takes the middle of its rounds', () => {
    expect([median([9, 1, 2]), median([4, 1, 2, 9])]).toEqual([2, 3])
  })

  it('can be run small', async () => {
    vi.spyOn(console, 'log').mockReturnValue()

    const { text } = await measureStore({ rounds: 1, rowsARound: 1024 })

    expect(text).toMatch(/^durable attempts\/s, store thread \/ bare driver: \d+\.\d\d \(at least 0\.7;/)
  })
})
