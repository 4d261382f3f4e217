import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { acquireProcessLock } from '../../src/base/process-lock.ts'
import { keyIdOf, openKeyring } from '../../src/base/keyring.ts'
import { Secret } from '../../src/base/secret.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Finding } from '../../src/ops/finding.ts'
import { openCommandLine } from '../support/command-line.ts'

describe('karvon while nothing runs', () => {
  it('makes the schema, backs it up, takes a step back only when that is confirmed, and says so to a script', async () => {
    const { karvon, paths } = openCommandLine()

    expect(await karvon('migrate', 'up')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Applied 0001-spine\n/),
    })
    const { stdout, stderr } = await karvon('backup', '--json')
    const { path } = JSON.parse(stdout) as { path: string }
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(stderr).toContain('Keep SESSION_SECRET_KEY somewhere else')
    expect(await karvon('migrate', 'down', '--steps', '99', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: only \d+ steps can be taken back: give --steps \d+ or fewer\n$/),
    })
    expect(await karvon('migrate', 'down')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'error: taking steps back deletes data: confirm it with --yes\n',
    })
    expect(await karvon('migrate', 'down', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Took back'),
    })
    const status = JSON.parse((await karvon('migrate', 'status', '--json')).stdout) as { appliedAtMs: number | null }[]
    expect(status.at(-1)).toMatchObject({ appliedAtMs: null })
    expect(readdirSync(paths.backups)).toHaveLength(2)
  })

  it('refuses with one line and code 78 what is no database of ours, and leaves it alone', async () => {
    const { karvon, paths } = openCommandLine()
    mkdirSync(paths.folder, { mode: 0o700 })
    writeFileSync(paths.database, 'holiday photos '.repeat(500))
    const before = statSync(paths.database)

    for (const args of [['migrate', 'status'], ['migrate', 'up'], ['backup']]) {
      const { code, stderr } = await karvon(...args)
      expect([code, stderr]).toEqual([78, expect.stringMatching(/^error: .*is not a database: .*\n$/)])
    }
    expect(statSync(paths.database).mtimeMs).toBe(before.mtimeMs)
  })

  it('says in one line where a backup cannot go, and makes nothing of it', async () => {
    const { karvon, paths } = openCommandLine()
    await karvon('migrate', 'up')

    expect(await karvon('backup', '--to', join(paths.database, 'b.db'))).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${paths.database} is no folder: name a file in a folder, not ${paths.database}/b.db\n`,
    })
    expect(await karvon('backup', '--to', `${paths.folder}/new/`)).toMatchObject({
      code: 2,
      stderr: `error: ${paths.folder}/new is a folder: name a file, such as ${paths.folder}/new/karvon.db\n`,
    })
    expect(readdirSync(paths.folder).toSorted()).toEqual(['karvon.db', 'lock'])
  })

  it('says who has the folder when its lock is held and nobody answers, with code 75', async () => {
    const { karvon, paths } = openCommandLine()
    await karvon('migrate', 'up')
    const lock = acquireProcessLock(paths.lock)
    onTestFinished(() => lock.release())
    writeFileSync(paths.lockHolder, 'karvon start, process 4711\n')

    const { code, stderr } = await karvon('backup')

    expect(code).toBe(75)
    expect(stderr).toBe(
      `error: ${paths.folder} is in use by karvon start, process 4711: wait for it, or stop it (\`karvon stop\`) and try again\n`,
    )
  })

  it('makes a key, but does not put it into a log unasked', async () => {
    const { karvon } = openCommandLine()

    const refused = await karvon('keys', 'new')
    const printed = await karvon('keys', 'new', '--print')

    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(printed.stdout).toMatch(/^SESSION_SECRET_KEY=[\w+/]{43}=\n$/)
    const key = Buffer.from(printed.stdout.trim().slice('SESSION_SECRET_KEY='.length), 'base64')
    expect(printed.stderr).toContain(keyIdOf(key))
  })

  it('adds a key to a .env that has none, without showing it, and never a second one', async () => {
    const { karvon, paths } = openCommandLine()
    const file = join(paths.folder, '..', '.env')

    const { stdout, ...added } = await karvon('keys', 'new', '--env', '.env', '--json')
    const again = await karvon('keys', 'new', '--env', '.env')

    const [, value = ''] = /^SESSION_SECRET_KEY=(.+)\n$/.exec(readFileSync(file, 'utf8')) ?? []
    expect(JSON.parse(stdout)).toEqual({ keyId: keyIdOf(Buffer.from(value, 'base64')), file })
    expect(added).toEqual({ code: 0, stderr: expect.stringMatching(/^Keep a copy of it .*\n$/) })
    expect(again).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: .*\.env has SESSION_SECRET_KEY already, .*\n$/),
    })
    expect(await karvon('keys', 'new', '--env', '.env', '--print')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be used with'),
    })
  })

  it('rotates keys, and tells when the old one holds nothing any more', async () => {
    const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]
    const { karvon, paths } = openCommandLine({
      SESSION_SECRET_KEY: [newKey, oldKey].map((key) => key.toString('base64')).join(','),
    })
    await karvon('migrate', 'up')
    const db = openDatabase(paths.database)
    const sealed = openKeyring([oldKey]).seal(new Secret('karvon'), {
      table: 'settings',
      row: 'key-canary',
      column: 'value',
    })
    db.prepare(`insert into settings (key, value, updated_at_ms) values ('key-canary', ?, 1)`).run(sealed)
    db.close()

    const { code, stdout } = await karvon('keys', 'rotate')

    expect(code).toBe(0)
    expect(stdout).toContain(`Sealed 1 values anew with key ${keyIdOf(newKey)}.\nNo other key holds a value`)
  })

  it('refuses a .env that others may read', async () => {
    const { karvon, paths } = openCommandLine()
    const env = join(paths.folder, '..', '.env')
    writeFileSync(env, 'TG_API_ID=1\n')
    chmodSync(env, 0o644)

    expect(await karvon('backup')).toMatchObject({ code: 78, stderr: expect.stringContaining('chmod 600 .env') })
  })
})

describe('karvon while a supervisor runs', () => {
  it('has it make backups and rotate keys, and leaves the schema alone', async () => {
    const { karvon, launch, paths, environment } = openCommandLine()
    // Another program's.
    writeFileSync(join(paths.folder, '..', '.env'), 'COMPOSE_PROJECT_NAME=x\n', { mode: 0o600 })
    const engine = launch('start', '--no-bot')
    expect(JSON.parse(await engine.line())).toMatchObject({ ready: true })

    const backup = await karvon('backup', '--json')
    expect(existsSync((JSON.parse(backup.stdout) as { path: string }).path)).toBe(true)
    expect(await karvon('keys', 'rotate')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Sealed 0 values .*\nNo other key holds a value: SESSION_SECRET_KEY has only this one\./,
      ),
    })
    expect(await karvon('migrate', 'down', '--yes')).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('in use by'),
    })
    const doctor = await karvon('doctor', '--json')
    const { findings } = JSON.parse(doctor.stdout) as { findings: { id: string; level: string; what: string }[] }
    expect(findings.find(({ id }) => id === 'lock')).toMatchObject({
      level: 'ok',
      what: expect.stringMatching(/which answers$/),
    })
    expect(findings.filter(({ level }) => level === 'bad')).toEqual([])
    const notice = 'COMPOSE_PROJECT_NAME in .env has no effect: karvon knows no such variable'
    expect(findings.filter(({ id }) => id === 'config')).toMatchObject([{ level: 'warn', what: notice }])
    engine.signal('SIGTERM')
    expect(await engine.ended).toBe(0)

    const { stdout } = await karvon('logs', '--json')
    expect(stdout).toContain('"msg":"drained"')
    for (const output of [backup.stdout, backup.stderr, doctor.stdout, stdout]) {
      expect(output).not.toContain(environment['SESSION_SECRET_KEY'])
    }
    expect(readdirSync(paths.folder)).not.toContain('control.sock')
  })

  it('does not rotate to a key that the supervisor has not', async () => {
    const { launch, paths } = openCommandLine()
    const engine = launch('start', '--no-bot')
    await engine.line()
    const other = openCommandLine({ DATA_DIR: paths.folder })

    expect(await other.karvon('keys', 'rotate')).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('restart it first'),
    })
  })
})

describe('karvon doctor', () => {
  it('connects to the Telegram that is configured, and to none while that is not complete', async () => {
    const server = createServer((socket) => void socket.destroy()).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    let connections = 0
    server.on('connection', () => connections++)
    const where = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const telegramOf = async (change: Record<string, string>) => {
      const { karvon } = openCommandLine({ TG_DC_ADDRESS: where, ...change })
      const { findings } = JSON.parse((await karvon('doctor', '--json')).stdout) as { findings: Finding[] }
      return findings.filter(({ id }) => id === 'telegram')
    }
    const notLooked = 'not looked at, because Telegram is not configured: '

    expect(await telegramOf({ TG_API_ID: '' })).toMatchObject([
      { level: 'warn', what: expect.stringContaining(`${notLooked}TG_API_ID is missing`) },
    ])
    expect(await telegramOf({ TG_DC_ADDRESS: 'localhost' })).toMatchObject([
      { what: `${notLooked}TG_DC_ADDRESS must be host:port, not 'localhost'` },
    ])
    expect(connections).toBe(0)
    expect(await telegramOf({})).toMatchObject([{ level: 'ok', what: `TG_DC_ADDRESS is reachable (${where})` }])
    expect(connections).toBe(1)
  })
})

describe('karvon logs', () => {
  it('shows the end of the log for a person, filtered by level, and follows it until Ctrl-C', async () => {
    const { launch, paths } = openCommandLine({ TZ: 'UTC' })
    mkdirSync(paths.logs, { recursive: true, mode: 0o700 })
    const file = join(paths.logs, 'karvon-2026-05-01.log')
    const entry = (level: number, msg: string, fields = {}) =>
      `${JSON.stringify({ level, time: '2026-05-01T10:20:30.456Z', ...fields, msg })}\n`
    writeFileSync(file, entry(30, 'dull') + entry(40, 'sharp', { shard: 1, title: 'a \u001b[31m\u202e group' }))

    const logs = launch('logs', '--follow', '--level', 'warn')
    expect(await logs.line()).toBe('2026-05-01 10:20:30 WARN  sharp shard=1 title="a \\u001b[31m\\u202e group"')
    appendFileSync(file, entry(30, 'dull') + entry(50, 'broken', { err: { stack: 'Error: no\n    at there' } }))

    expect(await logs.line()).toBe('2026-05-01 10:20:30 ERROR broken')
    expect([await logs.line(), await logs.line()]).toEqual(['    Error: no', '        at there'])
    logs.signal('SIGINT')
    expect(await logs.ended).toBe(0)
  })

  it('shows events as they are written', async () => {
    const { karvon, paths } = openCommandLine()
    mkdirSync(paths.logs, { recursive: true, mode: 0o700 })
    const lines = [
      '{"time":"2026-05-01T10:20:30.456Z","event":"shard_started","shard":0}',
      '{"event":"sent","shard":0}',
    ]
    writeFileSync(join(paths.logs, 'events.jsonl'), `${lines.join('\n')}\n`)

    expect(await karvon('logs', '--events', '--json')).toEqual({ code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' })
    expect(await karvon('logs', '--events', '--json', '--level', 'info')).toMatchObject({ stdout: `${lines[0]}\n` })
  })
})
