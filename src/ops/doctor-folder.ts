import { readFileSync, readdirSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { basename, join } from 'node:path'
import { folderProblem } from '../base/data-folder.ts'
import type { DataPaths } from '../base/data-folder.ts'
import { envFileProblem } from '../base/env-file.ts'
import { lastHolder } from '../base/folder-lock.ts'
import { bad, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

export function checkEnvFile(path: string): Finding[] {
  const problem = envFileProblem(path)
  if (problem !== undefined) return [bad('env-file', problem, `chmod 600 ${path}`)]
  const isThere = statOf(path) !== undefined
  return [ok('env-file', isThere ? `${path} is for its owner only` : `no ${path}: the environment alone counts`)]
}

export function checkFolder({ folder }: DataPaths): Finding[] {
  const problem = folderProblem(folder)
  if (problem !== undefined) return [bad('data-folder', problem, 'name another one in DATA_DIR')]
  const stat = statOf(folder)
  if (stat === undefined) {
    return [warn('data-folder', `there is no data folder ${folder} yet`, '`karvon start` makes it')]
  }
  const uid = process.getuid?.()
  if (uid !== undefined && stat.uid !== uid) {
    return [
      bad('data-folder', `${folder} belongs to user ${stat.uid}, and this is user ${uid}`, 'run karvon as its owner'),
    ]
  }
  const open = [folder, ...filesIn(folder)].filter((path) => ((statOf(path)?.mode ?? 0) & 0o077) !== 0)
  if (open.length === 0) return [ok('data-folder', `${folder} is for its owner only`)]
  const names = open.map((path) => (path === folder ? folder : basename(path))).join(', ')
  return [warn('data-folder', `others may read ${names}`, `chmod -R go= ${folder}`)]
}

/** Who has the folder, from the kernel's own list: to try the lock would be to take it for a moment. */
export async function checkLock(
  paths: DataPaths,
  supervisorAnswers: () => Promise<boolean | undefined>,
): Promise<Finding[]> {
  const pids = lockOwners(paths.lock)
  const answers = await supervisorAnswers()
  if (answers === true) return [ok('lock', `held by ${holderName(paths, pids)}, which answers`)]
  if (answers === false) {
    return [
      bad('lock', `${holderName(paths, pids)} does not answer on its control socket`, 'see its log, or restart it'),
    ]
  }
  if (pids === undefined) return [ok('lock', 'no supervisor listens; this system does not tell who holds a lock')]
  if (pids.length === 0) return [ok('lock', 'free: nothing runs on this folder')]
  return [
    warn(
      'lock',
      `held by ${holderName(paths, pids)}, which has no control socket`,
      'wait for it: it starts, stops or is a command',
    ),
  ]
}

/** @returns undefined where the kernel does not tell */
function lockOwners(lock: string): number[] | undefined {
  const stat = statOf(lock)
  const table = textOf('/proc/locks')
  if (table === undefined) return undefined
  if (stat === undefined) return []
  // `1: POSIX  ADVISORY  WRITE 4711 fe:00:2171343 1073741824 1073742335`
  const lines = table.split('\n').map((line) => line.trim().split(/\s+/))
  const owners = lines.filter(([, , , , , file]) => file?.endsWith(`:${stat.ino}`)).map((fields) => Number(fields[4]))
  return [...new Set(owners)]
}

function holderName(paths: DataPaths, pids: readonly number[] = []): string {
  const note = lastHolder(paths)
  const [pid] = pids
  if (note !== undefined && (pid === undefined || note.endsWith(`process ${pid}`))) return note
  return pid === undefined ? 'a supervisor' : `process ${pid}`
}

/** What a kill or a restore by hand left behind. */
export function checkLeftovers({ folder, database, backups }: DataPaths): Finding[] {
  const findings: Finding[] = []
  const [file, wal] = [statOf(database), statOf(`${database}-wal`)]
  // Whoever writes the database touches its log last; a database that came into being after its log was put there by hand.
  if (file !== undefined && wal !== undefined && wal.size > 0 && file.birthtimeMs > wal.mtimeMs) {
    findings.push(
      bad(
        'leftovers',
        `${basename(database)} was put beside the log of another one (${basename(database)}-wal)`,
        `stop karvon, delete ${database}-wal and ${database}-shm, restore the backup again`,
      ),
    )
  }
  const parts = filesIn(backups).filter((path) => path.endsWith('.part'))
  if (parts.length > 0) {
    findings.push(
      warn(
        'leftovers',
        `unfinished backups: ${parts.map((path) => basename(path)).join(', ')}`,
        `delete them in ${backups}`,
      ),
    )
  }
  return findings.length > 0 ? findings : [ok('leftovers', `nothing is left over in ${folder}`)]
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch {
    return []
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
