import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, openSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { program } from './program.ts'

/** How a process ended: by itself with a code, or by a signal. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface EngineProcess {
  readonly pid: number
  /** Resolves when every shard has been told what it owns. Rejects with what it said last when the process ends before, heard or not. */
  readonly ready: Promise<void>
  readonly ended: Promise<Ending>
  /** Resolves when the process is gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ending>
}

/** Written there by every process that was started in the folder, one after another. */
export const engineLog = 'engine.log'

/** Of what the process said last, in characters. */
const saidMax = 2_000

/**
 * The real `karvon start --no-bot` in a process of its own, with the .env of that folder.
 * @param env beside it, for what differs from one start to the next, such as failpoints
 * @param flags of the command; none for an engine with its bot
 */
export function startEngineProcess(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = ['--no-bot'],
): EngineProcess {
  const child = spawn(process.execPath, [program, 'start', ...flags], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Opened at once: a test that is over soon takes the folder away.
  child.stderr.pipe(createWriteStream(engineLog, { fd: openSync(join(folder, engineLog), 'a') }))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-saidMax)))
  const ended: Promise<Ending> = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  const ready = new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).once('line', () => resolve())
    // Not at `exit`: its last words may still be in the pipe.
    child.once('close', (code, signal) => reject(new Error(`karvon start ended (${signal ?? code}): ${said}`)))
  })
  // Many kill it before it is ready, and never ask.
  ready.catch(() => {})
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return { pid: child.pid ?? 0, ready, ended, end }
}
