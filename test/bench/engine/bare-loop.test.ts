import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { startSimulator } from '../../support/simulator-process.ts'
import { temporaryFolder } from '../../support/world.ts'
import { openBareLoop } from './bare-loop.ts'
import { makeSenders } from './installation.ts'

describe('the bare loop of the benchmark', () => {
  it('says that its process has ended, and lets itself be closed', async () => {
    const { simulator, start } = await setup()
    const loop = await openBareLoop(start)
    onTestFinished(() => loop.close())
    await loop.send(2)

    const sending = loop.send(1_000)
    process.kill(loop.pid, 'SIGKILL')

    await expect(sending).rejects.toThrow('the bare loop ended (SIGKILL) before it said sent')
    await expect(loop.send(1)).rejects.toThrow('the bare loop ended')
    await loop.close()
    const [counts] = await simulator.client.ledger.counts([], { method: 'messages.sendMessage' })
    expect(counts?.applied).toBeGreaterThanOrEqual(2)
  }, 60_000)

  it('fails to open where nobody answers', async () => {
    const { simulator, start } = await setup()
    await simulator.kill9()

    await expect(openBareLoop(start)).rejects.toThrow('the bare loop ended (exit code 1) before it said connected')
  }, 120_000)

  it('has logins of its own, which the engine does not look at', async () => {
    const { database, start } = await setup()
    const db = openDatabase(database, { readonly: true })
    onTestFinished(() => void db.close())

    expect(start.senders).toHaveLength(1)
    expect(db.prepare('select count(*) from accounts').pluck().get()).toBe(2)
  }, 60_000)
})

async function setup() {
  const simulator = await startSimulator()
  onTestFinished(async () => void (await simulator.stop()))
  const options = { accounts: 2, groupsEach: 1, others: 1 }
  const { database, others } = await makeSenders(simulator, temporaryFolder(), options)
  return { simulator, database, start: { port: simulator.ready.port, text: 'salom', gapMs: 34, senders: others } }
}
