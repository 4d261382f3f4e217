import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeyring } from '../../../../src/base/keyring.ts'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { asksForCode, hears, member, types } from './login-people.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct({ settings: { LOG_LEVEL: 'trace' } })
}, startsWithinMs)

afterAll(() => product.stop())

describe('a login', () => {
  it('lives through kill -9 at every step, and leaves its secrets nowhere', { timeout: 300_000 }, async () => {
    const { world, rules, waitForRule } = product.client
    const secrets = {
      phone: `99890${String(1_000_000 + (randomBytes(4).readUInt32BE() % 8_999_999))}`,
      password: `canary-${randomBytes(9).toString('hex')}`,
      hint: `hint-${randomBytes(9).toString('hex')}`,
    }
    const { id } = await world.makeUser({ firstName: 'Madina', phone: secrets.phone })
    await world.setPassword(id, secrets.password, secrets.hint)
    const aziz = await member(product)
    /** Does it while Telegram says nothing to that method, kills the process there, and starts it again. */
    const killAt = async (method: string, when: 'before' | 'after', work: () => Promise<unknown>) => {
      const rule = await rules.add({ silence: true, when, method })
      await work()
      await waitForRule.call(product.client, rule.id)
      await product.restart('SIGKILL')
      await rules.clear()
    }

    await killAt('auth.sendCode', 'before', async () => {
      await aziz.presses('➕ Connect an account')
      await aziz.sees('Which account do we connect?')
      await aziz.writes(`+${secrets.phone}`)
    })
    const asking = await aziz.sees('Asking Telegram for a code')
    expect(asking.text).toContain(`+998 ** *** ${secrets.phone.slice(-2)}`)
    await aziz.presses('🔄 Continue')
    await aziz.sees('Enter the code')

    const code = await world.code(secrets.phone)
    await types(aziz, code.slice(0, 2))
    await product.restart('SIGKILL')
    await aziz.sees('● ● ○ ○ ○')
    await killAt('auth.signIn', 'before', () => types(aziz, code.slice(2)))
    await aziz.sees('Checking the code')
    await aziz.presses('🔄 Continue')
    const asked = await aziz.sees('The account has a password')
    expect(asked.text).toContain(secrets.hint)
    await product.restart('SIGKILL')
    expect(placesOf(Object.values(secrets))).toEqual([])

    await killAt('auth.checkPassword', 'after', () => aziz.writes(secrets.password))
    await aziz.sees('Checking the password')
    await aziz.presses('🔄 Continue')
    await hears(product, aziz, 'Madina is connected')

    expect(await world.sessions(id)).toHaveLength(1)
    expect(product.read('select * from logins')).toEqual([])
    const [account] = product.read<{ id: number; session: string }>('select id, session from accounts')
    const session = sessionOf(account?.id ?? 0, account?.session ?? '')
    expect(placesOf([...Object.values(secrets), session.slice(30, 60), session.slice(-60, -20)])).toEqual([])
    expect(placesOf([code], ['engine.log'])).toEqual([])
  })

  it('goes on with what was tapped while the process was away', async () => {
    const aziz = await member(product)
    await asksForCode(aziz, '9996620031')
    const ending = product.engine.end('SIGKILL')
    await ending
    const { messageId } = await aziz.screen()
    for (const text of '22222') await product.client.people.press(aziz.id, product.bot.id, messageId, { text })
    await product.restart('SIGKILL')
    await hears(product, aziz, 'Test 0031 is connected')
  })
})

function sessionOf(row: number, sealed: string): string {
  const key = /^SESSION_SECRET_KEY=(.*)$/m.exec(readFileSync(join(product.folder, '.env'), 'utf8'))?.[1] ?? ''
  const place = { table: 'accounts', row, column: 'session' }
  return openKeyring([Buffer.from(key, 'base64')])
    .open(sealed, place)
    .reveal()
}

/** Database, its log of changes, the program's logs: every file of the product that holds one of these in clear. */
function placesOf(
  secrets: readonly string[],
  names = readdirSync(product.folder, { recursive: true, encoding: 'utf8' }),
) {
  const files = names
    .filter((name) => name !== '.env' && name !== 'data/lock')
    .map((name) => join(product.folder, name))
    .filter((path) => statSync(path).isFile())
  expect(files.some((path) => path.endsWith('engine.log'))).toBe(true)
  return files.filter((path) => {
    const text = readFileSync(path, 'latin1')
    return secrets.some((secret) => text.includes(secret))
  })
}
