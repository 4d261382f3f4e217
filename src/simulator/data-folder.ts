import { mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Whether a folder can be written, or created with its parents. Leaves nothing behind, as a wrong command line should not.
 * Tried, not asked: to root every folder looks writable, also on a disk that is mounted for reading.
 * @returns what is in the way and what to do about it
 */
export function whyNotWritable(folder: string): string | undefined {
  const existing = nearestExisting(folder)
  if (!statSync(existing).isDirectory()) return `${existing} is not a folder, name another`

  try {
    rmdirSync(mkdtempSync(join(existing, '.karvon-')))
    return undefined
  } catch {
    return `${existing} cannot be written, change its rights or name another`
  }
}

function nearestExisting(path: string): string {
  const parent = dirname(path)
  return parent === path || exists(path) ? path : nearestExisting(parent)
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false // Below a file, or too long: the parent tells what is wrong.
  }
}
