import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { makeOrders } from '../../src/demo/orders.ts'
import type { Sender } from '../../src/demo/orders.ts'
import { makeTrouble } from '../../src/demo/trouble.ts'
import { parseRule } from '../../src/simulator/faults/rule.ts'

describe('the orders of the demo', () => {
  it('give every group to one account that may write to it, and no account much more than another', () => {
    const orders = ordersOf({ groupsMax: 100 })

    const told = orders.flatMap(({ groups }) => groups)
    expect(told.toSorted((a, b) => b - a)).toEqual(range(20).map((index) => -1 - index))
    for (const { telegramId, groups } of orders) {
      const its = senders.find((sender) => sender.telegramId === telegramId)?.groups
      expect(its).toEqual(expect.arrayContaining([...groups]))
    }
    expect(Math.max(...orders.map(({ groups }) => groups.length))).toBeLessThanOrEqual(6)
  })

  it('tell slow groups a second text, first of all', () => {
    const orders = ordersOf({ groupsMax: 8, slow: new Set([-20]) })

    const slow = orders.filter(({ groups }) => groups.includes(-20))
    expect(slow.map(({ groups }) => groups[0])).toEqual([-20, -20])
    expect(new Set(slow.map(({ telegramId }) => telegramId)).size).toBe(1)
    expect(orders.flatMap(({ groups }) => groups).length).toBe(9)
    expect(new Set(orders.map(({ text }) => text)).size).toBe(orders.length)
  })
})

describe('the trouble of the demo', () => {
  it.each([1, 4])('has every kind, in rules that the simulator takes, for %d accounts', (count) => {
    const orders = ordersOf({ groupsMax: 100 }, senders.slice(0, count))

    const rules = makeTrouble(orders, seededRandom(1))

    expect(rules.flatMap((rule) => ('problems' in parseRule(rule) ? [rule] : []))).toEqual([])
    const kinds = rules.map(({ error, drop }) => error ?? drop ?? 'flood')
    expect(new Set(kinds)).toEqual(
      new Set(['USER_DEACTIVATED_BAN', 'CHAT_WRITE_FORBIDDEN', 'flood', 'close', 'INTERDC_2_CALL_ERROR']),
    )
  })
})

const senders: Sender[] = range(4).map((index) => ({
  accountId: index + 1,
  telegramId: 100 + index,
  groups: range(20)
    .filter((group) => group % 4 === index || group % 3 === 0)
    .map((group) => -1 - group),
}))

function ordersOf(change: { groupsMax: number; slow?: ReadonlySet<number> }, from = senders) {
  return makeOrders(from, { slow: new Set(), run: 'r', random: seededRandom(1), ...change })
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
