import { resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { logLevels, openLog } from '../base/log.ts'
import type { LogLevel } from '../base/log.ts'
import { stopSignal } from '../base/stop-signal.ts'
import { CannotStart } from './cannot-start.ts'
import { whyNotWritable } from './data-folder.ts'
import { logOutput } from './log-output.ts'
import type { RunningSimulator, SimulatorOptions } from './main.ts'

type Start = (options: SimulatorOptions) => Promise<RunningSimulator>

/** `karvon simulator`: serves until a signal. @param start is replaced in tests. */
export function simulatorCommand(start: Start = startLazily) {
  return {
    name: 'simulator',
    register(program: Command): void {
      program
        .command('simulator')
        .description('a simulated Telegram on loopback: MTProto, Bot API, control API and a page')
        .addOption(portOption('--port <port>', 'MTProto over TCP', 9443))
        .addOption(portOption('--api-port <port>', 'Bot API over HTTP', 9081))
        .addOption(portOption('--control-port <port>', 'control API and page over HTTP', 9082))
        .addOption(new Option('--world <world>', 'what is there at first').choices(['demo', 'empty']).default('demo'))
        .addOption(new Option('--seed <number>', 'repeats the same chance').argParser(parseSeed).default(1))
        .addOption(new Option('--data <folder>', 'world, ledger and key').default('data/simulator'))
        .addOption(new Option('--log-level <level>', 'on stderr').choices(logLevels).default('info').env('LOG_LEVEL'))
        .addHelpText('after', examples)
        .action((flags: Flags, command: Command) => serve(flags, command, start))
    },
  }
}

interface Flags {
  port: number
  apiPort: number
  controlPort: number
  world: 'demo' | 'empty'
  seed: number
  data: string
  logLevel: LogLevel
}

const examples = `
Prints one line of JSON on stdout when it serves, and logs on stderr. Port 0 picks a free one. A folder that holds a world
already is continued: --world must name it, and --seed changes nothing in it. SIGINT or SIGTERM stops it, a second one at once.

Exit codes: 0 stopped, 2 a wrong option, 70 a fault of ours or a disk that cannot be written any more, 130 or 143
ended by a second signal.

Examples:
  $ karvon simulator
  $ karvon simulator --world empty --port 0 --api-port 0 --control-port 0 --data /tmp/telegram
  $ karvon simulator --seed 7 --log-level debug
`

async function serve(flags: Flags, command: Command, start: Start): Promise<void> {
  refuseEqualPorts(flags, command)
  if (flags.data.trim() === '') fail(command, "option '--data <folder>' is empty: name a folder")
  const dataDir = resolve(flags.data)
  const obstacle = whyNotWritable(dataDir)
  if (obstacle !== undefined) fail(command, `option '--data <folder>' argument '${flags.data}' is invalid: ${obstacle}`)

  const signalled = stopSignal(systemClock)
  const { port, apiPort, controlPort, world, seed } = flags
  const log = openLog(flags.logLevel, logOutput())
  const simulator = await startOrFail(
    () => start({ port, apiPort, controlPort, world, seed, dataDir, log }),
    flags,
    command,
  )

  process.stdout.write(`${JSON.stringify(simulator.ready)}\n`)
  // The line above is for programs.
  log.info(
    `open http://127.0.0.1:${simulator.ready.controlPort}/ to see the chats as a phone would, and to write as a person`,
  )
  await signalled
  await simulator.stop()
}

/** Loaded only when it is asked for: `karvon --help` should not pay for a whole Telegram. */
const startLazily: Start = async (options) => (await import('./main.ts')).startSimulator(options)

async function startOrFail(
  start: () => Promise<RunningSimulator>,
  flags: Flags,
  command: Command,
): Promise<RunningSimulator> {
  try {
    return await start()
  } catch (error) {
    const line = error instanceof Error ? wrongOption(error, flags) : undefined
    if (line === undefined) throw error
    return fail(command, line)
  }
}

/** What only the operating system can tell of an option: a port that is taken, a folder that it does not let us make. */
function wrongOption(error: NodeJS.ErrnoException & { port?: number }, flags: Flags): string | undefined {
  if (error instanceof CannotStart) return error.message
  if (error.syscall === 'mkdir') return `option '--data <folder>': ${error.message}, name another`
  if (error.syscall !== 'listen') return undefined

  const option = ports(flags).find(([, port]) => port === error.port)?.[0]
  const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code})`
  return option && `option '${option} <port>': port ${error.port} ${why}, choose another or 0 for a free one`
}

function refuseEqualPorts(flags: Flags, command: Command): void {
  const seen = new Map<number, string>()
  for (const [option, port] of ports(flags)) {
    const other = port === 0 ? undefined : seen.get(port)
    if (other !== undefined)
      fail(command, `option '${option} <port>': port ${port} is taken by ${other}, choose another`)
    seen.set(port, option)
  }
}

const ports = (flags: Flags): [string, number][] => [
  ['--port', flags.port],
  ['--api-port', flags.apiPort],
  ['--control-port', flags.controlPort],
]

function portOption(name: string, description: string, port: number): Option {
  return new Option(name, description).argParser(parsePort).default(port)
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('Give a number from 0 to 65535.')
  return port
}

function parseSeed(text: string): number {
  const seed = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(seed)) throw new InvalidArgumentError('Give a whole number.')
  return seed
}

function fail(command: Command, line: string): never {
  return command.error(`error: ${line}`, { exitCode: 2 })
}
