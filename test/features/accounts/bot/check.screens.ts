import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { afterTicks } from '../../../support/person.ts'
import { program } from '../../../support/program.ts'
import { run } from '../../../support/run.ts'
import { startSocksProxy } from '../../../support/socks-proxy.ts'
import { connected, hears, owner } from './setup.ts'

let product: BotProduct

beforeAll(async () => {
  product = await startBotProduct({ settings: { ACCOUNT_CHECK_HOURS: '0' } })
}, startsWithinMs)

afterAll(() => product.stop())

describe('a look at an account', () => {
  it('says that all is well, and when', async () => {
    const vera = await owner(product, 'ru')
    await connected(product, vera.id, 'Склад')
    await vera.presses('📱 Аккаунты')
    await vera.presses('🟢 Склад')
    await vera.sees('Ещё не проверялся')

    await vera.presses('🔎 Проверить')

    await vera.sees(/Проверен: \d+ \S+ 20\d\d, \d\d:\d\d\. Всё в порядке/)
  })

  it('is had by a command as well, as words and as JSON', async () => {
    const vera = await owner(product, 'ru')
    const { id, userId } = await connected(product, vera.id, 'Офис')
    const karvon = (...args: readonly string[]) => run(program, args, { cwd: product.folder, root: '/' })

    expect(await karvon('accounts', 'check', String(id))).toEqual({
      code: 0,
      stdout: `Account ${id} is fine.\n`,
      stderr: '',
    })
    await product.client.world.changeUser(userId, { status: 'frozen' })
    // Two requests within a second are one.
    await product.client.until('seconds to pass', afterTicks(2), { on: ['tick'] })
    const { code, stdout } = await karvon('accounts', 'check', String(id), '--json')
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { account: { id }, finding: { verdict: 'frozen' } }])
    expect(await karvon('accounts', 'check', '777')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: there is no account 777: see `karvon accounts list`\n',
    })
  })

  it('finds an account that Telegram has frozen, and says what to do', async () => {
    const aziz = await owner(product, 'uz')
    const { userId } = await connected(product, aziz.id, 'Muz')
    await product.client.world.changeUser(userId, { status: 'frozen' })
    await aziz.presses('📱 Akkauntlar')
    await aziz.presses('🟢 Muz')

    await aziz.presses('🔎 Tekshirish')

    const card = await aziz.sees('🔴 Muz')
    expect(card.text).toContain('Telegram akkauntni muzlatgan: u faqat o‘qiy oladi.')
    expect(card.text).toContain('@SpamBot')
  })

  it('finds a login that was ended in the app, and leads to a new one', async () => {
    const ann = await owner(product, 'en')
    const { userId } = await connected(product, ann.id, 'Gone')
    await product.client.world.endSessions(userId)
    await ann.presses('📱 Accounts')
    await ann.presses('🟢 Gone')

    await ann.presses('🔎 Check now')

    const card = await ann.sees('🔴 Gone')
    expect(card.text).toContain('The login was ended in the Telegram app.')
    expect(card.text).toContain('Press “Sign in again”.')
    expect(card.buttons).toContain('🔑 Sign in again')
  })
})

describe('proxies', () => {
  it('are added as a list that is deleted, checked, and chosen; then the account goes through it only', async () => {
    const proxy = await startSocksProxy()
    const ann = await owner(product, 'en')
    const { id, userId } = await connected(product, ann.id, 'Behind')
    await ann.presses('📱 Accounts')
    await ann.presses('🌐 Proxies')
    await ann.sees('No proxies.')
    await ann.presses('➕ Add proxies')
    await ann.sees('Write your proxies')

    const written = await ann.writes(`127.0.0.1:${proxy.port}\nhttp://8.8.8.8:3128\n127.0.0.1:9:u:canary-word`)

    await hears(product, ann, 'Line 2: an HTTP proxy does not work, only SOCKS5 does')
    await ann.sees('Proxies: 2')
    const left = await product.client.people.messages(ann.id, product.bot.id, { limit: 50 })
    expect(left.some((message) => message.id === written.id)).toBe(false)

    await ann.presses(new RegExp(`127\\.0\\.0\\.1:${proxy.port} \\(0/3\\)`))
    await ann.presses('🔎 Check')
    await ann.sees('✅ works and reaches Telegram')
    const before = proxy.destinations.length

    await ann.presses('⬅️ Back')
    await ann.presses('⬅️ Back')
    await ann.presses('🟢 Behind')
    await ann.presses('🌐 Proxy')
    await ann.presses(new RegExp(`127\\.0\\.0\\.1:${proxy.port} \\(0/3\\)`))
    await hears(product, ann, 'The proxy is changed')
    await ann.sees(`🌐 Proxy: 127.0.0.1:${proxy.port}`)
    await ann.presses('🔎 Check now')
    await ann.sees('All is well')
    expect(proxy.destinations.length).toBeGreaterThan(before)
    expect(product.read(`select proxy from accounts where id = ${id}`)).not.toEqual([{ proxy: null }])

    // Dead from now on: it waits, nothing goes around it, and its owner is told.
    const connections = await connectionsOf(userId)
    await proxy.stop()
    // One within a second of the look before is that look.
    await product.client.until('a look that begins', async () => {
      await ann.presses('🔎 Check now')
      return (await ann.screen()).text.includes('Being checked')
    })
    await ann.sees('its proxy does not answer')
    await ann.presses('📱 Open the account')
    await ann.sees('🟡 Behind')
    expect(await connectionsOf(userId)).toBe(connections)
    expect(JSON.stringify(product.read('select * from conversations'))).not.toContain('canary')
  })
})

/** Requests that Telegram has had from this account. */
async function connectionsOf(userId: number): Promise<number> {
  return (await product.client.ledger.lines({ account: userId, limit: 1000 })).lines.length
}
