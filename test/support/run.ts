import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Finished {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Where the file stands; the repository when absent. */
  root?: string
}

/** Runs a program of ours to its end, or for a minute. */
export function run(file: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const child = spawn(process.execPath, [join(options.root ?? repository, file), ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))

  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...output }))
  })
}

const repository = join(import.meta.dirname, '../..')
