import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { hears, owner } from '../../accounts/bot/setup.ts'
import { campaignsOf, startSendingProduct } from './setup.ts'

let product: BotProduct
let the: ReturnType<typeof campaignsOf>

beforeAll(async () => {
  product = await startSendingProduct()
  the = campaignsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

describe('only the latest message', () => {
  it('is chosen before the start, and another way while it runs, from the next round on', async () => {
    const person = await owner(product, 'en')
    const { account, groups } = await the.sender(person.id, ['Alpha', 'Beta'])
    const stands = async () => {
      const found = await Promise.all(groups.map(({ peer }) => the.written(peer, account.userId)))
      return found.map((messages) => messages.map(({ text }) => text))
    }
    const sends = () =>
      product.read<{ sent: number }>(`select sum(sent) as sent from runs where kind = 'send'`)[0]?.sent ?? 0
    const roundIsOver = async (sent: number, wanted: readonly string[]) => {
      const isOver = async () => sends() === sent && JSON.stringify(await stands()) === JSON.stringify([wanted, wanted])
      await product.client.until(`[${wanted.join()}] in each group`, isOver, { timeoutMs: 60_000, on: ['tick'] })
    }

    await the.writesNew(person, 'Seats: 3')
    await person.presses('1 h')
    const ready = await person.sees('Everything is ready')
    expect(ready.text).not.toContain('🧹')
    await person.presses('🧹 Older messages')
    const asked = await person.sees('One of them stays in a group.')
    expect(asked.buttons).toEqual(['✅ Keep all', '🗑 Delete the older one', '✏️ Update it in place', '⬅️ Back'])
    await person.presses('🗑 Delete the older one')
    await person.sees('Only the latest message stays in a group, the older one is deleted')
    // Whatever else is changed on the way, it stays.
    await person.presses('⏱ Interval')
    await person.presses('2 h')
    await person.sees('Only the latest message stays in a group')
    await person.presses('▶️ Start')
    await person.sees('Sent: 2 of 2')
    const [first] = await Promise.all(groups.map(({ peer }) => the.written(peer, account.userId)))

    the.nextRound(person)
    await roundIsOver(4, ['Seats: 3'])
    const [second] = await Promise.all(groups.map(({ peer }) => the.written(peer, account.userId)))
    expect(second?.[0]?.id).not.toBe(first?.[0]?.id)

    await hears(product, person, 'Only the latest message stays in a group')
    await person.presses('⚙️ Change')
    await person.presses('✏️ Text')
    await person.writes('Seats: 2')
    await hears(product, person, 'A change holds from the next round on.')
    await person.presses('⚙️ Change')
    await person.presses('🧹 Older messages')
    await person.presses('✏️ Update it in place')
    await hears(product, person, 'One message stands in a group, and is updated in place')
    the.nextRound(person)
    await roundIsOver(6, ['Seats: 2'])
    const [third] = await Promise.all(groups.map(({ peer }) => the.written(peer, account.userId)))
    expect(third?.[0]?.id).toBe(second?.[0]?.id)

    await person.presses('⚙️ Change')
    await person.presses('🧹 Older messages')
    await hears(product, person, 'there is one more with every round')
    await person.presses('📚 Keep all')
    await hears(product, person, 'A change holds from the next round on.')
    the.nextRound(person)
    await roundIsOver(8, ['Seats: 2', 'Seats: 2'])
  })
})
