import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import type { Worker } from 'node:worker_threads'
import { systemClock } from './base/clock.ts'
import { becomeOwner, dataPaths } from './base/data-folder.ts'
import { namesInEnvFile, readEnvironment } from './base/env-file.ts'
import { openLog, standardError } from './base/log.ts'
import { systemRandom } from './base/random.ts'
import { startThread } from './base/start-thread.ts'
import { endOnUncaught } from './base/uncaught.ts'
import { startCommand } from './cli/commands/start.ts'
import type { StartDeps } from './cli/commands/start.ts'
import { runProgram } from './cli/program.ts'
import { openTerminal } from './cli/terminal.ts'
import { readForStart } from './config.ts'
import { LogLines } from './ops/log-lines.ts'
import { SpareThreads } from './supervisor/spare-threads.ts'

// Before the first file is made: SQLite makes its own by the umask, and they hold sealed sessions.
process.umask(0o077)

// The same path from src and from dist.
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const [clock, random, terminal] = [systemClock, systemRandom, openTerminal()]
// Once: a command of root's goes on as the owner of the data folder, who may not be allowed to read it again.
let known: ReturnType<typeof readGiven> | undefined
const given = () => (known ??= readGiven())

const args = process.argv.slice(2)
const serves = startCommand({ terminal, clock, version, start })
const exitCode = await runProgram(args, {
  version,
  // A supervisor that was killed is to send again at once, and the code of all other commands takes as long as its own.
  commands: args[0] === 'start' ? [serves] : [serves, ...(await otherCommands())],
  print: (text) => terminal.print(text),
  printError: (text) => terminal.printError(text),
})

// Not left to the end of the event loop: after a command has stopped what it started, nothing may hold the process.
process.exit(exitCode)

async function start({ isBotWanted, onStopAsked }: Parameters<StartDeps['start']>[0]): ReturnType<StartDeps['start']> {
  const { config, notices } = readForStart(given().environment, isBotWanted, given().fileNames)
  becomeOwner(config.DATA_DIR)
  const paths = dataPaths(config.DATA_DIR)
  const lines = new LogLines(standardError(), process.send !== undefined)
  const log = openLog(config.LOG_LEVEL, lines)
  endOnUncaught(log)
  for (const notice of notices) log.warn(notice)

  // Shards leave little alive: threads that help to look for it cost a tenth of a message more than they save.
  setFlagsFromString('--no-parallel-scavenge')
  // One of each, because the first message needs no more, and a second shard would take its time from it.
  const shardThreads = new SpareThreads(1, startShardThread)
  const storeThreads = new SpareThreads(1, () => startThread('store-thread', import.meta.url))
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
    storeThreads,
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

async function otherCommands() {
  const { operatorCommands } = await import('./operator-commands.ts')
  return operatorCommands({ terminal, clock, random, version, given }, args[0])
}

function readGiven() {
  return { environment: readEnvironment('.env'), fileNames: namesInEnvFile('.env') }
}
