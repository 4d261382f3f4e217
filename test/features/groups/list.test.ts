import { describe, expect, it } from 'vitest'
import { allOf, filtered, listed, pageOf, unfit } from '../../../src/features/groups/list.ts'
import type { KnownGroup } from '../../../src/features/groups/verbs.ts'

describe('the list of groups', () => {
  it('stands by title, whatever its letters, and ends with those that cannot be written to', () => {
    const all = listed([
      group(1, 'Ҳамма'),
      group(2, 'Afisha', { whyNot: 'admins-only' }),
      group(3, 'андижон'),
      group(4, 'Zar'),
    ])

    expect(all.map(({ title }) => title)).toEqual(['андижон', 'Ҳамма', 'Zar', 'Afisha'])
  })

  it('is searched by title and name in either alphabet, and limited to a folder or to what is chosen', () => {
    const all = listed([
      group(1, 'Тошкент такси', { username: 'tosh_taxi' }),
      group(2, 'Samarqand', { chosen: [0] }),
      group(3, 'Kanal', { kind: 'channel' }),
    ])
    const find = (filter: Partial<Parameters<typeof filtered>[1]>) =>
      filtered(all, { query: '', folder: undefined, isChosenOnly: false, ...filter }).map(({ peer }) => peer)
    const folder = { id: 2, title: 'Ish', peers: [3], excluded: [2], hasGroups: true, hasChannels: false }

    expect(find({ query: 'TOSHKENT' })).toEqual([1])
    expect(find({ query: '@tosh_t' })).toEqual([1])
    expect(find({ query: 'самар' })).toEqual([2])
    expect(find({ isChosenOnly: true })).toEqual([2])
    expect(find({ folder })).toEqual([3, 1])
  })

  it('marks equal titles, and chooses one of them, the likeliest to be alive', () => {
    const all = listed([
      group(1, 'Taksi', { kind: 'basic' }),
      group(2, 'ТАКСИ!'),
      group(3, 'Taksi', { whyNot: 'admins-only' }),
      group(4, 'Boshqa'),
      group(5, '🚕'),
      group(6, '🚕'),
    ])

    expect(all.filter(({ hasTwin }) => hasTwin).map(({ peer }) => peer)).toEqual([1, 2, 3])
    expect(
      allOf(all, all)
        .map(({ peer }) => peer)
        .toSorted((one, other) => one - other),
    ).toEqual([2, 4, 5, 6])
    const chosen = all.map((each) => (each.peer === 1 ? { ...each, chosen: [0] } : each))
    expect(
      allOf(chosen, chosen)
        .map(({ peer }) => peer)
        .toSorted((one, other) => one - other),
    ).toEqual([4, 5, 6])
  })

  it('leaves out of "all" what another account of the owner writes to', () => {
    const all = listed([group(1, 'A', { isElsewhere: true }), group(2, 'B')])

    expect(allOf(all, all)).toEqual([{ peer: 2, topic: 0 }])
  })

  it('knows which chosen ones take no messages', () => {
    const all = listed([
      group(1, 'A', { chosen: [0], whyNot: 'not-a-member' }),
      group(2, 'B', { chosen: [0], refusedWith: 'CHAT_WRITE_FORBIDDEN' }),
      group(3, 'C', { chosen: [0] }),
      group(4, 'D', { whyNot: 'deleted' }),
    ])

    expect(
      unfit(all)
        .map(({ peer }) => peer)
        .toSorted((one, other) => one - other),
    ).toEqual([1, 2])
  })

  it('has pages, and the last one where there are no more', () => {
    const all = Array.from({ length: 17 }, (_, index) => index)

    expect(pageOf(all, 9, 8)).toEqual({ items: [16], number: 2, count: 3 })
    expect(pageOf(all, -1, 8)).toMatchObject({ number: 0 })
    expect(pageOf([], 0, 8)).toEqual({ items: [], number: 0, count: 1 })
  })

  it('is ready at once for two thousand groups', () => {
    const all = Array.from({ length: 2_000 }, (_, index) => group(index, `Гуруҳ ${index % 1_500} ${'x'.repeat(100)}`))

    expect(listed(all)).toHaveLength(2_000)
  })
})

function group(peer: number, title: string, given: Partial<KnownGroup> = {}): KnownGroup {
  const whyNot = given.whyNot ?? null
  return {
    peer,
    title,
    kind: 'supergroup',
    username: null,
    isForum: false,
    chosen: [],
    isElsewhere: false,
    refusedWith: null,
    ...given,
    whyNot,
    mayPost: whyNot === null,
  }
}
