import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../support/bot-product.ts'
import type { BotProduct } from '../support/bot-product.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct()
  await product.admin.starts()
  await product.admin.presses('🇬🇧 English')
  await product.admin.presses(/^Tashkent/)
  await product.admin.sees('Hello, Boss!')
}, startsWithinMs)

afterAll(() => product.stop())

describe('somebody who writes for the first time', () => {
  it('chooses a language and a time zone, waits, and is let in by an admin with one tap', async () => {
    const aziz = await product.person()
    await aziz.starts()
    await aziz.sees('Choose a language')
    expect(await aziz.presses('🇺🇿 O‘zbekcha')).toBe('Saqlandi')
    await aziz.sees('Vaqt mintaqangiz qaysi?')
    await aziz.presses(/^Toshkent · \d\d:\d\d$/)
    const waiting = await aziz.sees('So‘rovingiz yuborildi.')
    expect(waiting.text).toContain(`Sizning ID’ingiz: ${aziz.id}`)
    expect(waiting.text).toContain('Savol bo‘lsa: @karvon_boss')

    const request = await product.admin.sees('Somebody asks for access')
    expect(request.buttons).toEqual(['+7 days', '+30 days', '+90 days', '⛔️ Ban'])
    await product.admin.presses('+30 days')
    await product.admin.sees(/✅ Aziz: access until \d+ \w+ 20\d\d\./)

    await aziz.sees('Ruxsat berildi!')
    await aziz.starts()
    await aziz.sees('Salom, Aziz!')
  })
})
