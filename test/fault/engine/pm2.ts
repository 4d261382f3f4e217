import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { TestContext } from 'vitest'

/** Under which the project is run; it is no dependency of it, because whoever uses it has it installed. */
const version = '7.0.4'

/** Why a test that needs pm2 is skipped. */
export const noPm2 = `pm2 is not installed: \`npm install --global pm2@${version}\``

export interface Pm2 {
  /** Runs `pm2 …` in that folder to its end. @throws when it fails */
  run(...args: readonly string[]): Promise<string>
  /** The one app, as `pm2 jlist` tells of it. */
  app(): Promise<Pm2App>
  /** Everything that it has written: what the app printed, and what it says itself of starts and ends. */
  logs(): string
  /** What `pm2 save` wrote: in clear, for everybody to read. */
  saved(): string
}

export interface Pm2App {
  readonly pid: number
  readonly status: string
  readonly restarts: number
}

/** @returns the program; undefined where there is none */
export function findPm2(): string | undefined {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'pm2'))
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** The real pm2 with a home of its own, for one test. Its daemon is gone at the end, and with it what it runs. */
export function openPm2(t: Pick<TestContext, 'onTestFinished'>, program: string, cwd: string): Pm2 {
  const home = mkdtempSync(join(tmpdir(), 'karvon-pm2-'))
  const env = { ...process.env, PM2_HOME: home, PM2_DISABLE_VERSION_CHECK: 'true', NO_COLOR: '1' }
  const run = async (...args: readonly string[]) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
    child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
    const [code] = await once(child, 'exit')
    if (code === 0) return output.stdout
    throw new Error(`pm2 ${args.join(' ')} ended with ${code}: ${output.stdout}${output.stderr}`)
  }
  t.onTestFinished(async () => {
    await run('kill')
    rmSync(home, { recursive: true, force: true })
  })
  return {
    run,
    async app() {
      const [app] = JSON.parse(await run('jlist')) as Pm2Row[]
      if (app === undefined) throw new Error('pm2 runs nothing')
      return { pid: app.pid, status: app.pm2_env.status, restarts: app.pm2_env.restart_time }
    },
    saved: () => readFileSync(join(home, 'dump.pm2'), 'utf8'),
    logs() {
      const files = readdirSync(join(home, 'logs')).map((name) => join(home, 'logs', name))
      return [join(home, 'pm2.log'), ...files].map((path) => readFileSync(path, 'utf8')).join('\n')
    },
  }
}

/** What a clone has that pm2 needs, in a folder that may have more. The program itself is the one that all these tests run. */
export function makeClone(folder: string): void {
  const root = join(import.meta.dirname, '../../..')
  for (const name of ['bin', 'package.json', 'ecosystem.config.cjs']) {
    cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  symlinkSync(dirname(process.env['KARVON_PROGRAM'] ?? join(root, 'dist/main.js')), join(folder, 'dist'))
}

interface Pm2Row {
  readonly pid: number
  readonly pm2_env: { readonly status: string; readonly restart_time: number }
}
