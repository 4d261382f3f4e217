import { describe, expect, it } from 'vitest'
import { botToken, pressed, startBotHere, written } from '../support/bot-in-process.ts'
import type { Script } from '../support/scripted-bot-api.ts'

const aziz = { id: 1001 }

const troubles: readonly [string, Script][] = [
  [
    'an edit fails',
    ({ method }) => (method === 'editMessageText' ? { code: 500, description: 'Internal Server Error' } : undefined),
  ],
  ['the line breaks', ({ method }) => (method === 'getUpdates' ? undefined : 'drop')],
  [
    'a button is too old',
    ({ method }) =>
      method === 'answerCallbackQuery' ? { code: 400, description: 'Bad Request: query is too old' } : undefined,
  ],
  [
    'answers fail',
    ({ method }) => (method === 'answerCallbackQuery' ? { code: 502, description: 'Bad Gateway' } : undefined),
  ],
  [
    'the message is gone',
    ({ method }) =>
      method === 'editMessageText' ? { code: 400, description: 'Bad Request: message to edit not found' } : undefined,
  ],
  [
    'nothing changes',
    ({ method }) =>
      method === 'editMessageText' ? { code: 400, description: 'Bad Request: message is not modified' } : undefined,
  ],
  [
    'they have blocked the bot',
    ({ method }) =>
      method === 'getUpdates' ? undefined : { code: 403, description: 'Forbidden: bot was blocked by the user' },
  ],
  [
    'they have to wait for an hour',
    ({ method, payload }) =>
      payload['chat_id'] === 1001 && method !== 'getUpdates'
        ? { code: 429, description: 'Too Many Requests', retryAfter: 3600 }
        : undefined,
  ],
]

describe('while Telegram has trouble and', () => {
  it.each(troubles)('%s, the dialogue goes on with the next tap', async (_, script) => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.take(written(aziz, '/start'))
    const version = () =>
      bot.db.prepare<[], { v: number }>('select version as v from conversations where user_id = 1001').get()?.v ?? 0
    const tap = (words: string) => pressed(aziz, `s${version().toString(36)}.${words}`)

    bot.telegram.script(script)
    await bot.take(tap('to.welcome/settings'))
    bot.telegram.script(() => undefined)
    bot.clock.at += 2 * 3_600_000
    await bot.take(tap('home'))
    await bot.take(tap('to.welcome/settings'))

    expect(bot.db.prepare('select screen from conversations where user_id = 1001').get()).toEqual({
      screen: 'welcome.settings',
    })
    expect(bot.logged()).not.toContain(botToken)
    expect(bot.logged()).not.toContain('"level":60')
  })

  it('another program has the token, that is alerted once', async () => {
    const bot = await startBotHere()
    let refusals = 2
    bot.telegram.script(({ method }) =>
      method === 'getUpdates' && refusals-- > 0
        ? { code: 409, description: 'Conflict: terminated by other getUpdates' }
        : undefined,
    )
    await bot.person(1001)
    await bot.take(written(aziz, '/start'))
    await bot.take(written(aziz, '/start'))
    expect(bot.logged().split('another program uses').length - 1).toBeLessThanOrEqual(1)
  })

  it('does not know the token, that is alerted, and nothing more is asked', async () => {
    const bot = await startBotHere()
    await bot.settled()
    await bot.stop()
    bot.telegram.script(() => ({ code: 401, description: 'Unauthorized' }))
    const before = bot.telegram.calls.length
    await bot.start()
    while (!bot.logged().includes('does not know TG_BOT_TOKEN')) await new Promise((resolve) => setImmediate(resolve))
    await bot.stop()
    expect(bot.telegram.calls.slice(before).map(({ method }) => method)).toEqual(['getMe'])
    expect(bot.logged()).not.toContain(botToken)
  })
})
