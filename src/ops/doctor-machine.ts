import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DataPaths } from '../base/data-folder.ts'
import { DriverMissing, loadDriver } from '../base/sqlite.ts'
import { readDatabase } from '../store/inspect.ts'
import { bad, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

/** The first version of each line that has what we use; newer lines have it. As `engines` in package.json says. */
const nodeVersions: readonly (readonly [major: number, minor: number])[] = [
  [20, 19],
  [22, 18],
  [24, 11],
]

export function checkNode(): Finding[] {
  return [nodeVersion(process.versions.node), sqliteDriver()]
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const line = nodeVersions.find(([first]) => first === major)
  const isFine = line === undefined ? major > 24 : minor >= line[1]
  if (isFine) return ok('node', `Node ${version}`)
  return bad('node', `Node ${version} is not one that karvon runs on`, 'install Node 24.11 or newer, 22.18 or 20.19')
}

function sqliteDriver(): Finding {
  try {
    const Driver = loadDriver()
    const db = new Driver(':memory:')
    const version = String(db.prepare('select sqlite_version()').pluck().get())
    db.close()
    return ok('driver', `SQLite ${version}`)
  } catch (error) {
    if (!(error instanceof DriverMissing)) throw error
    return bad('driver', error.message, 'install it as the line says')
  }
}

/** Below this nothing more is claimed: what is in flight must still find room for its outcome. */
const freeMin = 500 * 1024 * 1024

export function checkDisk({ folder }: DataPaths, freeBytes = freeBytesOf): Finding[] {
  const free = freeBytes(nearest(folder))
  const text = `${Math.floor(free / 1024 / 1024)} MB free for ${folder}`
  if (free >= freeMin) return [ok('disk', text)]
  return [bad('disk', `${text}: nothing is sent below 500`, 'make room, or move the data folder (DATA_DIR)')]
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder))
}

/** Sockets, database, logs and threads of the process itself. */
const filesOfOurOwn = 256

/** One connection an account, all of them open in the worst case. */
export function checkOpenFiles({ database }: DataPaths): Finding[] {
  const limit = openFilesMax()
  if (limit === undefined) return [ok('open-files', 'the limit of open files is not known on this system')]
  const accounts = existsSync(database) ? countAccounts(database) : 0
  const needed = accounts + filesOfOurOwn
  if (limit >= needed)
    return [ok('open-files', `${limit} open files allowed, ${needed} needed for ${accounts} accounts`)]
  return [
    warn(
      'open-files',
      `${limit} open files allowed here, and ${accounts} accounts may need ${needed}`,
      `raise it: LimitNOFILE=${needed} for systemd, or \`ulimit -n ${needed}\` before the start`,
    ),
  ]
}

function openFilesMax(): number | undefined {
  const limits = '/proc/self/limits'
  if (!existsSync(limits)) return undefined
  const soft = /^Max open files\s+(\S+)/m.exec(readFileSync(limits, 'utf8'))?.[1]
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
}

/** 0 for a file that cannot be read: another look says so. */
function countAccounts(database: string): number {
  try {
    return readDatabase(database, (db) => Number(db.prepare('select count(*) from accounts').pluck().get()))
  } catch {
    return 0
  }
}

/** A clock before this was never set: a board without a battery starts in 1970. */
const earliestMs = Date.UTC(2026, 0, 1)

export function checkClock(nowMs: number): Finding[] {
  const instant = new Date(nowMs).toISOString()
  if (nowMs >= earliestMs) return [ok('clock', `it is ${instant}`)]
  return [bad('clock', `the clock says ${instant}`, 'set it, and let it be kept: `timedatectl set-ntp true`')]
}
