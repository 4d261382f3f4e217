import type { Keyring } from '../base/keyring.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { CopyProgress } from '../store/copy-database.ts'
import { makeBackup } from './backup.ts'
import type { Backup, BackupDeps } from './backup.ts'
import { rotateKeys } from './rotate-keys.ts'
import type { Rotated, SealedStore } from './rotate-keys.ts'

export interface UpkeepVerbDeps extends BackupDeps {
  readonly store: SealedStore
  readonly keyring: Keyring
}

/** What the running supervisor does for `karvon backup` and `karvon keys rotate`, by the names that they ask for. */
export function upkeepVerbs(deps: UpkeepVerbDeps) {
  return {
    backup(args: unknown, onProgress: CopyProgress): Promise<Backup> {
      return makeBackup(deps, { to: textOf(args, 'to'), onProgress })
    },
    async 'rotate-keys'(args: unknown, onProgress: CopyProgress): Promise<Rotated> {
      const { store, keyring } = deps
      const wanted = textOf(args, 'writingKeyId')
      // Otherwise its shards would meet sessions that they cannot open.
      if (wanted !== keyring.writingKeyId) {
        throw new Refusal(
          `the running supervisor seals with key ${keyring.writingKeyId}, and SESSION_SECRET_KEY begins with ${wanted}: restart it first`,
          exitCodes.temporary,
        )
      }
      return rotateKeys({ store, keyring, onProgress })
    },
  }
}

function textOf(args: unknown, name: string): string | undefined {
  const value = typeof args === 'object' && args !== null ? (args as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' ? value : undefined
}
