import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canaries } from '../base/canaries.ts'
import { openCommands } from '../support/commands.ts'
import type { TestCommands } from '../support/commands.ts'

describe('bad input gets one line that names the thing, code 2, and changes nothing', () => {
  it.each([
    [['status', '--fast'], "unknown option '--fast'"],
    [['replay', '7'], "too many arguments for 'replay'. Expected 0 arguments but got 1."],
    [['accounts', 'pause'], "missing required argument 'id'"],
    [
      ['accounts', 'pause', 'Aziz'],
      "command-argument value 'Aziz' is invalid for argument 'id'. Give a number from 1, of at most 15 digits.",
    ],
    [['accounts', 'groups', '1', '--cached', '--refresh'], "option '--cached' cannot be used with option '--refresh'"],
    [['accounts', 'import', '--owner', '1001'], 'give --session STRING or --file PATH'],
    [
      ['accounts', 'import', '--owner', '1001', '--session', '-', '--file', 'x'],
      "option '--session <string>' cannot be used with option '--file <path>'",
    ],
    [['accounts', 'import', '--session', '-'], "required option '--owner <id>' not specified"],
    [
      ['accounts', 'import', '--owner', '1001', '--file', '/none'],
      '/none cannot be read (there is no such file): check its name and rights',
    ],
    [['accounts', 'login', '--owner', '7'], 'there is no user 7: add them with `karvon users add --id 7 --days 30`'],
    [['attempts', 'list'], "required option '--state <state>' not specified"],
    [
      ['attempts', 'list', '--state', 'lost'],
      "option '--state <state>' argument 'lost' is invalid. Allowed choices are pending, held, in-flight, uncertain, sent, failed-terminal, cancelled.",
    ],
    [
      ['attempts', 'list', '--state', 'sent', '--limit', '0'],
      "option '--limit <count>' argument '0' is invalid. Give a whole number from 1 to 100000.",
    ],
    [
      ['users', 'add', '--id', '-5', '--days', '1'],
      "option '--id <id>' argument '-5' is invalid. Give a number from 1, of at most 15 digits.",
    ],
    [
      ['users', 'add', '--id', '5', '--days', '0'],
      "option '--days <count>' argument '0' is invalid. Give a whole number from 1 to 3650.",
    ],
    [
      [...create, '--groups', 'some', '--once'],
      "option '--groups <ids>' argument 'some' is invalid. 'some' is no id of a chat; give all, or -100…,-100….",
    ],
    [
      [...create, '--groups', 'all', '--every', '5 minutes'],
      "option '--every <interval>' argument '5 minutes' is invalid. Give a duration such as 30s, 5m, 2h or 1d.",
    ],
    [
      [...create, '--groups', 'all', '--every', '5m', '--once'],
      "option '--every <interval>' cannot be used with option '--once'",
    ],
    [['users', 'add', '--id', '5', '--id', '6', '--days', '1'], "option '--id <id>' is given twice: keep one"],
    [
      ['users', 'add', '--id', '99999999999999999', '--days', '1'],
      "option '--id <id>' argument '99999999999999999' is invalid. Give a number from 1, of at most 15 digits.",
    ],
    [
      ['users', 'add', '--id', '5', '--days', 'NaN'],
      "option '--days <count>' argument 'NaN' is invalid. Give a whole number from 1 to 3650.",
    ],
    [
      ['users', 'add', '--id', '5', '--days', '1', '--name', ' '],
      "option '--name <name>' argument ' ' is invalid. Give 1 to 64 characters in one line.",
    ],
    [
      ['accounts', 'import', '--owner', '1001', '--file', ''],
      "option '--file <path>' argument '' is invalid. It is empty: name a file.",
    ],
    [
      ['accounts', 'import', '--owner', '1001', '--file', '/'],
      '/ cannot be read (it is a folder): check its name and rights',
    ],
    [['accounts', 'list', '--owner', '7'], 'there is no user 7: add them with `karvon users add --id 7 --days 30`'],
    [['campaigns', 'start', '99'], 'there is no campaign 99: see `karvon campaigns list`'],
    [['campaigns', 'show', '99'], 'there is no campaign 99: see `karvon campaigns list`'],
    [['accounts', 'resume', '99'], 'there is no account 99: see `karvon accounts list`'],
  ])('%j', async (args, line) => {
    const commands = await setup()
    const before = rowsOf(commands)

    expect(await commands.karvon(...args)).toEqual({ code: 2, stdout: '', stderr: `error: ${line}\n` })

    expect(rowsOf(commands)).toEqual(before)
  })
})

describe('a session string that is none', () => {
  it.each([
    ['nothing at all', '', 'it is empty'],
    ["a bot's token", `7312345678:AA${'x'.repeat(33)}`, "it is a bot's token"],
    ['a phone number', '+998901234567', 'it is a phone number: sign in with `karvon accounts login`'],
    ['an auth key', randomBytes(256).toString('hex'), 'it is a bare auth key, without its DC'],
    ['something else', 'salom', 'it must begin with 1, as the StringSession of GramJS and Telethon does'],
    [
      'half of one',
      `1${randomBytes(100).toString('base64')}`,
      'it is cut off, or something was added: copy it once more, whole',
    ],
  ])('is refused for what it is: %s', async (_, given, reason) => {
    const { karvon, karvonAnswering } = await setup()
    const line = `error: this is not a session string: ${reason}\n`

    expect(await karvon('accounts', 'import', '--owner', '1001', '--session', given)).toEqual({
      code: 2,
      stdout: '',
      stderr: line,
    })
    expect(
      await karvonAnswering([`${given}\n`], 'accounts', 'import', '--owner', '1001', '--session', '-'),
    ).toMatchObject({ code: 2, stderr: line })
  })

  it('is never repeated in an answer', async () => {
    const commands = await setup()
    const { karvon } = commands
    const file = join(commands.paths.folder, 'sessions.txt')

    for (const { name, value, mustNotShow } of canaries) {
      writeFileSync(file, `${value}\n`)
      for (const source of [
        ['--session', value],
        ['--file', file],
      ]) {
        const { code, stdout, stderr } = await karvon('accounts', 'import', '--owner', '77', ...source)
        expect([name, code, stdout]).toEqual([name, 2, ''])
        expect(stderr).not.toContain(mustNotShow)
      }
    }
  })
})

describe('a command that finds no data folder', () => {
  it.each([
    [['status']],
    [['shards']],
    [['stop']],
    [['accounts', 'list']],
    [['campaigns', 'list']],
    [['replay']],
    [['attempts', 'list', '--state', 'sent']],
  ])('says so with code 78, and makes none: %j', async (args) => {
    const { karvon, paths } = openCommands()

    expect(await karvon(...args)).toEqual({
      code: 78,
      stdout: '',
      stderr: `error: there is no data folder ${paths.folder}: set DATA_DIR, or run \`karvon start\`\n`,
    })
  })

  it('refuses to change anything while the configuration is broken, and names every bad variable', async () => {
    const { karvon, environment } = openCommands()
    Object.assign(environment, { TG_API_ID: 'x', SESSION_SECRET_KEY: 'canary-key', SHARDS: '0' })

    const { code, stderr } = await karvon('users', 'add', '--id', '1', '--days', '1')

    expect(code).toBe(78)
    expect(stderr.split('\n')).toEqual([
      "error: TG_API_ID must be a whole number from 1 to 2147483647, not 'x'",
      expect.stringMatching(/^SESSION_SECRET_KEY must be 32 bytes in base64/),
      "SHARDS must be a whole number from 1 to 64, not '0'",
      '',
    ])
    expect(stderr).not.toContain('canary')
  })
})

const create = ['campaigns', 'create', '--owner', '1001', '--account', '1', '--text', 'Salom']

async function setup(): Promise<TestCommands> {
  const commands = openCommands()
  await commands.json('users', 'add', '--id', '1001', '--days', '30')
  return commands
}

/** Everything that stands in the database. */
function rowsOf({ withDatabase }: TestCommands): unknown {
  return withDatabase((db) => {
    const tables = db.prepare<[], string>(`select name from sqlite_schema where type = 'table'`).pluck().all()
    return tables.map((table) => [table, db.prepare(`select * from "${table}"`).all()])
  })
}
