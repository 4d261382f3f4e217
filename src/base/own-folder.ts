import { chmodSync, statSync } from 'node:fs'
import { makePrivateFolder, refuseNoFolder } from './data-folder.ts'
import { Refusal, exitCodes } from './refusal.ts'

const others = 0o077

/**
 * Makes the data folder, or makes it private: whoever may enter it may read sealed sessions and command the supervisor.
 * @throws Refusal when it is another user's, or cannot be made
 */
export function ownFolder(folder: string): void {
  refuseNoFolder(folder)
  try {
    makePrivateFolder(folder)
  } catch (error) {
    throw refusal(`the data folder ${folder} cannot be made (${codeOf(error)}): name another DATA_DIR`, error)
  }
  const { uid, mode } = statSync(folder)
  if (uid !== process.getuid?.()) {
    throw refusal(`the data folder ${folder} is another user's: run karvon as that user, or name another DATA_DIR`)
  }
  if ((mode & others) === 0) return
  try {
    chmodSync(folder, 0o700)
  } catch (error) {
    throw refusal(
      `the data folder ${folder} is open to others and cannot be closed (${codeOf(error)}): chmod 700 it`,
      error,
    )
  }
}

/** The same for files in it that came from elsewhere, such as a backup that was copied back. Those that are not there are passed over. */
export function ownFiles(paths: readonly string[]): void {
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat?.isFile() === true && (stat.mode & others) !== 0) chmodSync(path, 0o600)
  }
}

function refusal(message: string, cause?: unknown): Refusal {
  return new Refusal(message, exitCodes.config, { cause })
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}
