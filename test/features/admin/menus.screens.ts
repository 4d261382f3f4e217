import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../support/bot-product.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import { member } from '../accounts/bot/login-people.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct()
  const { admin } = product
  await admin.starts()
  await admin.presses('🇬🇧 English')
  await admin.presses(/^Tashkent/)
  await admin.sees('Hello, Boss!')
}, startsWithinMs)

afterAll(() => product.stop())

/** The commands that Telegram lists in that person's own chat, and nowhere else. */
async function menuOf(personId: number): Promise<readonly string[]> {
  const { bot, simulator } = product
  const scope = encodeURIComponent(JSON.stringify({ type: 'chat', chat_id: personId }))
  const url = `http://127.0.0.1:${simulator.ready.apiPort}/bot${bot.bot?.token ?? ''}/getMyCommands?scope=${scope}`
  const { result } = (await (await fetch(url)).json()) as { result: readonly { command: string }[] }
  return result.map(({ command }) => command)
}

describe('the commands of an admin', () => {
  it('are listed for whoever becomes one at once, and no longer when they are none, also after a kill', async () => {
    const { admin: boss } = product
    const dilshod = await member(product, { firstName: 'Dilshod' })
    const asks = async (question: string) => {
      const { id: asked } = await boss.writes(`/info ${dilshod.id}`)
      await product.client.until('the card', async () => (await boss.screen()).messageId > asked, { on: ['message'] })
      const { messageId } = await boss.screen()
      await boss.presses(question, messageId)
      await boss.presses('Yes', messageId)
    }
    // The one who was an admin before anybody wrote has the list since the chat was opened.
    await expect.poll(() => menuOf(boss.id)).toContain('adduser')
    expect(await menuOf(dilshod.id)).toEqual([])

    await asks('⭐️ Make admin')
    await expect.poll(() => menuOf(dilshod.id)).toContain('adduser')
    await asks('Dismiss as admin')
    await expect.poll(() => menuOf(dilshod.id)).toEqual([])

    await asks('⭐️ Make admin')
    await expect.poll(() => menuOf(dilshod.id)).toContain('adduser')
    await product.engine.end('SIGKILL')
    product.write(`update users set role = 'user' where id = ${dilshod.id}`)
    await product.restart('SIGKILL')
    await expect.poll(() => menuOf(dilshod.id)).toEqual([])
    expect(await menuOf(boss.id)).toContain('adduser')
  })
})
