import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { dataPaths } from '../../src/base/data-folder.ts'
import type { Finding } from '../../src/ops/finding.ts'
import { bytesOf } from '../support/bytes-of.ts'
import { run } from '../support/run.ts'
import { temporaryFolder } from '../support/world.ts'

describe('karvon start without a configuration', () => {
  it('says everything that is missing at once, and names the demo', async () => {
    const { karvon } = emptyFolder()

    const { code, stdout, stderr } = await karvon('start')

    expect([code, stdout]).toEqual([78, ''])
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^error: TG_API_ID is missing: /),
      expect.stringMatching(/^TG_API_HASH is missing: /),
      expect.stringMatching(/^SESSION_SECRET_KEY is missing: /),
      expect.stringMatching(/^TG_BOT_TOKEN is missing: .*; or start with --no-bot$/),
      expect.stringContaining('`npm run demo`'),
      '',
    ])
  })

  it('names every bad variable of .env at once, and shows no secret', async () => {
    const { karvon, writeEnv } = emptyFolder()
    writeEnv({ TG_API_ID: 'x', TG_API_HASH: 'canary-hash', SHARDS: '100', TG_BOT_TOKEN: 'canary-token' })

    const { code, stderr } = await karvon('start')

    expect(code).toBe(78)
    expect(stderr.split('\n')).toEqual([
      "error: TG_API_ID must be a whole number from 1 to 2147483647, not 'x'",
      'TG_API_HASH must be 32 hex digits',
      'TG_BOT_TOKEN must be a bot token',
      "SHARDS must be a whole number from 1 to 64, not '100'",
      expect.stringContaining('.env'),
      '',
    ])
    expect(stderr).not.toContain('canary')
  })

  it('refuses an .env that others may read, with the command that mends it', async () => {
    const { karvon, writeEnv, folder } = emptyFolder()
    writeEnv()
    chmodSync(join(folder, '.env'), 0o644)

    expect(await karvon('start', '--no-bot')).toEqual(
      refused('.env holds secrets and others may read it: run `chmod 600 .env`'),
    )
  })

  it('refuses a public key of another Telegram that is none', async () => {
    const { karvon, writeEnv, folder } = emptyFolder()
    writeEnv({ TG_DC_ADDRESS: '127.0.0.1:9', TG_DC_PUBLIC_KEY_FILE: '.env' })

    expect(await karvon('start', '--no-bot')).toEqual(
      refused('TG_DC_PUBLIC_KEY_FILE names .env, which is no RSA public key in PEM'),
    )
    rmSync(join(folder, '.env'))
    writeEnv({ TG_DC_ADDRESS: '127.0.0.1:9', TG_DC_PUBLIC_KEY_FILE: 'none.pem' })
    expect(await karvon('start', '--no-bot')).toEqual(
      refused('TG_DC_PUBLIC_KEY_FILE names none.pem, which cannot be read'),
    )
  })
})

describe('a name in .env that karvon does not know', () => {
  it('is refused where it must have been meant for us, before anything talks to the real Telegram', async () => {
    const { karvon, writeEnv } = emptyFolder()
    writeEnv({ TG_DC_ADDRES: '127.0.0.1:9', TELEGRAM_PER_ACCOUNT_MMP: '3' })
    const lines = [
      'TELEGRAM_PER_ACCOUNT_MMP in .env is no variable of karvon: did you mean TELEGRAM_PER_ACCOUNT_MPM?',
      'TG_DC_ADDRES in .env is no variable of karvon: did you mean TG_DC_ADDRESS?',
    ]

    for (const args of [
      ['start', '--no-bot'],
      ['users', 'add', '--id', '1', '--days', '1'],
    ]) {
      const { code, stderr } = await karvon(...args)
      expect([code, stderr]).toEqual([78, expect.stringContaining(lines.join('\n'))])
    }
    const { findings } = JSON.parse((await karvon('doctor', '--json')).stdout) as { findings: Finding[] }
    expect(findings.filter(({ id }) => id === 'config').map(({ what }) => what)).toEqual(lines)
    expect(findings.filter(({ id }) => id === 'telegram')).toMatchObject([
      { level: 'warn', what: expect.stringContaining('not looked at') },
    ])
  })
})

describe('karvon start on a data folder that does not fit', () => {
  it('refuses another key than the one that sealed it, and touches nothing', async () => {
    const { karvon, writeEnv, users, paths } = await usedFolder()
    writeEnv()
    const before = bytesOf(paths.folder)

    const { code, stdout, stderr } = await karvon('start', '--no-bot')
    const added = await karvon('users', 'add', '--id', '2', '--days', '1')

    expect([code, stdout]).toEqual([78, ''])
    expect(stderr).toMatch(
      /^error: SESSION_SECRET_KEY \(key [0-9a-f]{8}\) is not the key that this data folder was made with: put the old key back, or name another DATA_DIR\n$/,
    )
    expect(added).toEqual({ code, stdout, stderr })
    expect(bytesOf(paths.folder)).toEqual(before)
    expect(users()).toBe(1)
  })

  it.each([
    [
      'a file that is no database',
      (path: string) => writeFileSync(path, 'holiday photos '.repeat(500)),
      /is not a database: name another data folder/,
    ],
    [
      'a database of another program',
      (path: string) => change(path, 'drop table migrations'),
      /is a database of another program/,
    ],
    [
      'a newer schema',
      (path: string) => change(path, `insert into migrations values ('0999-later', 'x', 1)`),
      /has the step 0999-later, which this version does not know: install the newer version/,
    ],
    [
      'a folder in its place',
      (path: string) => {
        rmSync(path)
        mkdirSync(path, { mode: 0o700 })
      },
      /karvon\.db is no file: name another data folder, or move it away/,
    ],
    [
      'a lock that is none',
      (path: string) => writeFileSync(join(dirname(path), 'lock'), 'mine'),
      /lock is not the lock that karvon makes: move it away/,
    ],
    ['a damaged file', damage, /is damaged \(.*\): keep a copy of it, then restore the newest backup/],
  ])('refuses %s with one line, and leaves it as it is', async (_, spoil, line) => {
    const { karvon, paths } = await usedFolder()
    spoil(paths.database)
    const before = bytesOf(paths.folder)

    const { code, stdout, stderr } = await karvon('start', '--no-bot')

    expect([code, stdout]).toEqual([78, ''])
    expect(stderr).toMatch(line)
    expect(stderr).toMatch(/^error: [^\n]+\n$/)
    expect(bytesOf(paths.folder)).toEqual(before)
  })

  it.each([
    ['data', [['start', '--no-bot'], ['status'], ['stop'], ['accounts', 'list'], ['migrate', 'status'], ['logs']]],
    ['data/below', [['start', '--no-bot'], ['shards'], ['backup'], ['users', 'add', '--id', '1', '--days', '30']]],
  ])('says in one sentence everywhere that a file is in its place: DATA_DIR=%s', async (dataDir, commands) => {
    const { karvon, writeEnv, folder } = emptyFolder()
    writeFileSync(join(folder, 'data'), '')
    writeEnv({ DATA_DIR: dataDir })
    const sentence = `${join(folder, 'data')} is no folder: name another DATA_DIR`

    for (const args of commands) expect([args, await karvon(...args)]).toEqual([args, refused(sentence)])
    const { stdout } = await karvon('doctor', '--json')
    const { findings } = JSON.parse(stdout) as { findings: Finding[] }
    expect(findings.filter(({ id }) => id === 'data-folder' || id === 'doctor')).toMatchObject([
      { level: 'bad', what: sentence },
    ])
  })

  it('refuses a data folder where the kernel lets nobody make one', async () => {
    const { karvon, writeEnv } = emptyFolder()
    writeEnv({ DATA_DIR: '/proc/karvon' })

    expect(await karvon('start', '--no-bot')).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(
        /^error: the data folder \/proc\/karvon cannot be made \(\w+\): name another DATA_DIR\n$/,
      ),
    })
  })

  it.skipIf(process.getuid?.() !== 0)(
    "works as the folder's owner when root starts it, so that no file becomes root's",
    async () => {
      const { karvon, folder } = await usedFolder()
      const nobody = 65_534
      const data = join(folder, 'data')
      for (const path of [folder, data, ...readdirSync(data).map((name) => join(data, name))])
        chownSync(path, nobody, nobody)

      expect(await karvon('users', 'add', '--id', '2', '--days', '1')).toMatchObject({ code: 0 })

      expect(readdirSync(data).map((name) => statSync(join(data, name)).uid)).toEqual(
        readdirSync(data).map(() => nobody),
      )
    },
  )
})

function refused(line: string) {
  return { code: 78, stdout: '', stderr: `error: ${line}\n` }
}

function emptyFolder() {
  const folder = temporaryFolder()
  const writeEnv = (change: Record<string, string> = {}) => writeEnvIn(folder, change)
  return { folder, writeEnv, karvon: (...args: readonly string[]) => run('bin/karvon.js', args, { cwd: folder }) }
}

function writeEnvIn(folder: string, change: Record<string, string> = {}): void {
  const variables = {
    TG_API_ID: '1',
    TG_API_HASH: '0'.repeat(32),
    SESSION_SECRET_KEY: randomBytes(32).toString('base64'),
    ...change,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, '.env'), lines.join(''), { mode: 0o600 })
}

/** A folder with a database that a command has made, and one person in it: made once, and copied. */
async function usedFolder() {
  const { folder, writeEnv, karvon } = emptyFolder()
  cpSync(await (used ??= makeUsed()), folder, { recursive: true })
  const paths = dataPaths(join(folder, 'data'))
  const users = () => {
    const db = openDatabase(paths.database, { readonly: true })
    const count = db.prepare<[], number>('select count(*) from users').pluck().get()
    db.close()
    return count
  }
  return { folder, writeEnv, karvon, paths, users }
}

let used: Promise<string> | undefined
afterAll(async () => rmSync((await used) ?? '', { recursive: true, force: true }))

async function makeUsed(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-used-'))
  writeEnvIn(folder)
  const made = await run('bin/karvon.js', ['users', 'add', '--id', '1', '--days', '30'], { cwd: folder })
  if (made.code !== 0) throw new Error(made.stderr)
  return folder
}

function change(path: string, sql: string): void {
  const db = openDatabase(path)
  db.exec(sql)
  db.pragma('journal_mode = DELETE')
  db.close()
}

/** The header stays, the pages behind it are overwritten. */
function damage(path: string): void {
  const bytes = readFileSync(path)
  bytes.fill(0x55, 200, bytes.length)
  writeFileSync(path, bytes)
}
