import { lstatSync, realpathSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { makePrivateFolder } from '../base/data-folder.ts'
import type { DataPaths } from '../base/data-folder.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'

/**
 * Where a backup goes: a file that is not there, in a folder that is.
 * @param to what was asked for; absent: a name with the instant, in data/backups, which is made
 * @throws Refusal with one line that names the path; nothing was changed then
 */
export function backupTarget(paths: DataPaths, to: string | undefined, nowMs: number): string {
  if (to === undefined) {
    makeBackups(paths.backups)
    return freeName(paths, nowMs)
  }
  const target = resolve(to)
  try {
    refuseUnfit(target, to, paths)
  } catch (error) {
    throw refusedPath(target, error) ?? error
  }
  return target
}

export function taken(target: string): Refusal {
  return new Refusal(`${target} exists already, and a backup is never overwritten: name another file`)
}

/** @returns one line for what the system says of a path that a person named; undefined for any other error */
export function refusedPath(path: string, error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const what = fixes[code]
  return what === undefined
    ? undefined
    : new Refusal(`${path} cannot be made (${code}): ${what}`, exitCodes.usage, { cause: error })
}

const fixes: Readonly<Record<string, string>> = {
  EACCES: 'check who owns its folder and what its rights are, or name another file',
  EPERM: 'check who owns its folder and what its rights are, or name another file',
  EROFS: 'its disk is mounted read-only, name a file on another',
  ENOENT: 'its file system takes no files, name a file on another',
  ENOTDIR: 'a part of it is no folder, name a file in a folder',
  EISDIR: 'it is a folder, name a file',
  ELOOP: 'its symbolic links go round in a circle, name another file',
  ENAMETOOLONG: 'its name is too long, name a shorter one',
  EINVAL: 'its file system does not take this name, name another',
  EDQUOT: 'the quota of its disk is used up, make room or name a file on another',
  EIO: 'its disk cannot be written, name a file on another',
}

function freeName({ backups }: DataPaths, nowMs: number): string {
  // Without colons, which some file systems do not take.
  const instant = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')
  for (let number = 1; ; number++) {
    const path = join(backups, `karvon-${instant}Z${number === 1 ? '' : `-${number}`}.db`)
    if (entryAt(path) === undefined) return path
  }
}

function makeBackups(folder: string): void {
  try {
    makePrivateFolder(folder)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new Refusal(`the folder ${folder} cannot be made (${code}): give --to`, exitCodes.usage, { cause })
  }
}

function refuseUnfit(target: string, to: string, paths: DataPaths): void {
  refuseFolderless(target)
  const entry = entryAt(target)
  if (entry?.isDirectory() === true || to.endsWith('/')) {
    throw new Refusal(`${target} is a folder: name a file, such as ${join(target, 'karvon.db')}`)
  }
  if (target === paths.database) throw new Refusal(`${target} is the database itself: name another file`)
  if (entry !== undefined) throw taken(target)
  if (realpathSync(dirname(target)) === realpathSync(paths.folder) && reserved.test(basename(target))) {
    throw new Refusal(`${target} is a name that karvon uses itself: name another file`)
  }
  const companion = companions.map((suffix) => target + suffix).find((path) => entryAt(path) !== undefined)
  if (companion !== undefined) {
    throw new Refusal(`${companion} is there, and would be taken for a part of the backup: name another file`)
  }
}

/** A copy under the name of the database's own journal is rolled back into it at the next start. */
const reserved = /^(?:karvon\.db-|lock(?:$|[.-])|control\.sock$|(?:backups|logs)$)/

/** What SQLite reads with a database when it finds it beside it. */
const companions = ['-journal', '-wal']

function refuseFolderless(target: string): void {
  const folder = dirname(target)
  const nearest = nearestEntry(folder)
  if (!statSync(nearest).isDirectory())
    throw new Refusal(`${nearest} is no folder: name a file in a folder, not ${target}`)
  if (nearest !== folder) throw new Refusal(`there is no folder ${folder}: make it first`)
}

function nearestEntry(path: string): string {
  const above = dirname(path)
  return above === path || isThere(path) ? path : nearestEntry(above)
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    // Below a file: the one above tells what is wrong.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false
    throw error
  }
}

/** Also a symbolic link that leads nowhere. */
function entryAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}
