import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What stands below a folder, to be compared with what stands there later. An empty `-wal` and the `-shm` beside it are left out: any
 * reader of the database leaves them.
 */
export function bytesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !isOfReaders(folder, name))
  return Object.fromEntries(names.map((name) => [name, describe(join(folder, name))]))
}

function isOfReaders(folder: string, name: string): boolean {
  return name.endsWith('-shm') || (name.endsWith('-wal') && statSync(join(folder, name)).size === 0)
}

function describe(path: string): string {
  const stat = statSync(path)
  const bytes = stat.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'folder'
  return `${(stat.mode & 0o777).toString(8)} ${bytes}`
}
