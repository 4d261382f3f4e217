import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/base/clock.ts'
import { dataPaths } from '../../src/base/data-folder.ts'
import type { DataPaths } from '../../src/base/data-folder.ts'
import { systemRandom } from '../../src/base/random.ts'
import { Refusal } from '../../src/base/refusal.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import type { Database } from '../../src/base/sqlite.ts'
import { attemptsCommand } from '../../src/cli/commands/attempts.ts'
import { shardsCommand } from '../../src/cli/commands/shards.ts'
import { statusCommand } from '../../src/cli/commands/status.ts'
import { stopCommand } from '../../src/cli/commands/stop.ts'
import { openContext } from '../../src/cli/context.ts'
import type { ContextDeps } from '../../src/cli/context.ts'
import { runProgram } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { readConfig } from '../../src/config.ts'
import { requireCampaign } from '../../src/features/campaigns/known.ts'
import { featureCommands } from '../../src/features/commands.ts'
import { migrations } from '../../src/features/store.ts'
import { changeHere } from '../../src/operator.ts'
import { LoginClient } from '../../src/telegram/login-client.ts'
import { loginSettingsOf, sendingOf } from '../../src/thread-settings.ts'
import { startProgramThread } from './program-thread.ts'
import type { Finished } from './run.ts'
import type { TestTelegram } from './telegram-world.ts'
import { temporaryFolder } from './world.ts'

/** An answer to a question at the terminal; a function is asked when the question comes. */
export type TestAnswer = string | (() => Promise<string>)

export interface TestCommands {
  readonly paths: DataPaths
  readonly environment: Record<string, string>
  /** Runs one command line in this process. `stdin` is what --session - reads. */
  karvon(...args: readonly string[]): Promise<Finished>
  /** The same with answers for what it asks; the questions are part of stderr. */
  karvonAnswering(answers: readonly TestAnswer[], ...args: readonly string[]): Promise<Finished>
  /** Its answer with --json. @throws when it fails */
  json<Value>(...args: readonly string[]): Promise<Value>
  /** Has a verb done as a command does it where no supervisor runs. */
  readonly changeHere: ContextDeps['changeHere']
  /** Looks into the database, or changes it behind the program's back. */
  withDatabase<Value>(work: (db: Database) => Value): Value
}

/** The same thread for all commands of a test, because loading GramJS takes longer than what they ask of it. */
class KeptSignIns extends LoginClient {
  override stop(): Promise<void> {
    return Promise.resolve()
  }

  end(): Promise<void> {
    return super.stop()
  }
}

/** The commands of the engine as they are, in an empty folder of their own, without a supervisor. */
export function openCommands(telegram?: TestTelegram): TestCommands {
  const folder = temporaryFolder()
  const environment = environmentOf(folder, telegram)
  const paths = dataPaths(join(folder, 'data'))
  const config = () => readConfig(environment).config
  const [clock, random, version] = [systemClock, systemRandom, '1.2.3']

  const signIns = new KeptSignIns(() => startProgramThread('login-thread', { workerData: loginSettingsOf(config()) }))
  onTestFinished(() => signIns.end())
  const openSignIns = () => signIns
  const here: TestCommands['changeHere'] = (paths, verb, given, onProgress) =>
    changeHere({ config: config(), paths, version, clock, random, openSignIns }, verb, given, onProgress)
  const run = async (answers: readonly TestAnswer[], args: readonly string[]): Promise<Finished> => {
    const { terminal, printed } = testTerminal(answers)
    const context = openContext({
      terminal,
      clock,
      random,
      migrations,
      dataDir: () => environment['DATA_DIR'] ?? '',
      changeHere: here,
    })
    const features = featureCommands(() =>
      Promise.resolve({ ...context, version, sending: () => sendingOf(config()), openSignIns }),
    )
    const commands = [
      statusCommand(context),
      shardsCommand(context),
      stopCommand(context),
      attemptsCommand({ ...context, requireCampaign }),
      ...(await Promise.all(Object.values(features).map((load) => load()))),
    ]
    const { print, printError } = terminal
    const code = await runProgram(args, { version, commands, print, printError })
    return { code, ...printed }
  }
  return {
    paths,
    environment,
    changeHere: here,
    karvon: (...args) => run([], args),
    karvonAnswering: (answers, ...args) => run(answers, args),
    async json<Value>(...args: readonly string[]) {
      const { code, stdout, stderr } = await run([], [...args, '--json'])
      if (code !== 0) throw new Error(`karvon ${args.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout) as Value
    },
    withDatabase(work) {
      const db = openDatabase(paths.database)
      try {
        return work(db)
      } finally {
        db.close()
      }
    },
  }
}

function environmentOf(folder: string, telegram: TestTelegram | undefined): Record<string, string> {
  const plain = {
    TG_API_ID: '1',
    TG_API_HASH: '0'.repeat(32),
    SESSION_SECRET_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: join(folder, 'data'),
    TEST_MODE: 'true',
  }
  if (telegram === undefined) return plain
  const publicKeyFile = join(folder, 'telegram.pem')
  writeFileSync(publicKeyFile, telegram.publicKeyPem)
  return { ...plain, TG_DC_ADDRESS: `127.0.0.1:${telegram.port}`, TG_DC_PUBLIC_KEY_FILE: publicKeyFile }
}

function testTerminal(answers: readonly TestAnswer[]) {
  const printed = { stdout: '', stderr: '' }
  const left = [...answers]
  const ask = async (question: string) => {
    printed.stderr += question
    const answer = left.shift()
    if (answer === undefined) throw new Refusal('standard input ended before everything was answered')
    return typeof answer === 'string' ? answer : answer()
  }
  const terminal: Terminal = {
    print: (text) => void (printed.stdout += text),
    printError: (text) => void (printed.stderr += text),
    isTerminal: false,
    hasColours: false,
    hasBars: false,
    readAll: () => ask(''),
    ask,
    askSecretly: ask,
  }
  return { terminal, printed }
}
