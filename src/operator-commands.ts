import type { Clock } from './base/clock.ts'
import { openKeyring } from './base/keyring.ts'
import type { Random } from './base/random.ts'
import { Refusal } from './base/refusal.ts'
import { startThread } from './base/start-thread.ts'
import { stopSignal } from './base/stop-signal.ts'
import type { CliCommand } from './cli/command.ts'
import { attemptsCommand } from './cli/commands/attempts.ts'
import { backupCommand } from './cli/commands/backup.ts'
import { doctorCommand } from './cli/commands/doctor.ts'
import type { DoctorCommandDeps } from './cli/commands/doctor.ts'
import { keysCommand } from './cli/commands/keys.ts'
import { logsCommand } from './cli/commands/logs.ts'
import { migrateCommand } from './cli/commands/migrate.ts'
import { shardsCommand } from './cli/commands/shards.ts'
import { statusCommand } from './cli/commands/status.ts'
import { stopCommand } from './cli/commands/stop.ts'
import { openContext } from './cli/context.ts'
import type { ContextDeps } from './cli/context.ts'
import type { Terminal } from './cli/terminal.ts'
import type { UpkeepDeps } from './cli/upkeep.ts'
import { judgeNames } from './config-names.ts'
import { BadConfig, readConfig, readPart } from './config.ts'
import type { Environment } from './config.ts'
import { demoCommand } from './demo/command.ts'
import { requireCampaign } from './features/campaigns/known.ts'
import { featureCommands } from './features/commands.ts'
import { migrations } from './features/store.ts'
import { telegramDcs } from './ops/doctor-network.ts'
import type { ConfiguredTelegram } from './ops/doctor-network.ts'
import { simulatorCommand } from './simulator/command.ts'
import { LoginClient } from './telegram/login-client.ts'
import { loginSettingsOf, otherTelegramNames, otherTelegramOf, sendingNames, sendingOf } from './thread-settings.ts'

/** What the operator has configured: the environment with `.env` in it, and the names that stand in the file. */
interface Given {
  readonly environment: Environment
  readonly fileNames: readonly string[]
}

export interface OperatorCommandDeps {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly random: Random
  readonly version: string
  /** Read when a command first needs it: most of `--help` must work with a broken file. @throws Refusal */
  given(): Given
}

/** Builds every command but `start`. */
export function operatorCommands({
  terminal,
  clock,
  random,
  version,
  given,
}: OperatorCommandDeps): readonly CliCommand[] {
  const wholeConfig = () => readConfig(given().environment, undefined, given().fileNames)
  const dataDir = () => readPart(given().environment, ['DATA_DIR']).DATA_DIR
  const keys = () => readPart(given().environment, ['SESSION_SECRET_KEY']).SESSION_SECRET_KEY
  const upkeep: UpkeepDeps = { terminal, clock, migrations, dataDir }
  /** Read in part, as for whatever only looks: the rest may be wrong, or not there yet. */
  const sending = () => sendingOf(readPart(given().environment, sendingNames))
  const openSignIns = () => {
    const workerData = loginSettingsOf(wholeConfig().config)
    return new LoginClient(() => startThread('login-thread', import.meta.url, { workerData }))
  }
  /** Loaded only by a command that finds no supervisor. */
  const changeHere: ContextDeps['changeHere'] = async (paths, verb, args, onProgress) => {
    const { config } = wholeConfig()
    const { changeHere } = await import('./operator.ts')
    return changeHere({ config, paths, version, clock, random, openSignIns }, verb, args, onProgress)
  }
  const context = openContext({ ...upkeep, random, changeHere })
  return [
    stopCommand(context),
    statusCommand(context),
    shardsCommand(context),
    ...featureCommands({ ...context, version, sending, openSignIns }),
    attemptsCommand({ ...context, requireCampaign }),
    backupCommand(upkeep),
    migrateCommand(upkeep),
    keysCommand({ ...upkeep, random, keys }),
    doctorCommand({ ...upkeep, envFile: '.env', examineConfig: () => examineConfig(given) }),
    logsCommand({ ...upkeep, stopSignal: () => signalled(clock) }),
    simulatorCommand(),
    demoCommand({ terminal, clock, random }),
  ]
}

/** What `karvon doctor` needs of a configuration that may be broken. */
function examineConfig(given: () => Given): ReturnType<DoctorCommandDeps['examineConfig']> {
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

function signalled(clock: Clock): AbortSignal {
  const end = new AbortController()
  void stopSignal(clock).then(() => end.abort())
  return end.signal
}
