import { becomeOwner, dataPaths, refuseNoFolder, requireFolder } from '../base/data-folder.ts'
import type { DataPaths } from '../base/data-folder.ts'
import type { Clock } from '../base/clock.ts'
import { whileLocked } from '../base/folder-lock.ts'
import { Refusal } from '../base/refusal.ts'
import type { Migration } from '../store/migrate.ts'
import type { Progress } from '../supervisor/control-protocol.ts'
import { askSupervisor } from './control-client.ts'
import type { Terminal } from './terminal.ts'

/** What the commands that care for the data folder are given. They must work while most of the configuration is wrong. */
export interface UpkeepDeps {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly migrations: readonly Migration[]
  /** DATA_DIR, from the environment and .env. @throws Refusal */
  dataDir(): string
}

/** The data folder, which must exist; from here on the command works as its owner. @throws Refusal */
export function existingFolder({ dataDir }: UpkeepDeps): DataPaths {
  const folder = dataDir()
  becomeOwner(folder)
  return requireFolder(folder)
}

/** The data folder, whether or not it is there. @throws Refusal when something else stands in its place */
export function anyFolder({ dataDir }: UpkeepDeps): DataPaths {
  const folder = dataDir()
  becomeOwner(folder)
  refuseNoFolder(folder)
  return dataPaths(folder)
}

/**
 * What a help calls a folder in the data folder: its path. A help must be readable while the configuration is not, so that it is words
 * then.
 */
export function nameForHelp({ dataDir }: UpkeepDeps, which: 'backups' | 'logs'): string {
  try {
    return dataPaths(dataDir())[which]
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `${which}, in the folder that DATA_DIR names`
  }
}

export interface Piece<T> {
  /** The command, as a person knows it. */
  readonly who: string
  readonly verb: string
  readonly args: unknown
  readonly onProgress: (progress: Progress) => void
  /** Does it here, while the lock is held. */
  here(): Promise<T>
}

/** Has it done by the supervisor that runs on this folder, or does it here with the lock. @throws Refusal */
export async function bySupervisorOrHere<T>(paths: DataPaths, piece: Piece<T>): Promise<T> {
  const { who, verb, args, onProgress, here } = piece
  const asked = await askSupervisor(paths.folder, { verb, args, onProgress, silenceMaxMs })
  if (asked !== undefined) return asked.value as T
  return whileLocked(paths, who, here)
}

/** Checking a copy of many gigabytes says nothing for minutes. */
const silenceMaxMs = 15 * 60_000
