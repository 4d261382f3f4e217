import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { engineLog } from '../support/engine-process.ts'
import { startSimulator } from '../support/simulator-process.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { isOpenToOthers, openFolder } from './setup.ts'

let simulator: SimulatorProcess

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

describe('karvon start', () => {
  it('sends what is due, answers the command line, and drains at SIGTERM', async () => {
    const { start, karvon, paths, applied, read, folder } = await openFolder(simulator, { settings: { SHARDS: '2' } })
    chmodSync(paths.folder, 0o755)

    const engine = start()
    await engine.ready
    const status = await karvon('status', '--json')
    const shards = await karvon('shards', '--json')
    await finished(read)

    expect(status.code).toBe(0)
    expect(JSON.parse(status.stdout)).toMatchObject({
      isRunning: true,
      supervisor: { pid: engine.pid, shards: [{ state: 'working' }, { state: 'working' }] },
      accounts: { active: 2 },
    })
    const [shard] = (JSON.parse(shards.stdout) as { shards: object[] }).shards
    expect(Object.keys(shard ?? {})).toEqual(['shard', 'state', 'partitions', 'restarts', 'silentMs', 'stats'])
    expect(statSync(paths.folder).mode & 0o777).toBe(0o700)
    const open = readdirSync(paths.folder).filter((name) => isOpenToOthers(join(paths.folder, name)))
    expect(open).toEqual([])
    expect(readdirSync(paths.folder)).toContain('control.sock')
    expect(await engine.end('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(await applied()).toBe(6)
    expect(readdirSync(paths.folder).toSorted()).toEqual(['karvon.db', 'lock', 'logs'])
    expect(readFileSync(join(folder, engineLog), 'utf8')).toContain('"msg":"drained"')
  })

  it('waits at SIGTERM for what is on the wire, and claims nothing more', async () => {
    const { start, read, targets, applied } = await openFolder(simulator, { accounts: 1, groups: 3 })
    const account = targets[0]?.userId ?? 0
    const slow = await simulator.client.rules.add({ account, method: 'messages.sendMessage', delayMs: 1500 })
    const engine = start()
    await simulator.client.waitForRule(slow.id)

    const ending = await engine.end('SIGTERM')

    expect(ending).toEqual({ code: 0, signal: null })
    expect(read('select state, count(*) as count from attempts group by state order by state')).toEqual([
      { state: 'pending', count: 2 },
      { state: 'sent', count: 1 },
    ])
    expect(await applied()).toBe(1)
  })

  it('ends at once at the second signal', async () => {
    const { start, targets, folder } = await openFolder(simulator, { accounts: 1, groups: 1 })
    const account = targets[0]?.userId ?? 0
    const rule = await simulator.client.rules.add({ account, method: 'messages.sendMessage', delayMs: 20_000 })
    const engine = start()
    await simulator.client.waitForRule(rule.id)
    process.kill(engine.pid, 'SIGTERM')
    await expect.poll(() => readFileSync(join(folder, engineLog), 'utf8')).toContain('draining')
    // Later than what is taken for an echo of the first.
    await new Promise((resolve) => setTimeout(resolve, 350))

    expect(await engine.end('SIGTERM')).toEqual({ code: 143, signal: null })
  })

  it('sends every message once over a kill -9 in the middle', async () => {
    const { start, read, targets, applied } = await openFolder(simulator, {
      accounts: 2,
      groups: 24,
      settings: { SHARDS: '2' },
    })
    const account = targets[0]?.userId ?? 0
    const first = start()
    await simulator.client.waitForLines({ account, applied: true }, 3)
    expect(await first.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })

    const second = start()
    await finished(read)

    expect(await second.end('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(read('select state, sent, failed, cancelled, uncertain from runs')).toEqual([
      { state: 'finished', sent: 24, failed: 0, cancelled: 0, uncertain: 0 },
    ])
    expect(await applied()).toBe(24)
    expect((await simulator.client.ledger.twice()).count).toBe(0)
  })

  it('is drained by karvon stop, which waits until it is gone', async () => {
    const { start, karvon } = await openFolder(simulator)
    const engine = start()
    await engine.ready

    const stopped = await karvon('stop', '--json')

    expect(stopped).toMatchObject({ code: 0, stdout: `${JSON.stringify({ wasRunning: true, pid: engine.pid })}\n` })
    expect(await engine.ended).toEqual({ code: 0, signal: null })
    expect(await karvon('status', '--json')).toMatchObject({ code: 3 })
  })
})

describe('under a process manager', () => {
  it.each([
    ['the message that pm2 sends on Windows', (child: ReturnType<typeof spawn>) => void child.send('shutdown')],
    ['the end of the manager itself', (child: ReturnType<typeof spawn>) => child.disconnect()],
  ])('says that it is ready, and drains at %s', async (_, tell) => {
    const { folder } = await openFolder(simulator)
    const program = join(import.meta.dirname, '../../bin/karvon.js')
    const child = spawn(process.execPath, [program, 'start', '--no-bot'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))

    expect(await once(child, 'message')).toEqual(['ready', undefined])
    tell(child)

    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('drains also when nobody reads its log any more', async () => {
    const { folder, read } = await openFolder(simulator)
    const program = join(import.meta.dirname, '../../bin/karvon.js')
    const child = spawn(process.execPath, [program, 'start', '--no-bot'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'message')
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.disconnect()

    expect(await once(child, 'exit')).toEqual([0, null])
    expect(read(`select count(*) as count from attempts where state = 'in-flight'`)).toEqual([{ count: 0 }])
  })
})

describe('a second supervisor', () => {
  it('ends with 73 and one line before it has done anything, and the first one goes on', async () => {
    const { start, paths, karvon } = await openFolder(simulator)
    const first = start()
    await first.ready

    expect(await karvon('start', '--no-bot')).toEqual({
      code: 73,
      stdout: '',
      stderr: `error: ${paths.folder} is in use by karvon start, process ${first.pid}: two supervisors would end each other's sessions; \`karvon stop\` ends it\n`,
    })
    expect(await karvon('status', '--json')).toMatchObject({ code: 0 })
  })

  it('is one too many of three that start at the same instant', async () => {
    const { start, read, applied } = await openFolder(simulator)
    const engines = [start(), start(), start()]

    const winner = await Promise.any(engines.map(async (engine) => engine.ready.then(() => engine)))
    const losers = engines.filter((engine) => engine !== winner)

    for (const loser of losers) expect(await loser.ended).toEqual({ code: 73, signal: null })
    await finished(read)
    expect(await winner.end('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(await applied()).toBe(6)
  })
})

async function finished(read: <Row>(sql: string) => Row[]): Promise<void> {
  const states = () => read<{ state: string }>('select state from runs').map(({ state }) => state)
  await expect.poll(states).toEqual(['finished'])
}
