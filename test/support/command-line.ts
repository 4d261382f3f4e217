import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import type { DataPaths } from '../../src/base/data-folder.ts'
import { run } from './run.ts'
import type { Finished } from './run.ts'
import { temporaryFolder } from './world.ts'

export interface CommandLine {
  readonly paths: DataPaths
  readonly environment: Readonly<Record<string, string>>
  /** Runs `karvon …` to its end. */
  karvon(...args: readonly string[]): Promise<Finished>
  /** Starts `karvon …`, which goes on until it is told to end. It is killed with the test. */
  launch(...args: readonly string[]): LaunchedCommand
}

export interface LaunchedCommand {
  /** The next line of standard output. @throws when it ends before */
  line(): Promise<string>
  signal(signal: NodeJS.Signals): void
  readonly ended: Promise<number | null>
}

/**
 * The real command line, each call a process of its own, in a folder with a complete configuration. Its Telegram is an address where
 * nobody listens: no test reaches the real one.
 */
export function openCommandLine(change: Record<string, string> = {}): CommandLine {
  const cwd = temporaryFolder()
  const publicKeyFile = join(cwd, 'telegram.pem')
  writeFileSync(publicKeyFile, (somePublicKey ??= makePublicKey()))
  const environment = {
    TG_API_ID: '1',
    TG_API_HASH: '0'.repeat(32),
    SESSION_SECRET_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: join(cwd, 'data'),
    TG_DC_ADDRESS: '127.0.0.1:1',
    TG_DC_PUBLIC_KEY_FILE: publicKeyFile,
    SHARDS: '1',
    NO_COLOR: '1',
    ...change,
  }
  return {
    paths: dataPaths(environment.DATA_DIR),
    environment,
    karvon: (...args) => run('bin/karvon.js', args, { cwd, env: environment }),
    launch: (...args) => launch(args, cwd, environment),
  }
}

/** Made once: it takes as long as a command, and nobody has the other half. */
let somePublicKey: string | undefined

function makePublicKey(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()
}

function launch(args: readonly string[], cwd: string, environment: Record<string, string>): LaunchedCommand {
  const entry = join(import.meta.dirname, '../../bin/karvon.js')
  const child = spawn(process.execPath, [entry, ...args], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += String(chunk)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async line() {
      const { done, value } = await lines.next()
      if (done === true) throw new Error(`it ended without a further line: ${errors}`)
      return value
    },
    signal: (signal) => void child.kill(signal),
    ended,
  }
}
