import { describe, expect, it } from 'vitest'
import { TokenCount, tokenMemory } from '../../src/delivery/token-count.ts'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'

const [troll, aziz] = [{ id: 1001 }, { id: 1002 }]
const many = 500

describe('somebody who floods', () => {
  it('with messages is told once, and others are answered as before', async () => {
    const bot = await startBotHere()
    await bot.person(troll.id)
    await bot.person(aziz.id)

    const flood = Array.from({ length: many }, () => written(troll, 'salom'))
    bot.telegram.give(...flood.slice(0, many / 2), written(aziz, '/start'), ...flood.slice(many / 2))
    await bot.settled()

    const told = bot.telegram.said(troll.id).filter((text) => text.includes('too fast'))
    expect(told).toHaveLength(1)
    // Twenty are answered, each with at most two messages; the rest is nothing.
    expect(bot.telegram.said(troll.id).length).toBeLessThanOrEqual(41)
    expect(bot.telegram.said(aziz.id)).toEqual([expect.stringContaining('Hello')])
    expect(bot.db.prepare('select count(*) as n from inbox').get()).toEqual({ n: expect.any(Number) })
    const kept = bot.db.prepare<[], { n: number }>('select count(*) as n from inbox').get()?.n
    expect(kept).toBeLessThanOrEqual(21)
  })

  it('with buttons too, and no button waits that is among the first hundreds', async () => {
    const bot = await startBotHere()
    await bot.person(troll.id)
    await bot.person(aziz.id)
    await bot.take(written(troll, '/start'), written(aziz, '/start'))
    bot.clock.at += 60_000

    const flood = Array.from({ length: many }, () => pressed(troll, 's1.nothing'))
    const tap = pressed(aziz, 's1.to.welcome/settings')
    bot.telegram.give(...flood, tap)
    await bot.settled()

    const answers = bot.telegram.calls
      .filter(({ method }) => method === 'answerCallbackQuery')
      .map(({ payload }) => payload)
    expect(answers.filter(({ text }) => String(text).includes('too fast'))).toHaveLength(1)
    expect(new Set(answers.map(({ callback_query_id: id }) => id)).size).toBe(answers.length)
    expect(answers.length).toBeGreaterThanOrEqual(20)
    expect(answers.some(({ callback_query_id: id }) => id === tap.callback_query.id)).toBe(true)
    expect(bot.db.prepare('select screen from conversations where user_id = 1002').get()).toEqual({
      screen: 'welcome.settings',
    })

    bot.clock.at += 60_000
    await bot.take(written(troll, '/start'))
    expect(bot.telegram.said(troll.id).at(-1)).toContain('Hello')
  })

  it('makes Telegram refuse only their own chat, and others wait for nothing', async () => {
    const bot = await startBotHere({ sends: new TokenCount(tokenMemory(0), 'control-bot') })
    await bot.person(troll.id)
    await bot.person(aziz.id)
    let left = 6
    bot.telegram.script(({ method, payload }) =>
      method === 'sendMessage' && payload['chat_id'] === troll.id && left-- <= 0
        ? { code: 429, description: 'Too Many Requests: retry after 5', retryAfter: 5 }
        : undefined,
    )
    for (let taps = 0; taps < 10; taps++) bot.telegram.give(written(troll, '/start'))
    const isHeldUp = () => left < 0
    while (!isHeldUp()) await new Promise((resolve) => setImmediate(resolve))
    const asked = bot.telegram.said(troll.id).length
    bot.telegram.give(written(aziz, '/start'))
    while (bot.telegram.said(aziz.id).length === 0) await new Promise((resolve) => setImmediate(resolve))

    expect(bot.telegram.said(aziz.id)).toEqual([expect.stringContaining('Hello')])
    // Otherwise it was over before anybody else was answered.
    expect(bot.telegram.said(troll.id)).toHaveLength(asked)
    left = 1_000
    await bot.stop()
    expect(bot.db.prepare(`select count(*) as n from inbox where body <> ''`).get()).toEqual({ n: 0 })
  })
})
