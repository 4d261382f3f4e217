import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { dataPaths, makePrivateFolder } from '../base/data-folder.ts'
import type { DataPaths } from '../base/data-folder.ts'
import type { Random } from '../base/random.ts'
import { Refusal } from '../base/refusal.ts'
import { variables } from '../config-variables.ts'
import type { ReadyLine } from '../simulator/main.ts'

/** Where the demo keeps what it made, so that a second run goes on with it. */
export interface DemoFolder {
  /** Working folder of the engine, with its .env. */
  readonly folder: string
  readonly simulator: string
  readonly engine: DataPaths
}

const mark = '# Written by `karvon demo` at every start.'

/** @throws Refusal for a folder with somebody's real configuration in it */
export function openDemoFolder(path: string): DemoFolder {
  const folder = resolve(path)
  const existing = readIfThere(join(folder, '.env'))
  if (existing !== undefined && !existing.startsWith(mark)) {
    throw new Refusal(`${join(folder, '.env')} is not the demo's: name another --data`)
  }
  makePrivateFolder(folder)
  return { folder, simulator: join(folder, 'simulator'), engine: dataPaths(join(folder, 'engine')) }
}

/** The engine's configuration: what differs from its defaults is the pace, and whose Telegram it talks to. */
export function writeConfiguration({ folder }: DemoFolder, ready: ReadyLine, random: Random): void {
  const path = join(folder, '.env')
  const { SESSION_SECRET_KEY: kept } = parseEnv(readIfThere(path) ?? '')
  const settings = {
    TG_API_ID: '1',
    TG_API_HASH: '0'.repeat(32),
    SESSION_SECRET_KEY: kept ?? random.bytes(32).toString('base64'),
    DATA_DIR: 'engine',
    TELEGRAM_PER_ACCOUNT_MPM: '60',
    TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: '1000',
    SCHEDULER_CHECK_INTERVAL_MS: '250',
    SCHEDULER_JITTER_MAX_MS: '0',
    MIN_INTERVAL_MINUTES: '1',
    TG_DC_ADDRESS: `127.0.0.1:${ready.port}`,
    TG_DC_PUBLIC_KEY_FILE: ready.publicKeyFile,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(path, `${mark}\n${lines.join('')}`, { mode: 0o600 })
}

/** The environment goes before .env, and whoever tries the demo may have a real installation's in their shell. */
export function environmentForDemo(own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const names = new Set(Object.keys(variables).flatMap((name) => [name, `${name}_FILE`]))
  return Object.fromEntries(Object.entries(own).filter(([name]) => !names.has(name)))
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
