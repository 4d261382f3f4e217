import type { Keyring } from '../base/keyring.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { openDatabase } from '../base/sqlite.ts'
import type { CopyProgress } from '../store/copy-database.ts'
import { inspectDatabase } from '../store/inspect.ts'
import type { Migration } from '../store/migrate.ts'
import { openSealed } from '../store/sealed.ts'
import type { KeyUse, Resealed, SealedValue } from '../store/sealed.ts'

/** The part of the store that rotation needs, as promises. */
export interface SealedStore {
  keyUses(): Promise<KeyUse[]>
  sealedByOthers(keyId: string, limit: number): Promise<SealedValue[]>
  reseal(values: readonly Resealed[]): Promise<number>
}

export interface RotateDeps {
  readonly store: SealedStore
  /** The new key writes, the old ones read. */
  readonly keyring: Keyring
  onProgress?: CopyProgress
}

export interface Rotated {
  readonly writingKeyId: string
  readonly resealed: number
  /** What each key holds afterwards: an old one that is not here may be dropped from SESSION_SECRET_KEY. */
  readonly uses: readonly KeyUse[]
}

/** Opening and sealing takes about 12 µs a value, and the store is free between two batches. */
const batchSize = 200

/**
 * Seals everything that an older key holds with the one that writes now. A batch is one commit, so it may be killed at any time and
 * started again; it removes no key by itself.
 * @throws Refusal when a value opens with none of the keys; what was sealed anew before stays so
 */
export async function rotateKeys({ store, keyring, onProgress = () => {} }: RotateDeps): Promise<Rotated> {
  const { writingKeyId } = keyring
  const before = await store.keyUses()
  const total = before.reduce((sum, { keyId, values }) => (keyId === writingKeyId ? sum : sum + values), 0)
  let resealed = 0
  onProgress({ done: 0, total })
  for (;;) {
    const batch = await store.sealedByOthers(writingKeyId, batchSize)
    if (batch.length === 0) break
    resealed += await store.reseal(batch.map((value) => sealAnew(value, keyring)))
    onProgress({ done: Math.min(resealed, total), total: Math.max(resealed, total) })
  }
  return { writingKeyId, resealed, uses: await store.keyUses() }
}

/** The same without a store thread. The caller holds the lock. @throws Refusal */
export async function rotateKeysHere(deps: RotateHereDeps): Promise<Rotated> {
  const { path, migrations, keyring, onProgress } = deps
  const pending = inspectDatabase(path, migrations).some(({ appliedAtMs }) => appliedAtMs === null)
  if (pending) throw new Refusal(`${path} has pending steps: run \`karvon migrate up\` first`, exitCodes.config)
  const db = openDatabase(path)
  try {
    const sealed = openSealed(db)
    const store: SealedStore = {
      keyUses: () => Promise.resolve(sealed.keyUses()),
      sealedByOthers: (keyId, limit) => Promise.resolve(sealed.sealedByOthers(keyId, limit)),
      reseal: (values) => Promise.resolve(db.transaction(() => sealed.reseal(values)).immediate()),
    }
    return await rotateKeys({ store, keyring, ...(onProgress === undefined ? {} : { onProgress }) })
  } finally {
    db.close()
  }
}

export interface RotateHereDeps {
  readonly path: string
  readonly migrations: readonly Migration[]
  readonly keyring: Keyring
  onProgress?: CopyProgress
}

function sealAnew({ place, sealed }: SealedValue, keyring: Keyring): Resealed {
  try {
    return { place, sealed, anew: keyring.seal(keyring.open(sealed, place), place) }
  } catch (cause) {
    throw new Refusal(cause instanceof Error ? cause.message : String(cause), exitCodes.config, { cause })
  }
}
