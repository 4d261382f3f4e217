import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DueHeap } from '../../src/shard/heap.ts'

type Step =
  | { readonly type: 'set'; readonly key: number; readonly dueAtMs: number }
  | { readonly type: 'delete'; readonly key: number }
  | { readonly type: 'take'; readonly nowMs: number }

describe('the heap of due accounts', () => {
  it('gives what is due, earliest first, and nothing else', () => {
    const heap = new DueHeap<string>()
    heap.set('late', 300)
    heap.set('early', 100)
    heap.set('middle', 200)

    expect([heap.takeDue(250), heap.takeDue(250), heap.takeDue(250)]).toEqual(['early', 'middle', undefined])
    expect(heap.firstDueAtMs).toBe(300)
    expect(heap.size).toBe(1)
  })

  it('gives of two that are due together the one that was set first', () => {
    const heap = new DueHeap<string>()
    for (const key of ['a', 'b', 'c', 'd']) heap.set(key, 100)
    heap.set('a', 100)

    expect([1, 2, 3, 4].map(() => heap.takeDue(100))).toEqual(['b', 'c', 'd', 'a'])
  })

  it('moves and removes what it holds', () => {
    const heap = new DueHeap<string>()
    heap.set('a', 100)
    heap.set('b', 200)
    heap.set('a', 300)

    expect([heap.dueAtMs('a'), heap.firstDueAtMs]).toEqual([300, 200])
    expect([heap.delete('b'), heap.delete('b')]).toEqual([true, false])
    expect([heap.dueAtMs('b'), heap.takeDue(300), heap.firstDueAtMs]).toEqual([undefined, 'a', undefined])
  })

  it('does what a sorted list does, whatever is asked', () => {
    const key = fc.nat(12)
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ type: fc.constant('set' as const), key, dueAtMs: fc.nat(20) }),
      fc.record({ type: fc.constant('delete' as const), key }),
      fc.record({ type: fc.constant('take' as const), nowMs: fc.nat(20) }),
    )

    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const heap = new DueHeap<number>()
        const list = new SortedList()
        for (const each of steps) {
          expect(run(heap, each)).toEqual(run(list, each))
          expect([heap.size, heap.firstDueAtMs]).toEqual([list.size, list.firstDueAtMs])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('gives 100 000 accounts back in the order in which they are due', () => {
    const heap = new DueHeap<number>()
    const taken: number[] = []
    for (let key = 0; key < 100_000; key++) heap.set(key, dueOf(key))
    for (let key = heap.takeDue(200_000); key !== undefined; key = heap.takeDue(200_000)) taken.push(key)

    expect(taken).toHaveLength(100_000)
    expect(taken.every((key, index) => index === 0 || dueOf(taken[index - 1] ?? 0) <= dueOf(key))).toBe(true)
  })
})

/** Spread without order, so that every level of the heap has work. */
function dueOf(key: number): number {
  return (key * 7919) % 100_003
}

/** The plain way to do the same: an array, sorted before each look. */
class SortedList {
  #entries: { key: number; dueAtMs: number; turn: number }[] = []
  #turn = 0

  get size(): number {
    return this.#entries.length
  }

  get firstDueAtMs(): number | undefined {
    return this.#entries[0]?.dueAtMs
  }

  set(key: number, dueAtMs: number): void {
    this.delete(key)
    this.#entries.push({ key, dueAtMs, turn: this.#turn++ })
    this.#entries.sort((a, b) => a.dueAtMs - b.dueAtMs || a.turn - b.turn)
  }

  delete(key: number): boolean {
    const before = this.#entries.length
    this.#entries = this.#entries.filter((entry) => entry.key !== key)
    return this.#entries.length < before
  }

  takeDue(nowMs: number): number | undefined {
    const [first] = this.#entries
    if (first === undefined || first.dueAtMs > nowMs) return undefined
    this.#entries.shift()
    return first.key
  }
}

function run(heap: DueHeap<number> | SortedList, step: Step): unknown {
  switch (step.type) {
    case 'set':
      return heap.set(step.key, step.dueAtMs)
    case 'delete':
      return heap.delete(step.key)
    case 'take':
      return heap.takeDue(step.nowMs)
    default:
      return step satisfies never
  }
}
