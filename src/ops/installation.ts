import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { DataPaths } from '../base/data-folder.ts'
import { lastHolder, lockFolder } from '../base/folder-lock.ts'
import { openKeyring } from '../base/keyring.ts'
import type { Keyring } from '../base/keyring.ts'
import { ownFiles, ownFolder } from '../base/own-folder.ts'
import { LockHeld } from '../base/process-lock.ts'
import type { ProcessLock } from '../base/process-lock.ts'
import type { Random } from '../base/random.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Secret } from '../base/secret.ts'
import { openDatabase } from '../base/sqlite.ts'
import { explain, naming } from '../store/inspect.ts'
import { openInstance } from './instance.ts'

export interface InstallationDeps {
  readonly paths: DataPaths
  /** The command, as a person knows it: `karvon start`. */
  readonly who: string
  /** Of SESSION_SECRET_KEY; the first writes. */
  readonly keys: readonly Buffer[]
  readonly clock: Clock
  readonly random: Random
  /** How long to wait for a command that has the folder for a moment. A supervisor is never waited for. */
  readonly patienceMs: number
  /** Brings the schema up to date, or refuses. The lock is held. */
  migrate(paths: DataPaths): Promise<void>
}

/** Another process has the folder. */
export class FolderHeld extends Refusal {
  override readonly name = 'FolderHeld'
  /** `data is in use by karvon start, process 7` */
  readonly where: string
  readonly isBySupervisor: boolean

  constructor(where: string, isBySupervisor: boolean, options: ErrorOptions) {
    // Worth another try is only what ends by itself.
    if (isBySupervisor)
      super(
        `${where}: two supervisors would end each other's sessions; \`karvon stop\` ends it`,
        exitCodes.held,
        options,
      )
    else super(`${where}: try again when it is done`, exitCodes.temporary, options)
    this.where = where
    this.isBySupervisor = isBySupervisor
  }
}

/** The command that runs a supervisor, as the lock's note names it. */
export const supervisorCommand = 'karvon start'

/** A data folder that is ours, fits this program, and opens with our key. */
export interface Installation {
  readonly lock: ProcessLock
  readonly keyring: Keyring
  /** Hex; what random ids are derived from. */
  readonly instanceSecret: Secret
}

/**
 * Everything that must be right before anything is done, in this order: the folder, the lock, the schema, the key. Nothing is left
 * locked when one of them is not.
 * @throws Refusal: 73 while another process has the folder, 78 for what the operator must mend
 */
export async function openInstallation(deps: InstallationDeps): Promise<Installation> {
  const { paths, keys, clock, random, migrate } = deps
  ownFolder(paths.folder)
  const lock = await takeLock(deps)
  try {
    ownFiles(['', '-wal', '-shm'].map((suffix) => paths.database + suffix))
    await migrate(paths)
    const keyring = openKeyring(keys)
    return { lock, keyring, instanceSecret: readSecret(paths, keyring, random, clock.nowMs()) }
  } catch (error) {
    lock.release()
    throw error
  }
}

const lookEveryMs = 50

/** A command has the folder for milliseconds. To give up at once would keep a supervisor down that a process manager starts then. */
async function takeLock({ paths, who, clock, patienceMs }: InstallationDeps): Promise<ProcessLock> {
  const untilMs = clock.nowMs() + patienceMs
  for (;;) {
    const taken = tryLock(paths, who)
    if (!(taken instanceof FolderHeld)) return taken
    if (taken.isBySupervisor || clock.nowMs() >= untilMs) throw taken
    await sleep(lookEveryMs)
  }
}

function tryLock(paths: DataPaths, who: string): ProcessLock | FolderHeld {
  try {
    return lockFolder(paths, who)
  } catch (cause) {
    if (!(cause instanceof LockHeld)) throw explain(paths.lock, cause) ?? cause
    const holder = lastHolder(paths)
    const where = `${paths.folder} is in use by ${holder ?? 'another process'}`
    return new FolderHeld(where, isSupervisor(holder), { cause })
  }
}

/** A note of one that was killed may still lie there, while somebody else has the lock by now. */
function isSupervisor(holder: string | undefined): boolean {
  const pid = new RegExp(`^${supervisorCommand}, process (\\d+)$`).exec(holder ?? '')?.[1]
  if (pid === undefined) return false
  try {
    return process.kill(Number(pid), 0)
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readSecret(paths: DataPaths, keyring: Keyring, random: Random, nowMs: number): Secret {
  return naming(paths.database, () => {
    const db = openDatabase(paths.database)
    try {
      return openInstance(db, keyring, random, nowMs)
    } finally {
      db.close()
    }
  })
}
