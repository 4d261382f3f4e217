import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { TestContext } from 'vitest'
import type { FailpointName } from '../../../src/base/failpoint.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { engineLog, startEngineProcess } from '../../support/engine-process.ts'
import type { Ending, EngineProcess } from '../../support/engine-process.ts'
import { startSimulatorProcess } from '../../support/simulator.ts'
import { gapMs as gapMinMs, makeInstallation } from './installation.ts'
import type { InstallationOptions } from './installation.ts'
import { judge } from './judge.ts'

/** What decides when a kill comes. A failed run is repeated with `CHAOS_SEED=<the number it printed>`. */
export const usualSeed = Number(process.env['CHAOS_SEED'])

type Engines = Readonly<Record<string, string>>

interface ChaosOptions extends Omit<InstallationOptions, 'text'> {
  /** The least time between two messages of an account, to which the ledger is held too. */
  readonly gapMs?: number
  /** Another one, for a test of several. */
  readonly seed?: number
}

/** A simulated Telegram and a made installation, and the means to start, kill and judge the engine between them. */
export async function openChaos(
  t: Pick<TestContext, 'onTestFinished' | 'onTestFailed'>,
  { gapMs = gapMinMs, seed = usualSeed, settings, ...size }: ChaosOptions,
) {
  const simulator = await startSimulatorProcess(t, { seed })
  const folder = mkdtempSync(join(tmpdir(), 'karvon-chaos-'))
  const log = () => readFileSync(join(folder, engineLog), 'utf8')
  let lastWords = ''
  t.onTestFinished(() => {
    lastWords = log().slice(-4_000)
    rmSync(folder, { recursive: true, force: true })
  })
  t.onTestFailed(() => {
    process.stdout.write(`CHAOS_SEED=${seed}; the engine's last words:\n${lastWords}\n`)
  })
  const installation = await makeInstallation(simulator, folder, {
    ...size,
    text: `chaos ${seed}`,
    settings: { TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: String(gapMs), ...settings },
  })
  const { client } = simulator
  const random = seededRandom(seed)

  /** Ended with the test, if it still runs then. */
  const start = (env: Engines = {}): EngineProcess => {
    const engine = startEngineProcess(folder, env)
    t.onTestFinished(async () => void (await engine.end('SIGKILL')))
    return engine
  }
  const read = <Row>(sql: string): Row[] =>
    whenFree(() => {
      const db = openDatabase(installation.database, { readonly: true })
      try {
        return db.prepare<[], Row>(sql).all()
      } finally {
        db.close()
      }
    })
  const isFinished = () => {
    const [run] = read<{ state: string }>('select state from runs')
    return run !== undefined && run.state !== 'planning' && run.state !== 'running'
  }
  /** Resolves once the ledger has a request to send that it did not have before. */
  const nextSend = async () => {
    const newest = await client.ledger.lines({ limit: 1, newestFirst: true })
    const afterSeq = newest.lines[0]?.seq ?? 0
    return client.waitForLines({ method: 'messages.sendMessage', afterSeq }, 1, { timeoutMs: deadlineMs })
  }
  const finished = () =>
    client.until('the run to be finished', () => Promise.resolve(isFinished()), { on: ['tick'], timeoutMs: deadlineMs })
  const judged = () => judge(client, installation, gapMs)
  /** Starts it, without faults unless `env` has some, lets it finish, drains it, and judges. */
  const settle = async (env: Engines = {}) => {
    const engine = start(env)
    await finished()
    const ending = await engine.end('SIGTERM')
    return { ending, verdict: await judged() }
  }
  return {
    simulator,
    client,
    installation,
    random,
    start,
    read,
    isFinished,
    nextSend,
    finished,
    settle,
    judge: judged,
    log,
  }
}

/**
 * Starts the engine so often, with a failpoint that kills it after a few messages: after more than are repeated first, which is one of
 * each account at most, so that every kill meets a message that was not met before.
 */
export async function killAt({ start, random }: Chaos, point: FailpointName, kills: number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const { ended } = start({ KARVON_FAILPOINTS: `${point}:kill@${random.int(oneShard.accounts + 1, 11)}th` })
    expect(await ended).toEqual(killed)
  }
}

/** How many messages Telegram was asked for more than once. */
export async function countRepeats({ client }: Chaos): Promise<number> {
  const asked = new Map<string | null, number>()
  for await (const { randomId } of client.ledger.all({ method: 'messages.sendMessage' })) {
    asked.set(randomId, (asked.get(randomId) ?? 0) + 1)
  }
  return [...asked.values()].filter((times) => times > 1).length
}

export type Chaos = Awaited<ReturnType<typeof openChaos>>

/** For kills at one step: the whole process goes, so that a second shard would only make its starts longer. */
export const oneShard = { accounts: 4, groups: 320, settings: { SHARDS: '1' } } as const

/** What a process that was killed says. */
export const killed: Ending = { code: null, signal: 'SIGKILL' }

/** For whatever a test waits for: a shared machine starts processes slowly. */
export const deadlineMs = 240_000

/**
 * For engines that are at work only until a test has noticed it, which on a busy machine takes seconds: at the usual pace they would
 * have nothing left to send before the last of them. What the first one leaves goes at the pace to which the ledger is held.
 */
export const slowly = { TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: '1000' } as const

/** Whoever opens the database while an engine does, which was killed before, may have to wait for its log to be read. */
export function whenFree<Value>(work: () => Value): Value {
  for (let left = 40; ; left--) {
    try {
      return work()
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
      if (!isBusy || left === 0) throw error
    }
  }
}

/** In real time: the engine is a process of its own. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
