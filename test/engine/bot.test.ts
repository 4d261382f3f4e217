import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { writeEnvironment } from '../fault/engine/installation.ts'
import { startEngineProcess } from '../support/engine-process.ts'
import { run } from '../support/run.ts'
import { startSimulator } from '../support/simulator-process.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { addBotWithCampaign, botApiOf } from './bot-setup.ts'

let simulator: SimulatorProcess

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

it(
  'leaves in doubt what a bot had on the wire when it was killed, and repeats it only for an owner who accepts duplicates',
  { timeout: 240_000 },
  async () => {
    const { start, karvon, settled, asked, isFinished } = await openBotFolder(12)
    const { ended } = start({ KARVON_FAILPOINTS: 'send.after:kill@5th' })
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL' })
    const engine = start()
    await engine.ready
    await isFinished()

    const { sent, uncertain } = settled()
    expect(sent + uncertain).toBe(12)
    expect(uncertain).toBeGreaterThanOrEqual(1)
    const first = await asked()
    expect(Math.max(...first.values())).toBe(1)
    expect(first.size).toBeGreaterThanOrEqual(sent)

    expect(await karvon('replay', '--uncertain')).toBe(0)
    expect(settled()).toEqual({ sent, uncertain })
    expect(await karvon('replay', '--uncertain', '--accept-duplicates')).toBe(0)
    await isFinished()

    expect(settled()).toEqual({ sent: 12, uncertain: 0 })
    const requests = [...(await asked()).values()].reduce((sum, count) => sum + count, 0)
    expect(requests).toBe([...first.values()].length + uncertain)
    await engine.end('SIGTERM')
  },
)

/** A folder with a bot in it that was added by the program, and a campaign of it to so many groups that was told to run once. */
async function openBotFolder(groups: number) {
  const { client } = simulator
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bot-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { database } = dataPaths(join(folder, 'data'))
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  writeEnvironment(simulator, folder, randomBytes(32), { SHARDS: '1', ...botApiOf(simulator) })
  const karvon = async (...args: readonly string[]) => (await run('bin/karvon.js', args, { cwd: folder })).code
  expect(await karvon('users', 'add', '--id', '1', '--days', '30')).toBe(0)
  await addBotWithCampaign(simulator, folder, { karvon, groups })

  const start = (env: Record<string, string> = {}) => {
    const engine = startEngineProcess(folder, env)
    onTestFinished(async () => void (await engine.end('SIGKILL')))
    return engine
  }
  const read = <Row>(sql: string): Row[] => {
    const db = openDatabase(database, { readonly: true })
    try {
      return db.prepare<[], Row>(sql).all()
    } finally {
      db.close()
    }
  }
  const settled = () => {
    const counts = read<{ state: string; count: number }>(
      'select state, count(*) as count from attempts group by state',
    )
    const of = (state: string) => counts.find((row) => row.state === state)?.count ?? 0
    return { sent: of('sent'), uncertain: of('uncertain') }
  }
  const isFinished = () =>
    client.until(
      'the run to be finished',
      () =>
        Promise.resolve(read<{ state: string }>('select state from runs').every(({ state }) => state === 'finished')),
      { on: ['tick'], timeoutMs: 60_000 },
    )
  /** How often Telegram was asked to send something, by chat. */
  const asked = async () => {
    const counts = new Map<number | null, number>()
    for await (const { chat } of client.ledger.all({ method: 'sendMessage' }))
      counts.set(chat, (counts.get(chat) ?? 0) + 1)
    return counts
  }
  return { start, karvon, settled, asked, isFinished }
}
