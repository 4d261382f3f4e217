import { createHash } from 'node:crypto'
import type { Random } from '../../base/random.ts'
import type { Dc } from '../dcs.ts'
import type { World } from '../world/world.ts'
import type { User } from '../world/model.ts'
import type { AuthKeys } from './auth-keys.ts'
import type { AuthKey } from './wire/contract.ts'

/** A login that is there from the beginning: thousands of accounts without a key exchange, a code or a password. */
export interface StoredSession {
  readonly userId: number
  readonly dcId: number
  readonly address: string
  /** For the `StringSession` of the `telegram` package. */
  readonly gramjs: string
  /** The 256 bytes of the auth key in hex, for other clients. */
  readonly authKey: string
  readonly authKeyId: string
}

export interface StoredSessionDeps {
  readonly world: World
  readonly keys: AuthKeys
  readonly dcs: readonly Dc[]
  /** The operating system's: an auth key is a secret, also in a simulation that others can reach. */
  readonly random: Random
}

/** Makes an auth key on which the user is signed in, in their home DC or, where this world lacks it, in the first one. */
export function makeStoredSession(user: User, { world, keys, dcs, random }: StoredSessionDeps): StoredSession {
  const dc = dcs.find(({ id }) => id === user.dcId) ?? dcs[0]
  if (dc === undefined) throw new Error('there is no DC to sign in at')
  const key = newAuthKey(dc.id, random)
  void keys.add(key)
  keys.change(key.id, { userId: user.id })
  if (!user.hasSignedIn) world.users.update(user, { hasSignedIn: true })
  const gramjs = gramjsString(dc, key.key)
  const authKey = key.key.toString('hex')
  return { userId: user.id, dcId: dc.id, address: dc.address, gramjs, authKey, authKeyId: String(key.id) }
}

function newAuthKey(dcId: number, random: Random): AuthKey {
  const key = random.bytes(256)
  return { id: createHash('sha1').update(key).digest().readBigInt64LE(12), key, dcId }
}

/**
 * '1' and base64 of DC id, length of the address, address, port, key. The package never connects to the port of a session, but
 * reads it as a signed 16-bit number and wants it above 0.
 */
function gramjsString({ id, address }: Dc, key: Buffer): string {
  const length = Buffer.from([0, address.length])
  const port = Buffer.from([0, 80])
  return `1${Buffer.concat([Buffer.from([id]), length, Buffer.from(address), port, key]).toString('base64')}`
}
