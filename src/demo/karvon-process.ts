import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Refusal, exitCodes } from '../base/refusal.ts'

/** How a process ended: by itself with a code, or by a signal. */
interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** `karvon …` in a process of its own, which serves until it is told to end. */
export interface KarvonProcess {
  readonly pid: number
  /** What it printed when it served: one line of JSON. @throws Refusal when it ended before, with its own words */
  readonly ready: Promise<unknown>
  readonly ended: Promise<Ending>
  /** Resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<Ending>
}

export interface KarvonStart {
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Enough for the line that says why it ended. */
const lastWordsMax = 2_000

/**
 * A group of its own: Ctrl-C reaches every process of the terminal's group, and Telegram would be gone before the engine has drained.
 * The channel is there so that it ends also when this process is killed; for the engine, it counts as a process manager.
 */
export function startKarvon({ args, cwd, env }: KarvonStart): KarvonProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  let lastWords = ''
  child.stderr?.on('data', (chunk) => (lastWords = (lastWords + String(chunk)).slice(-lastWordsMax)))
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', kill)
      resolve({ code, signal })
    })
  })
  const ready = firstLine(child.stdout, ended, () => `karvon ${args[0]} ended before it served: ${lastWords.trim()}`)
  // Whoever does not wait for it any more has not failed.
  ready.catch(() => {})
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

// The same path from src and from dist.
const program = fileURLToPath(new URL('../../bin/karvon.js', import.meta.url))

async function firstLine(
  stdout: NodeJS.ReadableStream | null,
  ended: Promise<Ending>,
  why: () => string,
): Promise<unknown> {
  if (stdout === null) throw new Error('its standard output is no pipe')
  const line = once(createInterface(stdout), 'line') as Promise<[string]>
  const first = await Promise.race([line, ended])
  if (Array.isArray(first)) return JSON.parse(first[0])
  throw new Refusal(why(), first.code ?? exitCodes.internal)
}
