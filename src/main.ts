import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import type { Worker } from 'node:worker_threads'
import { systemClock } from './base/clock.ts'
import { becomeOwner, dataPaths } from './base/data-folder.ts'
import { namesInEnvFile, readEnvironment } from './base/env-file.ts'
import { openKeyring } from './base/keyring.ts'
import { openLog, standardError } from './base/log.ts'
import { systemRandom } from './base/random.ts'
import { Refusal } from './base/refusal.ts'
import { startThread } from './base/start-thread.ts'
import { stopSignal } from './base/stop-signal.ts'
import { endOnUncaught } from './base/uncaught.ts'
import { attemptsCommand } from './cli/commands/attempts.ts'
import { backupCommand } from './cli/commands/backup.ts'
import { doctorCommand } from './cli/commands/doctor.ts'
import type { DoctorCommandDeps } from './cli/commands/doctor.ts'
import { keysCommand } from './cli/commands/keys.ts'
import { logsCommand } from './cli/commands/logs.ts'
import { migrateCommand } from './cli/commands/migrate.ts'
import { shardsCommand } from './cli/commands/shards.ts'
import { startCommand } from './cli/commands/start.ts'
import type { StartDeps } from './cli/commands/start.ts'
import { statusCommand } from './cli/commands/status.ts'
import { stopCommand } from './cli/commands/stop.ts'
import { openContext } from './cli/context.ts'
import type { ContextDeps } from './cli/context.ts'
import { runProgram } from './cli/program.ts'
import { openTerminal } from './cli/terminal.ts'
import type { UpkeepDeps } from './cli/upkeep.ts'
import { judgeNames } from './config-names.ts'
import { BadConfig, readConfig, readForStart, readPart } from './config.ts'
import type { Environment } from './config.ts'
import { demoCommand } from './demo/command.ts'
import { requireCampaign } from './features/campaigns/known.ts'
import { featureCommands } from './features/commands.ts'
import { migrations } from './features/store.ts'
import { telegramDcs } from './ops/doctor-network.ts'
import type { ConfiguredTelegram } from './ops/doctor-network.ts'
import { LogLines } from './ops/log-lines.ts'
import { simulatorCommand } from './simulator/command.ts'
import { SpareThreads } from './supervisor/spare-threads.ts'
import { LoginClient } from './telegram/login-client.ts'
import { loginSettingsOf, otherTelegramNames, otherTelegramOf } from './thread-settings.ts'

// Before the first file is made: SQLite makes its own by the umask, and they hold sealed sessions.
process.umask(0o077)

// The same path from src and from dist.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const [clock, random, terminal] = [systemClock, systemRandom, openTerminal()]
// Once: a command of root's goes on as the owner of the data folder, who may not be allowed to read it again.
let known: ReturnType<typeof readGiven> | undefined
const given = () => (known ??= readGiven())
const environment = () => given().environment
const wholeConfig = () => readConfig(environment(), undefined, given().fileNames)
const dataDir = () => readPart(environment(), ['DATA_DIR']).DATA_DIR
const upkeep: UpkeepDeps = { terminal, clock, migrations, dataDir }
const context = openContext({ ...upkeep, random, changeHere })

const exitCode = await runProgram(process.argv.slice(2), {
  version,
  commands: [
    startCommand({ terminal, clock, version, start }),
    stopCommand(context),
    statusCommand(context),
    shardsCommand(context),
    ...featureCommands({ ...context, version, openSignIns }),
    attemptsCommand({ ...context, requireCampaign }),
    backupCommand(upkeep),
    migrateCommand(upkeep),
    keysCommand({ ...upkeep, random, keys: () => readPart(environment(), ['SESSION_SECRET_KEY']).SESSION_SECRET_KEY }),
    doctorCommand({ ...upkeep, envFile: '.env', examineConfig }),
    logsCommand({ ...upkeep, stopSignal: signalled }),
    simulatorCommand(),
    demoCommand({ terminal, clock, random }),
  ],
  print: (text) => terminal.print(text),
  printError: (text) => terminal.printError(text),
})

// Not left to the end of the event loop: after a command has stopped what it started, nothing may hold the process.
process.exit(exitCode)

async function start({ isBotWanted, onStopAsked }: Parameters<StartDeps['start']>[0]): ReturnType<StartDeps['start']> {
  const { config, notices } = readForStart(environment(), isBotWanted, given().fileNames)
  becomeOwner(config.DATA_DIR)
  const paths = dataPaths(config.DATA_DIR)
  const lines = new LogLines(standardError(), process.send !== undefined)
  const log = openLog(config.LOG_LEVEL, lines)
  endOnUncaught(log)
  for (const notice of notices) log.warn(notice)

  // Shards leave little alive: threads that help to look for it cost a tenth of a message more than they save.
  setFlagsFromString('--no-parallel-scavenge')
  // One, because the first message needs no more, and a second would take its time from it.
  const shardThreads = new SpareThreads(1, startShardThread)
  // Loaded only when it is asked for: `karvon --help` should not pay for an engine.
  const { startEngine } = await import('./engine.ts')
  const engine = await startEngine({
    config,
    paths,
    version,
    isBotWanted,
    log,
    lines,
    clock,
    random,
    shardThreads,
    onStopAsked,
  })
  return { ...engine, folder: paths.folder, log }
}

function startShardThread(): Worker {
  // Nearly all that a shard makes is garbage by its next turn. With room for more of it, it is collected less often, and less is found
  // alive.
  const resourceLimits = { maxYoungGenerationSizeMb: 96 }
  return startThread('shard-thread', import.meta.url, { resourceLimits })
}

/** Loaded only by a command that finds no supervisor. */
async function changeHere(...[paths, verb, args, onProgress]: Parameters<ContextDeps['changeHere']>): Promise<unknown> {
  const { config } = wholeConfig()
  const { changeHere } = await import('./operator.ts')
  return changeHere({ config, paths, version, clock, random, openSignIns }, verb, args, onProgress)
}

function openSignIns(): LoginClient {
  const workerData = loginSettingsOf(wholeConfig().config)
  return new LoginClient(() => startThread('login-thread', import.meta.url, { workerData }))
}

/** What `karvon doctor` needs of a configuration that may be broken. */
function examineConfig(): ReturnType<DoctorCommandDeps['examineConfig']> {
  const problems: string[] = []
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      problems.push(...(error instanceof BadConfig ? error.problems : [error.message]))
      return undefined
    }
  }
  const { environment, fileNames } = attempt(given) ?? { environment: process.env, fileNames: [] }
  const { notices = [] } = attempt(() => readConfig(environment, undefined, fileNames)) ?? {}
  const other = quietly(() => readPart(environment, otherTelegramNames))
  if (other !== undefined) attempt(() => otherTelegramOf(other))
  const keys = quietly(() => readPart(environment, ['SESSION_SECRET_KEY']).SESSION_SECRET_KEY)
  const keyring = keys === undefined ? undefined : openKeyring(keys)
  return { problems, notices, keyring, telegram: telegramOf(environment, fileNames) }
}

function readGiven() {
  return { environment: readEnvironment('.env'), fileNames: namesInEnvFile('.env') }
}

function telegramOf(environment: Environment, fileNames: readonly string[]): ConfiguredTelegram {
  try {
    const { TG_DC_ADDRESS: other } = readPart(environment, ['TG_API_ID', 'TG_DC_ADDRESS'])
    // One of them may have been meant for the address.
    const { problems } = judgeNames(fileNames)
    if (problems.length > 0) throw new BadConfig(problems)
    const [host = '', port] = other?.split(':') ?? []
    return other === undefined ? telegramDcs : [{ name: 'TG_DC_ADDRESS', host, port: Number(port) }]
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error
    return { unknownBecause: error.problems.join('; ') }
  }
}

/** Undefined where it cannot be read: that is among the problems already. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function signalled(): AbortSignal {
  const end = new AbortController()
  void stopSignal(clock).then(() => end.abort())
  return end.signal
}
