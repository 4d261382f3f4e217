import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../support/run.ts'

describe('karvon simulator', () => {
  it.each([
    [['--port', '70000'], /'--port <port>'.+'70000'.+0 to 65535/],
    [['--api-port', 'http'], /'--api-port <port>'.+'http'.+0 to 65535/],
    [['--control-port', '-1'], /'--control-port <port>'.+0 to 65535/],
    [['--port', '7000', '--control-port', '7000'], /'--control-port <port>': port 7000 is taken by --port/],
    [['--world', 'full'], /'--world <world>'.+Allowed choices are demo, empty/],
    [['--seed', '1.5'], /'--seed <number>'.+'1\.5'.+whole number/],
    [['--seed', '99999999999999999999'], /'--seed <number>'.+whole number/],
    [['--data', ''], /'--data <folder>' is empty/],
    [['--data', 'file/below'], /'--data <folder>'.+file is not a folder/],
    [['--data', 'file'], /'--data <folder>'.+file is not a folder/],
    [['--log-level', 'loud'], /'--log-level <level>'.+Allowed choices are/],
    [['extra'], /too many arguments/],
  ])('refuses %j in one line, with code 2, and creates nothing', async (args, line) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')

    const finished = await run('bin/karvon.js', ['simulator', ...args], { cwd: folder })

    expect(finished).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(line) })
    expect(finished.stderr.trimEnd()).not.toContain('\n')
    expect(readdirSync(folder)).toEqual(['file'])
  })

  it('refuses a folder that may not be written', async (t) => {
    const folder = '/proc/karvon/below'
    t.skip(process.platform !== 'linux', 'needs a file system that nobody can write, as /proc on Linux is')

    const finished = await run('bin/karvon.js', ['simulator', '--data', folder], { cwd: temporaryFolder() })

    expect(finished).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/'--data <folder>'.+\/proc/) })
  })

  it('takes the level of its log from LOG_LEVEL, and refuses a wrong one there too', async () => {
    const options = { cwd: temporaryFolder(), env: { LOG_LEVEL: 'loud' } }

    expect(await run('bin/karvon.js', ['simulator'], options)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('LOG_LEVEL'),
    })
  })

  it('prints the ready line, serves until SIGTERM, and stops cleanly', async () => {
    const simulator = await startFixture('stops')

    expect(simulator.ready).toMatchObject({ ready: true, port: 7, dataDir: join(simulator.folder, 'data') })
    simulator.child.kill('SIGTERM')
    expect([await simulator.nextLine(), await simulator.nextLine()]).toEqual(['stopping', 'stopped'])
    expect(await simulator.ended).toEqual([0, null])
    // For people, to whom the ready line says little.
    expect(simulator.errors.join('')).toMatch(/"msg":"open http:\/\/127\.0\.0\.1:9082\/ to see the chats/)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends at once at the second %s', async (signal, code) => {
    const simulator = await startFixture('hangs')

    simulator.child.kill(signal)
    expect(await simulator.nextLine()).toBe('stopping')
    const again = setInterval(() => simulator.child.kill(signal), 50)
    onTestFinished(() => clearInterval(again))

    expect(await simulator.ended).toEqual([code, null])
  })

  it('takes Ctrl-C under npm, which arrives twice, for one', async () => {
    const simulator = await startFixture('stops')

    simulator.child.kill('SIGINT')
    expect(await simulator.nextLine()).toBe('stopping')
    simulator.child.kill('SIGINT')

    expect(await simulator.ended).toEqual([0, null])
  })

  it('names the option whose port is in use', async () => {
    const simulator = await startFixture('port in use', ['--api-port', '7002'])

    expect(await simulator.ended).toEqual([2, null])
    expect(simulator.errors.join('')).toBe(
      "error: option '--api-port <port>': port 7002 is in use, choose another or 0 for a free one\n",
    )
  })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-command-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** The command around a made simulator (`command-fixture.ts`), once it printed its ready line or ended. */
async function startFixture(behaviour: 'stops' | 'hangs' | 'port in use', flags: string[] = []) {
  const folder = temporaryFolder()
  const fixture = join(import.meta.dirname, 'command-fixture.ts')
  const args = ['--import', import.meta.resolve('tsx'), fixture, behaviour, '--port', '7', '--data', 'data', ...flags]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))

  const ended = once(child, 'close')
  const errors: string[] = []
  child.stderr.on('data', (chunk) => errors.push(String(chunk)))
  const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string | undefined> => (await output.next()).value

  const first = await nextLine()
  const ready = first === undefined ? undefined : (JSON.parse(first) as unknown)
  return { child, ended, errors, folder, ready, nextLine }
}
