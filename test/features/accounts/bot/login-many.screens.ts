import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { Person } from '../../../support/person.ts'
import { asksForCode, hears, member, testPhone } from './login-people.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct()
}, startsWithinMs)

afterAll(() => product.stop())

const count = 50
const password = 'karvon'

it('lets fifty people sign in at the same time, each to their own account', { timeout: 600_000 }, async () => {
  const { world } = product.client
  const logins = Array.from({ length: count }, (_, index) => testPhone(5000 + index, 1 + (index % 3)))
  // Every fifth is behind a password, whose arithmetic stops the login thread.
  const guarded = await world.makeUsers(
    logins.flatMap(({ phone, dcId }, index) =>
      index % 5 === 0 ? [{ firstName: `Test ${phone.slice(-4)}`, phone, dcId }] : [],
    ),
  )
  for (const { id } of guarded) await world.setPassword(id, password)
  const people: Person[] = []
  while (people.length < count) {
    const few = logins.slice(people.length, people.length + 10)
    people.push(...(await Promise.all(few.map(({ phone }) => member(product, { firstName: `Owner of ${phone}` })))))
  }

  await Promise.all(
    people.map(async (person, index) => {
      const { phone, code } = logins[index] ?? testPhone(0)
      await asksForCode(person, phone)
      const { messageId } = await person.screen()
      for (const text of code) await product.client.people.press(person.id, product.bot.id, messageId, { text })
      if (index % 5 === 0) {
        await person.sees('The account has a password')
        await person.writes(password)
      }
      await hears(product, person, `Test ${phone.slice(-4)} is connected`)
    }),
  )

  const owners = product.read<{ owner: number; name: string }>(
    `select owner_id as owner, name from accounts where kind = 'user' order by owner_id`,
  )
  const wanted = people.map(({ id }, index) => ({ owner: id, name: `Test ${logins[index]?.phone.slice(-4) ?? ''}` }))
  expect(owners).toEqual(wanted.toSorted((one, other) => one.owner - other.owner))
  expect(product.read('select * from logins')).toEqual([])
})
