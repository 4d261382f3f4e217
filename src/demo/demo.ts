import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Terminal } from '../cli/terminal.ts'
import { SimulatorClient } from '../simulator/client.ts'
import type { ReadyLine } from '../simulator/main.ts'
import { deliver } from './deliver.ts'
import type { DeliverOptions } from './deliver.ts'
import { DemoEngine } from './engine.ts'
import { environmentForDemo, openDemoFolder, writeConfiguration } from './folder.ts'
import { startKarvon } from './karvon-process.ts'
import { openProgress } from './progress.ts'
import { isWell } from './verdict.ts'
import { verdictInWords, welcome, whatToTry } from './words.ts'

export interface DemoDeps {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly random: Random
  /** Somebody wants it to end; the reason is the signal's name. */
  readonly signal: AbortSignal
}

export interface DemoOptions extends DeliverOptions {
  readonly data: string
  /** For looking around, until somebody ends it. */
  readonly staysUp: boolean
}

/**
 * Starts a simulated Telegram and the engine, lets campaigns run through trouble and kills, and prints the verdict of Telegram's books.
 * What it started has ended when it resolves.
 * @returns the exit code: 0 nothing lost and nothing twice, 1 otherwise, 130 or 143 ended by a signal before the verdict
 * @throws Refusal
 */
export async function runDemo(deps: DemoDeps, options: DemoOptions): Promise<number> {
  const { terminal, clock, random } = deps
  const folder = openDemoFolder(options.data)
  const progress = openProgress(terminal, clock)
  terminal.print(welcome(options, options.data))
  const stopped = aborted(deps.signal)
  const isOver = new AbortController()
  const engine = new DemoEngine(folder, clock)
  const simulator = startKarvon({
    args: ['simulator', '--world', 'demo', '--data', folder.simulator, '--log-level', 'warn', ...freePorts],
    cwd: process.cwd(),
    env: environmentForDemo(),
  })
  const telegramGone = simulator.ended.then(() => {
    throw new Refusal('the simulated Telegram ended by itself', exitCodes.internal)
  })
  const orEarlier = <Value>(work: Promise<Value>) => Promise.race([work, stopped, engine.failed, telegramGone])

  try {
    const ready = (await orEarlier(simulator.ready)) as ReadyLine
    writeConfiguration(folder, ready, random)
    await orEarlier(engine.start())
    const page = `http://127.0.0.1:${ready.controlPort}/`
    progress.say(`Telegram and the engine are up. The chats, as a phone shows them: ${page}`)
    const client = new SimulatorClient(page)
    const { database } = folder.engine
    const work = { client, engine, database, progress, clock, random, signal: isOver.signal }
    const { verdict, tookMs } = await orEarlier(deliver(work, options))
    progress.end()
    terminal.print(verdictInWords(terminal, verdict, tookMs))
    if (options.staysUp) {
      await client.rules.clear()
      terminal.print(whatToTry(folder.folder, page))
      await orEarlier(new Promise<never>(() => {})).catch(unlessStopped)
    }
    return isWell(verdict) ? 0 : 1
  } catch (error) {
    progress.end()
    return unlessStopped(error)
  } finally {
    isOver.abort()
    await engine.stop()
    await simulator.end('SIGTERM')
  }
}

const freePorts = ['--port', '0', '--api-port', '0', '--control-port', '0']

class Stopped extends Error {
  readonly exitCode: number

  constructor(reason: unknown) {
    super(`ended by ${String(reason)}`)
    // As the shell counts it: 128 and the number of the signal.
    this.exitCode = reason === 'SIGINT' ? 130 : 143
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Stopped(signal.reason)), { once: true })
  })
  promise.catch(() => {})
  return promise
}

function unlessStopped(error: unknown): number {
  if (error instanceof Stopped) return error.exitCode
  throw error
}
