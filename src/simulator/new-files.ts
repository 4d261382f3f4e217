import { existsSync, rmSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'

/** What a start makes that another one would take for somebody's: of these, the second half goes with the first. */
const groups = [
  ['simulator.db', 'simulator.db-wal', 'simulator.db-shm', 'simulator.db-journal'],
  ['server-key.pem', 'public-key.pem'],
] as const

/**
 * Notes what is not in a data folder yet. A start that fails before its world stands calls what is returned: half a world, or the key
 * of none, would be refused or warned of by the next start, and what was there before is not touched.
 */
export function rememberNew(folder: string): () => void {
  const isThere = (name: string) => existsSync(join(folder, name))
  // A world that was there keeps its log: the last that it did may stand in it.
  const made = groups.flatMap((group) => (isThere(group[0]) ? [] : group.filter((name) => !isThere(name))))
  const hadUploads = isThere('files')
  return () => {
    for (const name of made) rmSync(join(folder, name), { force: true })
    if (!hadUploads) removeEmpty(join(folder, 'files'))
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // Not made yet, or somebody put something there.
  }
}
