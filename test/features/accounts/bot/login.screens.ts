import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { asksForCode, hears, member, testPhone, types } from './login-people.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct()
}, startsWithinMs)

afterAll(() => product.stop())

describe('connecting an account', () => {
  it('takes a phone as people write it, and the code on a keypad', async () => {
    const aziz = await member(product)
    const { phone, code } = testPhone(1)

    await asksForCode(aziz, `+99966 2 00-01`.replace('00-01', phone.slice(6)))
    const keypad = await aziz.screen()
    expect(keypad.rows).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
      ['7', '8', '9'],
      ['⌫', '0'],
      ['🔁 No code came'],
      ['☎️ Another number', '✖️ Cancel'],
    ])
    expect(keypad.text).toContain('○ ○ ○ ○ ○')
    await aziz.presses('7')
    await aziz.presses('⌫')
    await types(aziz, code)

    await hears(product, aziz, 'Test 0001 is connected')
    await aziz.sees('Test 0001')
    expect(product.read(`select owner_id as owner, name, state from accounts where kind = 'user'`)).toEqual([
      { owner: aziz.id, name: 'Test 0001', state: 'active' },
    ])
    expect(product.read('select * from logins')).toEqual([])
  })
})
