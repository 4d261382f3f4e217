import { mkdirSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { Api } from 'grammy'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { BotApiServer } from '../../src/simulator/botapi/server.ts'
import { noFaults } from '../../src/simulator/faults/faults.ts'
import type { FaultAction, Faults } from '../../src/simulator/faults/faults.ts'
import { RuleBook } from '../../src/simulator/faults/rule-book.ts'
import { openLedger } from '../../src/simulator/ledger/ledger.ts'
import type { LedgerLine } from '../../src/simulator/ledger/ledger.ts'
import type { User } from '../../src/simulator/world/model.ts'
import { makeBotToken } from '../../src/simulator/worlds/bot-token.ts'
import { openTestWorld } from './world.ts'
import type { TestWorld } from './world.ts'

export interface BotApiOptions {
  /** A world that stands already; an empty one of its own otherwise. */
  readonly opened?: TestWorld
  /** Off unless the test is about them. */
  readonly limits?: boolean
}

export interface TestBotApi extends TestWorld {
  readonly server: BotApiServer
  /** `http://127.0.0.1:port`, for grammY's `apiRoot`. */
  readonly apiRoot: string
  /** A bot that this person has started, so that it may write to them. */
  createBot(startedBy?: User, options?: { readonly privacy?: boolean; readonly username?: string }): User
  /**
   * grammY's own client for a bot. By itself it keeps its connections, as bots do; where a test breaks them it takes a new one for
   * each request, so that no request can meet what was done to another.
   */
  api(bot: User, options?: { readonly keepsConnections?: boolean }): Api
  /** What a request meets for which `failNext` has nothing. */
  readonly rules: RuleBook
  /** Requests of this method meet this fault, once. */
  failNext(method: string, action: FaultAction, delayMs?: number): void
  ledger(): LedgerLine[]
  /** Stops the server, closes the file and starts both again on what is on disk. */
  restart(): Promise<TestBotApi>
}

/** The Bot API on a free port, over a world in a real file. Stopped when the test ends. */
export async function startBotApi({
  opened = openTestWorld(),
  limits = false,
}: BotApiOptions = {}): Promise<TestBotApi> {
  const { world, db, commit, clock, random, folder } = opened
  const filesDir = join(folder, 'files')
  mkdirSync(filesDir, { recursive: true })
  const rules = new RuleBook({ db, commit, clock, seed: 1 })
  const { faults, failNext } = scriptedFaults(rules)
  const ledger = openLedger(db, commit)
  const log = pino({ level: 'silent' })
  const server = new BotApiServer({ world, db, commit, faults, ledger, clock, random, log, filesDir, port: 0 })
  server.setLimits({ enabled: limits })
  await server.start()
  onTestFinished(() => server.stop())
  const apiRoot = `http://127.0.0.1:${server.port}`

  return {
    ...opened,
    server,
    apiRoot,
    rules,
    failNext,
    createBot: (startedBy, options) => createBot(opened, startedBy, options),
    api: (bot, { keepsConnections = true } = {}) =>
      new Api(bot.bot?.token ?? '', {
        apiRoot,
        ...(keepsConnections ? {} : { baseFetchConfig: { agent: new Agent({ keepAlive: false }) } }),
      }),
    ledger: () => readLedger(opened),
    async restart() {
      await server.stop()
      return startBotApi({ opened: opened.reopen(), limits })
    },
  }
}

let botsMade = 0

function createBot(
  { world, random }: TestWorld,
  startedBy: User | undefined,
  { privacy = true, username }: { readonly privacy?: boolean; readonly username?: string } = {},
): User {
  botsMade += 1
  // Below the ids that the world gives to people.
  const id = 1_000_000_000 + botsMade
  const bot = world.users.create({
    id,
    firstName: `Bot ${botsMade}`,
    username: username ?? `made_${botsMade}_bot`,
    bot: { token: makeBotToken(id, random), privacy, description: '' },
  })
  if (startedBy !== undefined) world.people.start(startedBy.id, bot.id)
  return bot
}

function scriptedFaults(rules: RuleBook): { faults: Faults; failNext: TestBotApi['failNext'] } {
  const script: { method: string; action: FaultAction; delayMs: number }[] = []
  const faults: Faults = {
    ...noFaults,
    decide: (subject) => {
      const index = script.findIndex(({ method }) => method === subject.method)
      const [found] = index < 0 ? [] : script.splice(index, 1)
      return found === undefined ? rules.decide(subject) : { ...noFaults.decide(subject), ...found }
    },
  }
  return { faults, failNext: (method, action, delayMs = 0) => void script.push({ method, action, delayMs }) }
}

function readLedger({ db }: TestWorld): LedgerLine[] {
  const rows = db
    .prepare<[], Record<string, unknown>>(
      `select seq, at_ms as atMs, account, is_bot as isBot, chat, method, random_id as randomId, text_hash as textHash,
        message_id as messageId, applied, answered, error from ledger order by seq`,
    )
    .all()
  return rows.map((row) => {
    return { ...row, isBot: row['isBot'] === 1, applied: row['applied'] === 1, answered: row['answered'] === 1 }
  }) as LedgerLine[]
}
