import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { User } from '../../../src/simulator/world/model.ts'
import { openCommands } from '../../support/commands.ts'
import { startBotApi } from '../../support/bot-api.ts'

describe('karvon accounts add-bot', () => {
  it('makes a bot an account, by the token that is typed, and keeps that sealed', async () => {
    const { addBot, bot, token, withDatabase } = await setup()

    const { code, stdout, stderr } = await addBot(token)

    expect([code, stdout, stderr]).toEqual([0, `Account 1 is the bot Bot (@savdo_bot).\n`, 'Token (not shown): '])
    const row = withDatabase((db) => db.prepare('select * from accounts').get() as Record<string, unknown>)
    expect(row).toMatchObject({ id: 1, owner_id: 1001, kind: 'bot', telegram_id: bot.id, state: 'active' })
    expect(row).toMatchObject({ auth_key_id: null, cap_per_minute: 1500 })
    expect(JSON.stringify(row)).not.toContain(token.slice(12))
  })

  it('reads the token from a file', async () => {
    const { karvon, token, folder } = await setup()
    const file = join(folder, 'token.txt')
    writeFileSync(file, `${token}\n`)

    const { code, stdout } = await karvon('accounts', 'add-bot', '--owner', '1001', '--file', file, '--json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ isNew: true, account: { kind: 'bot', username: 'savdo_bot' } })
    expect(stdout).not.toContain(token.slice(12))
  })

  it('gives a bot that is here the token anew, and lets it send again', async () => {
    const { addBot, token, withDatabase, karvon } = await setup()
    await addBot(token)
    const before = withDatabase((db) => db.prepare('select session from accounts').get())
    withDatabase((db) => db.prepare(`update accounts set state = 'needs-login', state_reason = 'Unauthorized'`).run())
    expect((await karvon('accounts', 'list')).stdout).toContain(
      'needs its token (Unauthorized): `karvon accounts add-bot`',
    )

    const { code, stdout } = await addBot(token)

    expect([code, stdout]).toEqual([0, 'Account 1, the bot Bot (@savdo_bot), has this token and sends.\n'])
    const after = withDatabase((db) => db.prepare('select session, state from accounts').all())
    expect(after).toMatchObject([{ state: 'active' }])
    expect(after[0]).not.toMatchObject(before as object)
  })

  it('leaves a bot that sends with this token as it is, without asking Telegram', async () => {
    const { addBot, token, withDatabase, ledger } = await setup()
    await addBot(token)
    const before = withDatabase((db) => db.prepare('select session from accounts').get())
    const asked = ledger().length

    expect(await addBot(token)).toMatchObject({ code: 0, stdout: expect.stringContaining('has this token and sends') })
    expect(withDatabase((db) => db.prepare('select session from accounts').get())).toEqual(before)
    expect(ledger()).toHaveLength(asked)
  })

  it('tells another owner that the bot is here, and not whose it is', async () => {
    const { addBot, token, json } = await setup()
    await json('users', 'add', '--id', '1002', '--days', '1', '--name', 'Vali')
    await addBot(token)

    const { code, stderr } = await addBot(token, '1002')

    expect(code).toBe(2)
    expect(stderr).toContain('this Telegram account belongs to another owner here: it must be removed there first')
    expect(stderr).not.toMatch(/1001|account 1/)
  })

  it('tells whoever does not hold the token nothing of which bots are here', async () => {
    const { addBot, token, bot, json } = await setup()
    await json('users', 'add', '--id', '1002', '--days', '1')
    await addBot(token)

    const known = await addBot(`${bot.id}:${'x'.repeat(35)}`, '1002')
    const unknown = await addBot(`${bot.id + 1}:${'x'.repeat(35)}`, '1002')

    expect(known).toEqual(unknown)
    expect(known).toMatchObject({ code: 2, stderr: expect.stringContaining('Telegram does not know this token') })
  })

  it.each(['', '1BQANOTEuMTA4', '+998901234567', '7312345678:short'])(
    'refuses %j without asking anybody',
    async (given) => {
      const { addBot, ledger } = await setup()

      const { code, stderr } = await addBot(given)

      expect(code).toBe(2)
      expect(stderr).toContain('error: this is not the token of a bot: copy it from @BotFather')
      if (given !== '') expect(stderr).not.toContain(given)
      expect(ledger()).toEqual([])
    },
  )

  it('does not take a token from the command line, and does not repeat one', async () => {
    const { karvon, token } = await setup()

    const { code, stdout, stderr } = await karvon('accounts', 'add-bot', '--owner', '1001', token)

    expect(code).toBe(2)
    expect(stdout + stderr).not.toContain(token.slice(12))
  })

  it('refuses an owner whom nobody knows, before it asks for anything', async () => {
    const { addBot, token } = await setup()

    expect(await addBot(token, '77')).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no user 77') })
  })

  it('says that Telegram cannot be asked, and changes nothing', async () => {
    const { addBot, token, server, json } = await setup()
    await server.stop()

    expect(await addBot(token)).toMatchObject({ code: 75, stderr: expect.stringContaining('ECONNREFUSED') })
    expect(await json('accounts', 'list')).toEqual({ accounts: [] })
  })
})

async function setup() {
  const botApi = await startBotApi()
  const commands = openCommands()
  commands.environment['TG_API_ROOT'] = botApi.apiRoot
  await commands.json('users', 'add', '--id', '1001', '--days', '30', '--name', 'Aziz')
  const bot: User = botApi.createBot(undefined, { username: 'savdo_bot' })
  botApi.world.users.update(bot, { firstName: 'Bot' })
  const addBot = (token: string, owner = '1001') =>
    commands.karvonAnswering([token], 'accounts', 'add-bot', '--owner', owner)
  return { ...botApi, ...commands, bot, token: bot.bot?.token ?? '', addBot }
}
