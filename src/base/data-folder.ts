import { mkdirSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Refusal, exitCodes } from './refusal.ts'

/** What stands in the data folder. */
export interface DataPaths {
  readonly folder: string
  readonly database: string
  /** Nobody but the process lock opens it: closing it through `fs` would drop the lock. */
  readonly lock: string
  /** Text beside the lock: who has it. Only for people; the lock itself is what counts. */
  readonly lockHolder: string
  readonly backups: string
  readonly logs: string
}

export function dataPaths(dataDir: string): DataPaths {
  const folder = resolve(dataDir)
  return {
    folder,
    database: join(folder, 'karvon.db'),
    lock: join(folder, 'lock'),
    lockHolder: join(folder, 'lock.holder'),
    backups: join(folder, 'backups'),
    logs: join(folder, 'logs'),
  }
}

/** Makes a folder of ours, for its owner only, with those above it. Node's own way of making several never ends below `/proc`. */
export function makePrivateFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
  const above = dirname(path)
  if (above !== path && statSync(above, { throwIfNoEntry: false }) === undefined) makePrivateFolder(above)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Somebody else may have made it at the same time.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error
  }
}

/**
 * A command that root runs works as the owner of the data folder from here on: a `-wal` file of root's would stop the service, which
 * runs as its own user. A folder that does not exist yet belongs to whoever owns the nearest one that does.
 */
export function becomeOwner(dataDir: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = ownerOf(resolve(dataDir))
  if (uid === 0) return
  process.setgroups?.([gid])
  process.setgid?.(gid)
  process.setuid?.(uid)
}

/** What stands where the data folder, or a folder above it, would have to be; undefined when nothing is in the way. */
export function folderProblem(folder: string): string | undefined {
  const { path, stat } = nearestThatIs(resolve(folder))
  return stat.isDirectory() ? undefined : `${path} is no folder: name another DATA_DIR`
}

/** @throws Refusal when something else stands in its place */
export function refuseNoFolder(folder: string): void {
  const problem = folderProblem(folder)
  if (problem !== undefined) throw new Refusal(problem, exitCodes.config)
}

/** @throws Refusal when the folder is not there: a command that looks at it must not make it. */
export function requireFolder(dataDir: string): DataPaths {
  const paths = dataPaths(dataDir)
  refuseNoFolder(paths.folder)
  if (statSync(paths.folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Refusal(
      `there is no data folder ${paths.folder}: set DATA_DIR, or run \`karvon start\``,
      exitCodes.config,
    )
  }
  return paths
}

function ownerOf(path: string): Stats {
  return nearestThatIs(path).stat
}

function nearestThatIs(path: string): { path: string; stat: Stats } {
  const stat = statOf(path)
  return stat === undefined ? nearestThatIs(dirname(path)) : { path, stat }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    // Below a file there is nothing either.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}
