import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../src/base/log.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { CannotStart } from '../../src/simulator/cannot-start.ts'
import { RuleBook } from '../../src/simulator/faults/rule-book.ts'
import { startSimulator } from '../../src/simulator/main.ts'
import { readingError } from '../../src/simulator/simulator-database.ts'
import { run } from '../support/run.ts'
import { startSimulatorProcess } from '../support/simulator.ts'
import { openTestWorld, temporaryFolder } from '../support/world.ts'

const someOptions = { port: 0, apiPort: 0, controlPort: 0, world: 'empty', seed: 1 } as const
const freePorts = ['--port', '0', '--api-port', '0', '--control-port', '0']

describe('a simulator that cannot start', () => {
  it('says that another one has its folder', async (t) => {
    const { ready } = await startSimulatorProcess(t)

    const second = await run('bin/karvon.js', ['simulator', ...freePorts, '--data', ready.dataDir], {
      cwd: temporaryFolder(),
    })

    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(second.stderr).toBe(
      `error: ${ready.dataDir} is in use by another simulator: stop that one, or give another --data\n`,
    )
  })

  it('says so also where the lock file was deleted, and changes nothing', async (t) => {
    const { ready, client } = await startSimulatorProcess(t)
    rmSync(join(ready.dataDir, 'lock'))

    const second = await run('bin/karvon.js', ['simulator', ...freePorts, '--data', ready.dataDir], {
      cwd: temporaryFolder(),
    })

    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(second.stderr).toBe(
      `error: ${ready.dataDir} is in use by another simulator: stop that one, or give another --data\n`,
    )
    expect((await client.world.makeUser({ firstName: 'Aziz' })).firstName).toBe('Aziz')
  })

  it('says that the folder holds the other world, and changes nothing in it', async (t) => {
    const first = await startSimulatorProcess(t, { world: 'empty' })
    await first.kill9()

    const second = await run(
      'bin/karvon.js',
      ['simulator', ...freePorts, '--world', 'demo', '--data', first.ready.dataDir],
      {
        cwd: temporaryFolder(),
      },
    )

    expect(second.code).toBe(2)
    expect(second.stderr).toMatch(
      /^error: this data folder holds the empty world: start with --world empty, or give another --data\n$/,
    )
    expect((await first.restart()).ready.dataDir).toBe(first.ready.dataDir)
  })

  it('says so in one line', async () => {
    const folder = temporaryFolder()
    fill(folder, 'simulator.db', Buffer.alloc(8192, 7))

    const { code, stderr } = await run('bin/karvon.js', ['simulator', ...freePorts, '--data', folder], { cwd: folder })

    expect(code).toBe(2)
    expect(stderr).toMatch(/^error: .*simulator\.db is damaged: .*\n$/)
  })

  it.each<[string, string, (folder: string) => void]>([
    ['a database', 'simulator.db is damaged: ', (folder) => fill(folder, 'simulator.db', Buffer.alloc(8192, 7))],
    ['an empty database', 'simulator.db is empty: ', (folder) => fill(folder, 'simulator.db', '')],
    ['a folder for a database', 'simulator.db cannot be opened ', (folder) => mkdirSync(join(folder, 'simulator.db'))],
    ['the database of others', 'cannot be read (table users has no column ', otherTables],
    ['a row', 'row 2 of the table users in ', (folder) => spoilRow(folder, 'users', 'not JSON')],
    ['a row without its id', 'row 2 of the table users in ', (folder) => spoilRow(folder, 'users', '{}')],
    ['a row of others', 'cannot be read (Unexpected ', (folder) => spoilRow(folder, 'fault_rules', 'not JSON')],
    ['a lock', 'lock is damaged ', (folder) => fill(folder, 'lock', 'no lock at all')],
    ['a server key', 'server-key.pem holds no RSA key of 2048 bits: ', (folder) => fill(folder, 'server-key.pem', '')],
    ['a server key of another kind', 'server-key.pem holds no RSA key of 2048 bits: ', otherKey],
    ['a public key', 'the public key cannot be written: ', (folder) => mkdirSync(join(folder, 'public-key.pem'))],
  ])('names what is damaged in its folder, and leaves it as it is: %s', async (_, line, spoil) => {
    const folder = temporaryFolder()
    spoil(folder)
    const before = sizesIn(folder)

    const start = startSimulator({ ...someOptions, dataDir: folder, log: openLog('silent') })

    const error = await start.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CannotStart)
    expect((error as Error).message).toContain(line)
    expect((error as Error).message).not.toContain('\n')
    expect(sizesIn(folder)).toMatchObject(before)
  })
})

describe('a data folder', () => {
  it('that is somebody else’s is left as it is', async () => {
    const folder = temporaryFolder()
    fill(folder, 'main.ts', 'export {}')

    const { code, stderr } = await run('bin/karvon.js', ['simulator', ...freePorts, '--data', folder], { cwd: folder })

    expect(code).toBe(2)
    expect(stderr).toBe(
      `error: ${folder} holds no world, but other things (main.ts): give --data a new or empty folder\n`,
    )
    expect(readdirSync(folder)).toEqual(['main.ts'])
  })

  it('that lost its world, its key or nothing begins anew what is missing, and the log says what', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'lost+found'))
    const warnings = [await warningsOfStart(folder), await warningsOfStart(folder)]
    rmSync(join(folder, 'simulator.db'))
    warnings.push(await warningsOfStart(folder))
    rmSync(join(folder, 'server-key.pem'))
    fill(folder, 'notes.txt', '')
    warnings.push(await warningsOfStart(folder))

    expect(warnings).toEqual([
      [],
      [],
      ['simulator.db was not there: a new world is begun, with the key that was'],
      ['server-key.pem was not there: a new key is made, and clients must be given the new public-key.pem'],
    ])
  })

  it.each(['SQLITE_IOERR_WRITE', 'SQLITE_FULL'])('on a full disk is not to be deleted: %s', (code) => {
    const error = readingError(Object.assign(new Error('disk I/O error'), { code }), '/data')

    expect(error).toBeInstanceOf(CannotStart)
    expect((error as Error).message).toBe(
      '/data cannot be written (disk I/O error): the disk may be full, make room or give another --data',
    )
  })
})

describe('a simulator that is ready', () => {
  it('shows the page at its address, and refuses everything else there in the words of the control API', async (t) => {
    const { ready } = await startSimulatorProcess(t)
    const answers = await Promise.all(['GET', 'PUT', 'POST', 'TRACE'].map((method) => ask(ready.controlPort, method)))

    expect(answers[0]).toMatch(/^200 <!doctype html>/)
    expect(answers.slice(1)).toEqual(
      ['PUT', 'POST', 'TRACE'].map(
        (method) => `404 {"ok":false,"error":"there is no ${method} /: see docs/simulator.md"}`,
      ),
    )
  })

  it('finds its world again when it is killed at once', async (t) => {
    const first = await startSimulatorProcess(t, { world: 'demo' })
    await first.kill9()

    const { client } = await first.restart()

    expect((await client.server.health()).chats).toBe(2000)
  })
})

/** By node:http: fetch makes no TRACE. */
async function ask(port: number, method: string): Promise<string> {
  const sent = request({ host: '127.0.0.1', port, method }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return `${response.statusCode} ${await text(response)}`
}

/** Starts and stops. @returns what the log warns of */
async function warningsOfStart(folder: string): Promise<string[]> {
  const lines: string[] = []
  const log = openLog('warn', { write: (line: string) => void lines.push(line) })
  const simulator = await startSimulator({ ...someOptions, dataDir: folder, log })
  await simulator.stop()
  return lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg)
}

function fill(folder: string, name: string, content: string | Buffer): void {
  writeFileSync(join(folder, name), content)
}

/** Of the kind that is no RSA key. */
function otherKey(folder: string): void {
  const { privateKey } = generateKeyPairSync('ed25519')
  fill(folder, 'server-key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }))
}

function otherTables(folder: string): void {
  const db = openDatabase(join(folder, 'simulator.db'))
  db.exec('create table users (name text); insert into users values (1)')
  db.close()
}

function spoilRow(folder: string, table: 'users' | 'fault_rules', body: string): void {
  const { world, db, commit, clock } = openTestWorld({ folder })
  for (const firstName of ['Aziz', 'Malika']) world.users.create({ firstName })
  new RuleBook({ db, commit, clock, seed: 1 }).add({ silence: true })
  world.store.saveMeta('world', 'empty')
  commit.flush()
  db.prepare(`update ${table} set body = ? where id = (select max(id) from ${table})`).run(body)
  commit.close()
  db.close()
}

/** What is there, but for what SQLite keeps beside a database. */
function sizesIn(folder: string): Record<string, number> {
  const names = readdirSync(folder).filter((name) => !/-(?:wal|shm|journal)$/.test(name))
  return Object.fromEntries(names.map((name) => [name, statSync(join(folder, name)).size]))
}
