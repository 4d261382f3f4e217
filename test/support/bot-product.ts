import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataPaths } from '../../src/base/data-folder.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { askSupervisor } from '../../src/cli/control-client.ts'
import { writeEnvironment } from '../fault/engine/installation.ts'
import { startEngineProcess } from './engine-process.ts'
import type { EngineProcess } from './engine-process.ts'
import type { SimulatorClient } from '../../src/simulator/client.ts'
import { Person } from './person.ts'
import type { TranscriptLine } from './person.ts'
import { startSimulator } from './simulator-process.ts'
import type { SimulatorProcessOptions } from './simulator-process.ts'

/** For the hook that starts it: two processes, on a machine that does other things. */
export const startsWithinMs = 120_000

export interface BotProductOptions {
  readonly simulator?: SimulatorProcessOptions
  readonly settings?: Readonly<Record<string, string>>
  /**
   * Telegram's one message a second in a chat. Off unless the test is about them: a simulated thumb is ten times as fast as a real one,
   * and most of a test would be waiting.
   */
  readonly areLimitsOn?: boolean
  /** Done in the simulated world before the product begins. */
  readonly before?: (world: {
    readonly client: SimulatorClient
    readonly botId: number
    readonly token: string
    readonly apiRoot: string
  }) => Promise<void>
}

export interface NewPerson {
  readonly firstName?: string
  readonly lastName?: string
  readonly username?: string
  readonly phone?: string
  readonly languageCode?: string
  readonly watch?: (line: TranscriptLine) => void
}

/**
 * The real product with its bot, in a process of its own, on a simulated Telegram in another: what a test of screens drives through
 * people's phones. One admin is there. Whoever starts it stops it.
 */
export async function startBotProduct(options: BotProductOptions = {}) {
  const { simulator: wanted = {}, settings = {}, areLimitsOn = false, before } = options
  const simulator = await startSimulator(wanted)
  const { client, ready } = simulator
  if (!areLimitsOn) await client.rules.keepBotLimits(false)
  const bot = await client.world.makeBot({ firstName: 'Karvon', username: 'karvon_test_bot' })
  const boss = await client.world.makeUser({ firstName: 'Boss', username: 'karvon_boss' })
  const token = bot.bot?.token ?? ''
  const apiRoot = `http://127.0.0.1:${ready.apiPort}`
  await before?.({ client, botId: bot.id, token, apiRoot })
  const folder = mkdtempSync(join(tmpdir(), 'karvon-bot-'))
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  writeEnvironment(simulator, folder, randomBytes(32), {
    SHARDS: '1',
    TG_BOT_TOKEN: token,
    TG_API_ROOT: apiRoot,
    SUPER_ADMIN_IDS: String(boss.id),
    ...settings,
  })
  let engine = startEngineProcess(folder, {}, [])
  await engine.ready
  const admin = new Person(client, boss.id, bot.id)

  return {
    simulator,
    client,
    bot,
    folder,
    admin,
    /** Somebody new, who has not written yet. */
    async person({ watch, ...details }: NewPerson = {}): Promise<Person> {
      const { id } = await client.world.makeUser({ firstName: 'Aziz', ...details })
      return new Person(client, id, bot.id, watch)
    },
    /** Gives somebody access as the command line does: for those who are there to do something else. */
    async letIn(id: number): Promise<void> {
      const args = { id, days: 30, name: null }
      await askSupervisor(join(folder, 'data'), { verb: 'users.add', args, silenceMaxMs: 30_000 })
    },
    read<Row>(sql: string): Row[] {
      const db = openDatabase(dataPaths(join(folder, 'data')).database, { readonly: true })
      try {
        return db.prepare<[], Row>(sql).all()
      } finally {
        db.close()
      }
    },
    /** What no button does in a test's time: a day that passes, an account that falls ill. */
    write(sql: string): void {
      const db = openDatabase(dataPaths(join(folder, 'data')).database)
      try {
        db.exec(sql)
      } finally {
        db.close()
      }
    },
    get engine(): EngineProcess {
      return engine
    },
    /** Ends the product by that signal and starts it again in the same folder. */
    async restart(signal: NodeJS.Signals, env: Readonly<Record<string, string>> = {}): Promise<void> {
      await engine.end(signal)
      engine = startEngineProcess(folder, env, [])
      await engine.ready
    },
    async stop(): Promise<void> {
      await engine.end('SIGTERM')
      await simulator.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type BotProduct = Awaited<ReturnType<typeof startBotProduct>>
