import { describe, expect, it } from 'vitest'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'

const aziz = { id: 1001 }

describe('a campaign that is being written', () => {
  it.each(['/language', '/info', '/id', '/help'])('is there again after %s', async (command) => {
    const bot = await startBotHere()
    await bot.person(aziz.id)
    const here = async () => {
      const { screen, draft, version = 0 } = (await bot.store.conversation(aziz.id)) ?? {}
      return { screen, draft: JSON.parse(draft ?? 'null') as unknown, version }
    }
    const press = async (...words: readonly string[]) =>
      bot.take(pressed(aziz, [`s${(await here()).version.toString(36)}`, ...words].join('.')))
    await bot.take(written(aziz, '/start'))
    await press('to', 'campaigns/list')
    await press('write')
    await bot.take(written(aziz, 'Fresh apples, 2 000 a kilo'))
    const composing = await here()
    expect(composing.screen).toBe('campaigns.where')

    await bot.take(written(aziz, command))
    if ((await here()).screen !== composing.screen) await press('home')

    const { screen, draft } = await here()
    expect({ screen, draft }).toEqual({ screen: composing.screen, draft: composing.draft })
  })
})
