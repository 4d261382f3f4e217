import { CannotOpen } from '../base/keyring.ts'
import type { Keyring, Place } from '../base/keyring.ts'
import type { Random } from '../base/random.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { Secret } from '../base/secret.ts'
import type { Database } from '../base/sqlite.ts'
import type { sealedSettings } from '../store/sealed.ts'
import { openSettings } from '../store/settings.ts'

/**
 * The secret that every `random_id` is derived from, as hex: made once, with the first start, and never changed, because another one
 * would send again what is in flight. A canary beside it tells a wrong key before anything else is done with it.
 * @throws Refusal when SESSION_SECRET_KEY is not the key of this database
 */
export function openInstance(db: Database, keyring: Keyring, random: Random, nowMs: number): Secret {
  const settings = openSettings(db)
  const once = (name: (typeof sealedSettings)[number], make: () => string): Secret => {
    const stored = settings.setting(name)
    if (stored !== undefined) return keyring.open(stored, placeOf(name))
    const made = keyring.seal(new Secret(make()), placeOf(name))
    return keyring.open(settings.settingOnce(name, made, nowMs), placeOf(name))
  }
  const open = db.transaction(() => {
    once('key-canary', () => canary)
    return once('instance-secret', () => random.bytes(32).toString('hex'))
  })
  try {
    return open.immediate()
  } catch (cause) {
    if (!(cause instanceof CannotOpen)) throw cause
    throw new Refusal(wrongKey(keyring), exitCodes.config, { cause })
  }
}

const canary = 'karvon'

function placeOf(name: string): Place {
  return { table: 'settings', row: name, column: 'value' }
}

function wrongKey({ writingKeyId }: Keyring): string {
  return (
    `SESSION_SECRET_KEY (key ${writingKeyId}) is not the key that this data folder was made with: ` +
    'put the old key back, or name another DATA_DIR'
  )
}
