import { describe, expect, it } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import { storedLogin } from '../../../src/features/accounts/stored-login.ts'
import { startSocksProxy } from '../../support/socks-proxy.ts'
import { aziz, botir, phone, setupLogins } from './logins-setup.ts'

describe('a sign-in through a proxy of its owner', () => {
  async function proxied() {
    const given = await setupLogins()
    const socks = await startSocksProxy({ username: 'karvon', password: 'maxfiy' })
    const id = await given.store.reserveProxyId()
    const password = given.keyring.seal(new Secret('maxfiy'), { table: 'proxies', row: id, column: 'password' })
    const proxy = { id, ownerId: aziz, host: '127.0.0.1', port: socks.port, username: 'karvon', password, nowMs: 1 }
    await given.store.addProxy(proxy)
    const begin = async () => given.desk.begin(aziz, phone, await given.desk.proxyOf(aziz, id))
    const finish = async (login: number) => {
      expect(await given.desk.askForCode(aziz, login)).toEqual({ type: 'here' })
      await given.typeCode(login)
      return given.next().checkCode(aziz, login)
    }
    return { ...given, socks, proxyId: id, begin, finish }
  }

  it('goes through it from the first connection on, and so does the account, whose row has it from its first commit', async () => {
    const { begin, finish, socks, proxyId, store, keyring, port } = await proxied()
    const login = await begin()
    const news = await finish(login)

    expect(news).toMatchObject({ type: 'kept', kept: { isNew: true, account: { proxyId, state: 'active' } } })
    expect(socks.destinations.length).toBeGreaterThanOrEqual(2)
    expect(new Set(socks.destinations)).toEqual(new Set([`127.0.0.1:${port}`]))
    const row = await store.account(news.type === 'kept' ? news.kept.account.id : 0)
    expect(row && storedLogin(keyring, row)?.proxy).toMatchObject({ host: '127.0.0.1', port: socks.port })
  })

  it('never goes around it: with the proxy gone no step reaches Telegram', async () => {
    const { begin, desk, socks, sessions } = await proxied()
    const login = await begin()
    await socks.stop()

    expect(await desk.askForCode(aziz, login)).toMatchObject({ type: 'refused' })
    expect(sessions()).toBe(0)
    expect(await desk.look(aziz, login)).toMatchObject({ step: 'asking' })
  })

  it.each([
    ['was removed', (id: number) => `delete from proxies where id = ${id}`],
    [
      'is full',
      (id: number) => `insert into accounts (id, owner_id, kind, telegram_id, name, session, device, partition, state,
          cap_per_minute, created_at_ms, proxy_id) select 900 + value, ${aziz}, 'user', 900 + value, 'x', '', '{}', 1,
          'paused', 6, 1, ${id} from json_each('[1,2,3]')`,
    ],
  ])('that %s before it ended leaves an account that rests, and never one that goes directly', async (_, sql) => {
    const { begin, finish, db, proxyId } = await proxied()
    const login = await begin()
    db.exec(sql(proxyId))

    expect(await finish(login)).toMatchObject({
      type: 'kept',
      kept: { account: { proxyId: null, state: 'paused', reason: 'the proxy of its login is gone or full' } },
    })
  })

  it('has no proxy of somebody else', async () => {
    const { desk, proxyId } = await proxied()
    expect(await desk.proxyOf(botir, proxyId)).toBeUndefined()
  })
})
