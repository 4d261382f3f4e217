import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { DataPaths } from './data-folder.ts'
import { LockHeld, acquireProcessLock } from './process-lock.ts'
import type { ProcessLock } from './process-lock.ts'
import { Refusal, exitCodes } from './refusal.ts'

/**
 * Takes the data folder for this process, and leaves a note who has it. The note is only for people: after `kill -9` it stays, and
 * says nothing about the lock.
 * @param who the command, as a person knows it: `karvon backup`
 * @throws LockHeld
 */
export function lockFolder(paths: DataPaths, who: string): ProcessLock {
  const lock = acquireProcessLock(paths.lock)
  writeFileSync(paths.lockHolder, `${who}, process ${process.pid}\n`, { mode: 0o600 })
  return {
    release() {
      rmSync(paths.lockHolder, { force: true })
      lock.release()
    },
  }
}

/** Who took the folder last, in words; undefined when nobody has, or when it was given back. */
export function lastHolder(paths: DataPaths): string | undefined {
  try {
    return readFileSync(paths.lockHolder, 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

/**
 * Does something that needs the folder for itself.
 * @throws Refusal with code 75 while another process has it
 */
export async function whileLocked<T>(paths: DataPaths, who: string, work: () => Promise<T> | T): Promise<T> {
  const lock = takeOrRefuse(paths, who)
  try {
    return await work()
  } finally {
    lock.release()
  }
}

function takeOrRefuse(paths: DataPaths, who: string): ProcessLock {
  try {
    return lockFolder(paths, who)
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error
    const holder = lastHolder(paths) ?? 'another process'
    throw new Refusal(
      `${paths.folder} is in use by ${holder}: wait for it, or stop it (\`karvon stop\`) and try again`,
      exitCodes.temporary,
      { cause: error },
    )
  }
}
