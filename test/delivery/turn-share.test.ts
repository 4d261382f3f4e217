import { describe, expect, it } from 'vitest'
import { TurnShare } from '../../src/delivery/turn-share.ts'

describe('a share of the turns', () => {
  it.each([
    [1, 100],
    [2, 100],
    [1 / 2, 50],
    [1 / 8, 12],
    [10 / 1_000, 1],
  ])('of %f lets %i of a hundred go', (share, expected) => {
    const turns = new TurnShare()
    turns.set(share)

    expect(times(100, turns)).toBe(expected)
  })

  it('is spread evenly, and none of them goes at once', () => {
    const turns = new TurnShare()
    turns.set(1 / 4)

    const taken = Array.from({ length: 12 }, () => turns.take())

    expect(taken.flatMap((isTaken, index) => (isTaken ? [index] : []))).toEqual([3, 7, 11])
  })

  it('is everything until it is set, and at once after it was set back', () => {
    const turns = new TurnShare()
    const before = times(10, turns)
    turns.set(1 / 8)
    times(3, turns)
    turns.set(1)

    expect([before, times(10, turns)]).toEqual([10, 10])
  })
})

function times(count: number, turns: TurnShare): number {
  return Array.from({ length: count }, () => turns.take()).filter(Boolean).length
}
