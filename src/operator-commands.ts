import type { Clock } from './base/clock.ts'
import type { Random } from './base/random.ts'
import { startThread } from './base/start-thread.ts'
import { stopSignal } from './base/stop-signal.ts'
import type { CliCommand } from './cli/command.ts'
import type { ContextDeps } from './cli/context.ts'
import type { Terminal } from './cli/terminal.ts'
import type { UpkeepDeps } from './cli/upkeep.ts'
import { readConfig, readPart } from './config.ts'
import type { Given } from './examine-config.ts'
import { featureCommands } from './features/commands.ts'
import type { LoadCommand } from './features/commands.ts'
import type { FeatureContext } from './features/feature.ts'
import { LoginClient } from './telegram/login-client.ts'
import { loginSettingsOf, sendingNames, sendingOf } from './thread-settings.ts'

export interface OperatorCommandDeps {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly random: Random
  readonly version: string
  /** Read when a command first needs it: most of `--help` must work with a broken file. @throws Refusal */
  given(): Given
}

/**
 * The command of that name, or all but `start` where none has it, as for `--help`. What is not returned is not loaded: the code of all
 * takes several times as long as most of them do.
 */
export async function operatorCommands(
  deps: OperatorCommandDeps,
  name: string | undefined,
): Promise<readonly CliCommand[]> {
  const commands = commandsByName(deps)
  const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  return load === undefined ? Promise.all(Object.values(commands).map((each) => each())) : [await load()]
}

/** In the order of the help. */
function commandsByName(deps: OperatorCommandDeps): Readonly<Record<string, LoadCommand>> {
  const { terminal, clock, random, version, given } = deps
  const dataDir = () => readPart(given().environment, ['DATA_DIR']).DATA_DIR
  const keys = () => readPart(given().environment, ['SESSION_SECRET_KEY']).SESSION_SECRET_KEY
  const upkeep = async (): Promise<UpkeepDeps> => {
    const { migrations } = await import('./features/store.ts')
    return { terminal, clock, migrations, dataDir }
  }
  const openSignIns = () => {
    const workerData = loginSettingsOf(wholeConfig(given()).config)
    return new LoginClient(() => startThread('login-thread', import.meta.url, { workerData }))
  }
  /** Loaded only by a command that finds no supervisor. */
  const changeHere: ContextDeps['changeHere'] = async (paths, verb, args, onProgress) => {
    const { config } = wholeConfig(given())
    const { changeHere } = await import('./operator.ts')
    return changeHere({ config, paths, version, clock, random, openSignIns }, verb, args, onProgress)
  }
  /** Read in part, as for whatever only looks: the rest may be wrong, or not there yet. */
  const sending = () => sendingOf(readPart(given().environment, sendingNames))
  const context = async (): Promise<FeatureContext> => {
    const { openContext } = await import('./cli/context.ts')
    return { ...openContext({ ...(await upkeep()), random, changeHere }), version, sending, openSignIns }
  }
  return {
    stop: async () => (await import('./cli/commands/stop.ts')).stopCommand(await context()),
    status: async () => (await import('./cli/commands/status.ts')).statusCommand(await context()),
    shards: async () => (await import('./cli/commands/shards.ts')).shardsCommand(await context()),
    ...featureCommands(context),
    async attempts() {
      const { requireCampaign } = await import('./features/campaigns/known.ts')
      return (await import('./cli/commands/attempts.ts')).attemptsCommand({ ...(await context()), requireCampaign })
    },
    backup: async () => (await import('./cli/commands/backup.ts')).backupCommand(await upkeep()),
    migrate: async () => (await import('./cli/commands/migrate.ts')).migrateCommand(await upkeep()),
    keys: async () => (await import('./cli/commands/keys.ts')).keysCommand({ ...(await upkeep()), random, keys }),
    async doctor() {
      const { doctorCommand } = await import('./cli/commands/doctor.ts')
      const { examineConfig } = await import('./examine-config.ts')
      return doctorCommand({ ...(await upkeep()), envFile: '.env', examineConfig: () => examineConfig(given) })
    },
    async logs() {
      const { logsCommand } = await import('./cli/commands/logs.ts')
      return logsCommand({ ...(await upkeep()), stopSignal: () => signalled(clock) })
    },
    simulator: async () => (await import('./simulator/command.ts')).simulatorCommand(),
    demo: async () => (await import('./demo/command.ts')).demoCommand({ terminal, clock, random }),
  }
}

function wholeConfig({ environment, fileNames }: Given): ReturnType<typeof readConfig> {
  return readConfig(environment, undefined, fileNames)
}

function signalled(clock: Clock): AbortSignal {
  const end = new AbortController()
  void stopSignal(clock).then(() => end.abort())
  return end.signal
}
