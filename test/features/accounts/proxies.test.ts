import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../../src/base/public-address.ts'
import { parseProxy } from '../../../src/features/accounts/proxies/parse.ts'
import { proxyProblem } from '../../../src/features/accounts/bot/list/proxy-texts.ts'
import { lineProblem } from '../../../src/features/accounts/proxies/refusals.ts'
import { probeProxy } from '../../../src/features/accounts/proxies/probe.ts'
import { sessionOf } from '../../support/chatting.ts'
import { openCommands } from '../../support/commands.ts'
import { startSocksProxy } from '../../support/socks-proxy.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import { temporaryFolder } from '../../support/world.ts'

describe('a line of a list of proxies', () => {
  it.each([
    ['8.8.8.8:1080', { host: '8.8.8.8', port: 1080 }],
    ['proxy.example.com:1080:aziz:par:ol', { host: 'proxy.example.com', port: 1080, username: 'aziz' }],
    ['socks5://aziz:par%40ol@8.8.8.8:9050', { host: '8.8.8.8', port: 9050, username: 'aziz' }],
    ['socks5h://8.8.8.8:9050/', { host: '8.8.8.8', port: 9050 }],
    ['[2606:4700::1]:1080', { host: '2606:4700::1', port: 1080 }],
  ])('%s is one', (line, proxy) => {
    expect(parseProxy(line, false)).toMatchObject({ proxy })
  })

  it('keeps the password as it is meant', () => {
    const [plain, url] = ['8.8.8.8:1:u:a:b', 'socks5://u:a%40b@8.8.8.8:1'].map((line) => parseProxy(line, false))
    expect([plain, url].map((each) => each !== undefined && 'proxy' in each && each.proxy.password?.reveal())).toEqual([
      'a:b',
      'a@b',
    ])
  })

  it.each([
    ['http://8.8.8.8:3128', 'http'],
    ['https://user:pass@8.8.8.8:443', 'http'],
    ['tg://proxy?server=8.8.8.8&port=443&secret=ee', 'mtproto'],
    ['https://t.me/proxy?server=8.8.8.8&port=443&secret=ee', 'mtproto'],
    ['8.8.8.8', 'shape'],
    ['8.8.8.8:0', 'port'],
    ['8.8.8.8:70000', 'port'],
    ['socks4://8.8.8.8:1080', 'shape'],
    ['127.0.0.1:1080', 'private'],
    ['127.1:1080', 'private'],
    ['0x7f.1:1080', 'private'],
    ['2130706433:1080', 'private'],
    ['10.1.2.3:1080', 'private'],
    ['169.254.169.254:80', 'private'],
    ['[::1]:1080', 'private'],
    ['[::ffff:127.0.0.1]:1080', 'private'],
    ['[fd00::1]:1080', 'private'],
    ['localhost:1080', 'private'],
    ['db.internal:1080', 'private'],
    [`8.8.8.8:1:${'u'.repeat(256)}:p`, 'too-long'],
  ])('%s is refused as %s', (line, problem) => {
    expect(parseProxy(line, false)).toMatchObject({ problem })
  })

  it.each([
    ['203.0.113.7:1080', '203.0.113.7'],
    ['0x7f.1:1080', '127.0.0.1'],
    ['socks5://aziz:secret@[fd00::1]:1080', 'fd00::1'],
    ['db.internal:1080', 'db.internal'],
    ['secret:1080', undefined],
  ])('%s is refused with the address, and with nothing that may be a password', (line, host) => {
    const { host: named, ...rest } = parseProxy(line, false) as { problem: string; host?: string }
    expect(rest).toEqual({ problem: 'private' })
    expect(named).toBe(host)
    const refused = { problem: 'private', ...(host !== undefined && { host }) } as const
    expect(lineProblem(refused)).toBe(
      `${host === undefined ? '' : `${host} is `}a private or reserved address, to which the Internet does not lead: ` +
        'give the public address of the proxy',
    )
    expect(proxyProblem(refused, 'ru')).toMatch(
      /^(?:\S+ – )?внутренний или зарезервированный адрес.*внешний адрес прокси$/,
    )
  })

  it('may be on this machine in a test', () => {
    expect(parseProxy('127.0.0.1:1080', true)).toMatchObject({ proxy: { host: '127.0.0.1' } })
  })
})

describe('an address of the open Internet', () => {
  it('is none of this machine, its network, or a translation of those', () => {
    const inside = [
      '127.0.0.1',
      '0.0.0.0',
      '100.64.0.1',
      '192.168.1.1',
      '172.31.0.1',
      '::1',
      '::ffff:8.8.8.8',
      'fe80::1',
    ]
    expect(inside.filter(isPublicAddress)).toEqual([])
    expect(['2002:7f00:1::', '64:ff9b::7f00:1', 'example.com'].filter(isPublicAddress)).toEqual([])
    expect(['8.8.8.8', '2606:4700:4700::1111'].filter(isPublicAddress)).toHaveLength(2)
  })
})

describe('asking a proxy for Telegram', () => {
  const target = async () => ({ host: '127.0.0.1', port: (await startMtproto()).port })

  it('tells one that reaches it from the others', async () => {
    const telegram = await target()
    const ask = (port: number, password?: string) => {
      const parsed = parseProxy(`127.0.0.1:${port}${password === undefined ? '' : `:karvon:${password}`}`, true)
      if (!('proxy' in parsed)) throw new Error('this is a proxy')
      return probeProxy(parsed.proxy, { target: telegram, mayBePrivate: true, deadlineMs: 3_000 })
    }
    const open = await startSocksProxy()
    const guarded = await startSocksProxy({ username: 'karvon', password: 'maxfiy' })
    const refusing = await startSocksProxy({ mood: 'refuse' })
    const gone = await startSocksProxy()
    await gone.stop()

    expect(await ask(open.port)).toBe('works')
    expect(open.destinations).toEqual([`127.0.0.1:${telegram.port}`])
    expect(await ask(guarded.port, 'maxfiy')).toBe('works')
    expect(await ask(guarded.port, 'wrong')).toBe('wrong-password')
    expect(await ask(guarded.port)).toBe('wrong-password')
    expect(await ask(refusing.port)).toBe('no-way')
    expect(await ask(gone.port)).toBe('no-answer')
  })

  it('ends by its deadline, and looks into no private network', async () => {
    const silent = await startSocksProxy({ mood: 'hang' })
    const proxy = { host: '127.0.0.1', port: silent.port }
    const telegram = { host: '127.0.0.1', port: 1 }

    expect(await probeProxy(proxy, { target: telegram, mayBePrivate: true, deadlineMs: 200 })).toBe('no-answer')
    expect(await probeProxy(proxy, { target: telegram, mayBePrivate: false })).toBe('private')
  })
})

describe('karvon proxies', () => {
  it('imports a list, names the bad lines without what stands in them, and keeps passwords sealed', async () => {
    const { karvon, json, folder, withDatabase } = await setup()
    const file = join(folder, 'proxies.txt')
    writeFileSync(
      file,
      '127.0.0.1:1080:aziz:canary-one\n\nhttp://u:canary-two@8.8.8.8:1\n127.0.0.1:1081\n127.0.0.1:1081\n',
    )

    const { code, stdout, stderr } = await karvon('proxies', 'import', file, '--owner', '1001')

    expect(code).toBe(2)
    expect(stdout).toMatch(/^2 new proxies, 1 known already\.\n\d+: 127\.0\.0\.1:1080\n\d+: 127\.0\.0\.1:1081\n$/)
    expect(stderr).toContain('line 3: an HTTP proxy: only SOCKS5 works')
    expect(stdout + stderr + JSON.stringify(await json('proxies', 'list', '--owner', '1001'))).not.toContain('canary')
    expect(withDatabase((db) => JSON.stringify(db.prepare('select * from proxies').all()))).not.toContain('canary')
  })

  it('gives a proxy to at most three accounts, which go only through it, and does not remove it under them', async () => {
    const { telegram, karvon, json, makeAccount } = await setup()
    const proxy = await startSocksProxy()
    const id = await addProxy(json, karvon, proxy.port)
    const accounts = [await makeAccount('A'), await makeAccount('B'), await makeAccount('C'), await makeAccount('D')]

    expect(await karvon('proxies', 'check', String(id))).toMatchObject({
      code: 0,
      stdout: `Proxy ${id} works: it reaches Telegram.\n`,
    })
    const before = proxy.destinations.length
    for (const account of accounts.slice(0, 3)) await json('accounts', 'proxy', String(account), String(id))
    expect(await karvon('accounts', 'proxy', String(accounts[3]), String(id))).toMatchObject({
      code: 2,
      stderr: `error: proxy ${id} is full: 3 accounts use it already\n`,
    })
    expect(await karvon('proxies', 'remove', String(id), '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`proxy ${id} is used by account ${accounts.slice(0, 3).join(', ')}`),
    })

    expect(await json('accounts', 'logout', String(accounts[0]), '--yes')).toMatchObject({ isEndedAtTelegram: true })
    expect(proxy.destinations.slice(before)).toEqual([`127.0.0.1:${telegram.port}`])
    for (const account of accounts.slice(0, 3)) await json('accounts', 'proxy', String(account))
    expect(await karvon('proxies', 'remove', String(id), '--yes')).toMatchObject({ code: 0 })
  })

  it('answers for another owner’s proxy as for one that is not there', async () => {
    const { karvon, json, makeAccount } = await setup()
    await json('users', 'add', '--id', '1002', '--days', '1')
    const theirs = await addProxy(json, karvon, 9, '1002')
    const account = await makeAccount('A')

    const foreign = await karvon('accounts', 'proxy', String(account), String(theirs))
    const absent = await karvon('accounts', 'proxy', String(account), '777')
    expect(foreign.stderr.replace(String(theirs), 'N')).toBe(absent.stderr.replace('777', 'N'))
  })
})

describe('karvon accounts delete', () => {
  it('asks, says what it ends, and lets the Telegram account sign in again', async () => {
    const { karvon, karvonAnswering, json, makeAccount, withDatabase } = await setup()
    const id = await makeAccount('A')

    const no = await karvonAnswering(['no'], 'accounts', 'delete', String(id))
    expect(no).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was changed') })
    const yes = await karvonAnswering(['yes'], 'accounts', 'delete', String(id))

    expect(yes).toMatchObject({ code: 0, stdout: expect.stringContaining(`Account ${id} is deleted.`) })
    expect(await json('accounts', 'list')).toEqual({ accounts: [] })
    expect(await karvon('accounts', 'pause', String(id))).toMatchObject({ code: 2 })
    expect(withDatabase((db) => db.prepare('select session, telegram_id as telegramId from accounts').all())).toEqual([
      { session: '', telegramId: -id },
    ])
  })
})

type Json = <Value>(...args: readonly string[]) => Promise<Value>

async function addProxy(
  json: Json,
  karvon: (...args: readonly string[]) => Promise<unknown>,
  port: number,
  owner = '1001',
): Promise<number> {
  const file = join(temporaryFolder(), 'one.txt')
  writeFileSync(file, `127.0.0.1:${port}\n`)
  await karvon('proxies', 'import', file, '--owner', owner)
  const { proxies } = await json<{ proxies: { id: number }[] }>('proxies', 'list', '--owner', owner)
  return proxies[0]?.id ?? 0
}

async function setup() {
  const telegram = await startMtproto()
  const commands = openCommands(telegram)
  await commands.json('users', 'add', '--id', '1001', '--days', '30')
  let phones = 998_900_000_100
  const makeAccount = async (firstName: string) => {
    const user = telegram.world.users.create({ firstName, phone: String((phones += 1)) })
    const { account } = await commands.json<{ account: { id: number } }>(
      'accounts',
      'import',
      '--owner',
      '1001',
      '--session',
      sessionOf(telegram, user),
    )
    return account.id
  }
  return { telegram, folder: telegram.files.folder, ...commands, makeAccount }
}
