import { describe, expect, it } from 'vitest'
import { openCommands } from '../../support/commands.ts'
import { startSocksProxy } from '../../support/socks-proxy.ts'
import { startMtproto } from '../../support/telegram-world.ts'

const phone = '9996621234'
const answers = [phone, '22222']

async function setup() {
  const telegram = await startMtproto()
  const commands = openCommands(telegram)
  await commands.json('users', 'add', '--id', '1001', '--days', '30')
  telegram.world.users.create({ firstName: 'Madina', phone })
  const login = (...flags: string[]) =>
    commands.karvonAnswering(answers, 'accounts', 'login', '--owner', '1001', ...flags)
  return { ...commands, telegram, login }
}

describe('karvon accounts login --proxy', () => {
  it('goes through a proxy of the owner, with its password, and so does the account', async () => {
    const { login, karvonAnswering, json, telegram } = await setup()
    const socks = await startSocksProxy({ username: 'karvon', password: 'maxfiy' })
    const added = [`127.0.0.1:${socks.port}:karvon:maxfiy`]
    expect((await karvonAnswering(added, 'proxies', 'add', '--owner', '1001')).code).toBe(0)
    const { proxies } = await json<{ proxies: { id: number }[] }>('proxies', 'list', '--owner', '1001')
    const [proxy] = proxies

    const { code, stdout, stderr } = await login('--proxy', String(proxy?.id))

    expect({ code, secrets: (stdout + stderr).includes('maxfiy') }).toEqual({ code: 0, secrets: false })
    expect(new Set(socks.destinations)).toEqual(new Set([`127.0.0.1:${telegram.port}`]))
    expect(await json('accounts', 'list')).toMatchObject({ accounts: [{ proxyId: proxy?.id, state: 'active' }] })
  })

  it('takes one over that is written there, once', async () => {
    const { login, json } = await setup()
    const socks = await startSocksProxy()

    expect((await login('--proxy', `socks5://127.0.0.1:${socks.port}`)).code).toBe(0)
    await login('--proxy', `127.0.0.1:${socks.port}`)

    expect(socks.destinations.length).toBeGreaterThan(0)
    const { proxies } = await json<{ proxies: { id: number; port: number }[] }>('proxies', 'list', '--owner', '1001')
    expect(proxies).toMatchObject([{ port: socks.port }])
    expect(await json('accounts', 'list')).toMatchObject({ accounts: [{ proxyId: proxies[0]?.id }] })
  })

  it('never goes around it: with the proxy gone nothing reaches Telegram', async () => {
    const { login, json, telegram } = await setup()
    const socks = await startSocksProxy()
    await socks.stop()

    const { code } = await login('--proxy', `127.0.0.1:${socks.port}`)

    expect(code).not.toBe(0)
    expect(await json('accounts', 'list')).toEqual({ accounts: [] })
    expect([...telegram.world.users.all()].flatMap(({ id }) => telegram.keys.liveOf(id))).toEqual([])
  })

  it.each([
    ['99', 'there is no proxy 99: see `karvon proxies list`'],
    ['http://1.2.3.4:80', 'an HTTP proxy: only SOCKS5 works'],
    ['1.2.3.4:99999', 'a port is a number from 1 to 65535'],
    ['1.2.3.4:1080:user:word', '--proxy takes no password'],
    ['socks5://user:word@1.2.3.4:1080', '--proxy takes no password'],
  ])('refuses %s before anything is asked', async (proxy, why) => {
    const { login, json } = await setup()

    const { code, stderr } = await login('--proxy', proxy)

    expect(code).toBe(2)
    expect(stderr).toContain(why)
    expect(stderr).not.toMatch(/Phone number|word@|:word/)
    expect(await json('proxies', 'list', '--owner', '1001')).toMatchObject({ proxies: [] })
  })
})
