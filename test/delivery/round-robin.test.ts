import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RoundRobin } from '../../src/delivery/round-robin.ts'

describe('the turns of owners', () => {
  it('give each owner so many in a row, then the next', () => {
    const turns = new RoundRobin<string>(2)
    for (const item of ['a1', 'a2', 'a3', 'a4', 'a5']) turns.add(1, item)
    for (const item of ['b1', 'b2', 'b3']) turns.add(2, item)

    expect(drain(turns)).toEqual(['a1', 'a2', 'b1', 'b2', 'a3', 'a4', 'b3', 'a5'])
    expect(turns.size).toBe(0)
  })

  it('let an owner with ten pass one with 100 000 within twenty', () => {
    const turns = new RoundRobin<string>(1)
    for (let item = 0; item < 100_000; item++) turns.add(1, 'bulk')
    for (let item = 0; item < 10; item++) turns.add(2, 'few')

    const first = Array.from({ length: 20 }, () => turns.take())

    expect(first.filter((item) => item === 'few')).toHaveLength(10)
  })

  it('put an owner who comes back behind the others, with a full turn', () => {
    const turns = new RoundRobin<string>(2)
    turns.add(1, 'a1')
    turns.add(2, 'b1')
    const first = turns.take()
    turns.add(1, 'a2')

    expect([first, ...drain(turns)]).toEqual(['a1', 'b1', 'a2'])
  })

  it('give every item once, in the order of its owner, and nobody waits longer than a round', () => {
    const items = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 })

    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 4 }), (owners, inARow) => {
        const turns = new RoundRobin<{ owner: number; index: number }>(inARow)
        for (const [index, owner] of owners.entries()) turns.add(owner, { owner, index })
        const taken = drain(turns)

        for (const owner of new Set(owners)) {
          const ofOwner = owners.flatMap((other, index) => (other === owner ? [index] : []))
          expect(taken.filter((item) => item.owner === owner).map(({ index }) => index)).toEqual(ofOwner)
          const firstAt = taken.findIndex((item) => item.owner === owner)
          expect(firstAt).toBeLessThanOrEqual((new Set(owners).size - 1) * inARow)
        }
      }),
    )
  })
})

function drain<Item>(turns: RoundRobin<Item>): Item[] {
  const items: Item[] = []
  for (let item = turns.take(); item !== undefined; item = turns.take()) items.push(item)
  return items
}
