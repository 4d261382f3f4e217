import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sessionOf } from '../../support/chatting.ts'
import { openCommands } from '../../support/commands.ts'
import { startSocksProxy } from '../../support/socks-proxy.ts'
import { startMtproto } from '../../support/telegram-world.ts'

async function setup() {
  const telegram = await startMtproto()
  const commands = openCommands(telegram)
  const { json, withDatabase } = commands
  for (const owner of ['1001', '1002']) await json('users', 'add', '--id', owner, '--days', '30')
  const user = telegram.world.users.create({ firstName: 'Aziz', phone: '998900000100' })
  const session = sessionOf(telegram, user)
  const given = ['--owner', '1001', '--session', session]
  const { account } = await json<{ account: { id: number } }>('accounts', 'import', ...given)
  /** Everything that these commands change. */
  const rows = () =>
    withDatabase((db) => [db.prepare('select * from accounts').all(), db.prepare('select * from proxies').all()])
  return { ...commands, telegram, id: String(account.id), rows }
}

type Commands = Awaited<ReturnType<typeof setup>>

/** One line that ends with this, exit code 2, and nothing is changed. */
async function refuses({ karvon, rows }: Commands, args: readonly string[], words: string | RegExp): Promise<void> {
  const before = rows()
  const { code, stdout, stderr } = await karvon(...args)
  expect({ code, stdout }, args.join(' ')).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(words)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(rows()).toEqual(before)
}

describe('karvon accounts alias', () => {
  it('names an account as its owner does, and takes the name away', async () => {
    const { karvon, json, id } = await setup()

    expect(await karvon('accounts', 'alias', id, '  North   shop ')).toEqual({
      code: 0,
      stdout: `Account ${id} is renamed.\n`,
      stderr: '',
    })
    expect(await json('accounts', 'alias', id, 'South')).toMatchObject({ account: { id: Number(id), alias: 'South' } })
    expect((await karvon('accounts', 'alias', id)).stdout).toBe(`Account ${id} is called as at Telegram.\n`)
    expect(await json('accounts', 'alias', id)).toMatchObject({ account: { alias: null, name: 'Aziz' } })
  })

  it('refuses what is no name and who is not there', async () => {
    const commands = await setup()
    const { id } = commands
    for (const name of ['', '   ', 'x'.repeat(33)]) {
      await refuses(commands, ['accounts', 'alias', id, name], /^error: a name has 1 to 32 characters in one line/)
    }
    for (const name of ['a\u202eb', '\u200fShop', 'a\u0000b', 'a\u0007b']) {
      await refuses(commands, ['accounts', 'alias', id, name], /^error: the name has characters that do not show/)
    }
    await refuses(
      commands,
      ['accounts', 'alias', '77', 'x'],
      /^error: there is no account 77: see `karvon accounts list`/,
    )
    await refuses(commands, ['accounts', 'alias', 'seven', 'x'], /'seven' is invalid.*Give a number from 1/)
  })
})

describe('karvon accounts cap', () => {
  it('sets how many a minute, down from what binds everybody', async () => {
    const { karvon, json, id, withDatabase } = await setup()

    expect((await karvon('accounts', 'cap', id, '1')).stdout).toBe(`Account ${id} sends at most 1 message a minute.\n`)
    expect(await json('accounts', 'cap', id, '4')).toMatchObject({ account: { id: Number(id), capPerMinute: 4 } })
    expect(withDatabase((db) => db.prepare('select cap_per_minute as cap from accounts').all())).toEqual([{ cap: 4 }])
  })

  it('refuses more than binds everybody, and what is no number', async () => {
    const commands = await setup()
    const { id } = commands
    await refuses(commands, ['accounts', 'cap', id, '7'], /^error: at most 6 a minute: TELEGRAM_PER_ACCOUNT_MPM binds/)
    for (const count of ['0', '-1', '1.5', '1801', 'many']) {
      await refuses(commands, ['accounts', 'cap', id, '--', count], /Give a whole number from 1 to 1800/)
    }
    await refuses(commands, ['accounts', 'cap', '77', '4'], /^error: there is no account 77/)
  })
})

describe('karvon accounts check', () => {
  it('needs a supervisor, says so, and is to be tried again', async () => {
    const { karvon, rows, id } = await setup()
    const before = rows()

    expect(await karvon('accounts', 'check', id)).toEqual({
      code: 75,
      stdout: '',
      stderr: 'error: accounts are looked at by a running supervisor: `karvon start`\n',
    })
    expect(rows()).toEqual(before)
  })
})

describe('karvon proxies', () => {
  const secret = 'canary-secret'

  it('adds one that is asked for and not shown, lists it, checks it and removes it', async () => {
    const { karvon, karvonAnswering, json } = await setup()
    const proxy = await startSocksProxy({ username: 'aziz', password: secret })
    const line = `127.0.0.1:${proxy.port}:aziz:${secret}`

    const added = await karvonAnswering([line], 'proxies', 'add', '--owner', '1001')
    expect(added.code).toBe(0)
    expect(added.stdout).toMatch(new RegExp(`^1 new proxy, 0 known already\\.\n\\d+: 127\\.0\\.0\\.1:${proxy.port}\n$`))
    const { proxies } = await json<{ proxies: { id: number }[] }>('proxies', 'list', '--owner', '1001')
    const id = String(proxies[0]?.id)
    expect((await karvon('proxies', 'list', '--owner', '1001')).stdout).toMatch(/0 of 3 +not checked/)
    expect(await json('proxies', 'check', id)).toEqual({ id: Number(id), result: 'works' })
    const listed = await karvon('proxies', 'list', '--owner', '1001')
    expect(listed.stdout).toMatch(/aziz +0 of 3 +works/)
    expect(added.stdout + added.stderr + listed.stdout + JSON.stringify(proxies)).not.toContain(secret)

    expect(await json('proxies', 'remove', id, '--yes')).toMatchObject({ removed: { id: Number(id) } })
    expect((await karvon('proxies', 'list', '--owner', '1001')).stdout).toBe(
      'No proxies yet: `karvon proxies add --owner 1001`.\n',
    )
    expect(await json('proxies', 'list', '--owner', '1001')).toEqual({ proxies: [] })
  })

  it('says that one does not answer', async () => {
    const { karvon, json, telegram } = await setup()
    const gone = await startSocksProxy()
    await gone.stop()
    const file = join(telegram.files.folder, 'list.txt')
    writeFileSync(file, `127.0.0.1:${gone.port}\n`)
    const { added } = await json<{ added: { id: number }[] }>('proxies', 'import', file, '--owner', '1001')

    expect((await karvon('proxies', 'check', String(added[0]?.id))).stdout).toMatch(/^Proxy \d+ does not answer\.\n$/)
  })

  it('refuses in one line what is not understood, not there or nobody’s, and changes nothing', async () => {
    const commands = await setup()
    const { karvonAnswering, rows } = commands
    for (const [line, words] of [
      [`http://u:${secret}@8.8.8.8:1`, 'line 1: an HTTP proxy: only SOCKS5 works'],
      [`8.8.8.8:99999:u:${secret}`, 'line 1: a port is a number from 1 to 65535'],
      [secret, 'line 1: not understood: write host:port'],
    ] as const) {
      const before = rows()
      const { code, stderr, stdout } = await karvonAnswering([line], 'proxies', 'add', '--owner', '1001')
      expect({ code, words: stderr.includes(words), isTold: (stderr + stdout).includes(secret) }).toEqual({
        code: 2,
        words: true,
        isTold: false,
      })
      expect(rows()).toEqual(before)
    }
    const absent = /^error: there is no proxy 77: see `karvon proxies list`/
    await refuses(commands, ['proxies', 'check', '77'], absent)
    await refuses(commands, ['proxies', 'remove', '77', '--yes'], absent)
    await refuses(commands, ['proxies', 'list', '--owner', '77'], /there is no user 77/)
    await refuses(commands, ['proxies', 'list'], /required option '--owner <id>' not specified/)
    await refuses(
      commands,
      ['proxies', 'import', '/nowhere', '--owner', '1001'],
      /\/nowhere cannot be read \(there is no such file\)/,
    )
    expect(await karvonAnswering(['no'], 'proxies', 'remove', '77')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing was changed; --yes does it without asking'),
    })
  })

  it.each([
    ['accounts', 'alias', 'karvon accounts alias 7 "North shop"'],
    ['accounts', 'cap', 'karvon accounts cap 7 4'],
    ['accounts', 'check', 'karvon accounts check 7'],
    ['accounts', 'proxy', 'karvon accounts proxy 7 12'],
    ['proxies', 'add', 'karvon proxies add --owner 1001'],
    ['proxies', 'import', 'karvon proxies import proxies.txt --owner 1001'],
    ['proxies', 'list', 'karvon proxies list --owner 1001 --json'],
    ['proxies', 'check', 'karvon proxies check 12'],
    ['proxies', 'remove', 'karvon proxies remove 12'],
  ])('karvon %s %s --help has an example', async (group, word, example) => {
    const { code, stdout } = await openCommands().karvon(group, word, '--help')
    expect(code).toBe(0)
    expect(stdout).toContain(`$ ${example}\n`)
    expect(stdout).toContain('--json')
  })
})
