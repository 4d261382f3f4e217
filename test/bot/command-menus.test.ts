import { describe, expect, it } from 'vitest'
import { startBotHere, written } from '../support/bot-in-process.ts'
import type { BotHere } from '../support/bot-in-process.ts'

/** What Telegram was told of a chat's list since the last look: the words of /help, or `gone`. */
function toldOf({ telegram }: BotHere, chat: number) {
  const lists = telegram.calls.flatMap(({ method, payload }) => {
    const { chat_id: id } = (payload['scope'] ?? {}) as { chat_id?: number }
    if (id !== chat) return []
    const commands = (payload['commands'] ?? []) as readonly { command: string; description: string }[]
    return [
      method === 'deleteMyCommands' ? 'gone' : (commands.find(({ command }) => command === 'help')?.description ?? ''),
    ]
  })
  telegram.calls.splice(0)
  return lists
}

const setRole = (bot: BotHere, id: number, role: 'user' | 'admin') =>
  bot.store.setRole({ id, role, actor: 'cli', nowMs: bot.clock.nowMs() })

describe('the list of an admin', () => {
  it('follows the role, once for each change and as it stands in the end', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await expect.poll(() => toldOf(bot, 1)).toHaveLength(1)

    await setRole(bot, 1001, 'admin')
    bot.running().roleChanged(1001)
    await expect.poll(() => toldOf(bot, 1001)).toHaveLength(1)
    bot.running().roleChanged(1001)
    await setRole(bot, 1001, 'user')
    bot.running().roleChanged(1001)
    bot.running().roleChanged(1001)
    await expect.poll(() => toldOf(bot, 1001)).toEqual(['gone'])
    await bot.take(written({ id: 1001 }, '/start'))
    expect(toldOf(bot, 1001)).toEqual([])
  })

  it('is in the language that they choose', async () => {
    const bot = await startBotHere()
    await expect.poll(() => toldOf(bot, 1)).toHaveLength(1)

    bot.db.exec(`update users set language = 'ru' where id = 1`)
    await bot.take(written({ id: 1 }, '/start'))

    await expect.poll(() => toldOf(bot, 1)).toEqual([expect.stringMatching(/[а-я]/)])
  })

  it('comes when the chat is opened, where there was none yet', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await expect.poll(() => toldOf(bot, 1)).toHaveLength(1)
    bot.telegram.script(({ method, payload }) => {
      const isTheirs = (payload['scope'] as { chat_id?: number } | undefined)?.chat_id === 1001
      return method === 'setMyCommands' && isTheirs
        ? { code: 400, description: 'Bad Request: chat not found' }
        : undefined
    })
    await setRole(bot, 1001, 'admin')
    bot.running().roleChanged(1001)
    await expect.poll(() => toldOf(bot, 1001)).toHaveLength(1)
    bot.telegram.script(() => undefined)

    await bot.take(written({ id: 1001 }, '/start'))
    await expect.poll(() => toldOf(bot, 1001)).toHaveLength(1)
  })

  it('is taken at the next start from whoever lost the role meanwhile, and told anew to the others', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await expect.poll(() => toldOf(bot, 1)).toHaveLength(1)
    await setRole(bot, 1001, 'admin')
    bot.running().roleChanged(1001)
    await expect.poll(() => toldOf(bot, 1001)).toHaveLength(1)
    await bot.stop()
    await setRole(bot, 1001, 'user')

    await bot.start()
    await expect.poll(() => bot.telegram.calls.filter(({ method }) => method === 'deleteMyCommands')).toHaveLength(1)
    expect(bot.telegram.calls.some(({ payload }) => (payload['scope'] as { chat_id?: number })?.chat_id === 1)).toBe(
      true,
    )
    expect(toldOf(bot, 1001)).toEqual(['gone'])
  })
})
