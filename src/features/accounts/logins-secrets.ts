import { z } from 'zod'
import type { Keyring } from '../../base/keyring.ts'
import { Secret } from '../../base/secret.ts'
import type { Proxy } from '../../telegram/contract.ts'
import type { SignedIn } from '../../telegram/login-contract.ts'
import { proxyIn } from './stored-login.ts'

/** What a login knows that nobody else may: it stands in one sealed column. */
export interface LoginSecrets {
  /** Digits only, with the country's. */
  readonly phone: string
  /** Through which all of it goes, from the first connection on; absent: directly. */
  readonly proxy?: LoginProxy
  readonly session?: string
  /** Absent where the code is void. */
  readonly phoneCodeHash?: string
  /** As far as they were typed. */
  readonly digits: string
  readonly hint?: string
  /** Who it is, from the moment Telegram has let them in. */
  readonly signedIn?: Who
}

/** A proxy of the owner's, as it was when the login began. */
export interface LoginProxy {
  readonly id: number
  /** As an account keeps it: with its password. */
  readonly text: string
}

export interface Who {
  readonly authKeyId: string
  readonly id: number
  readonly firstName: string
  readonly lastName: string
  readonly username: string | null
  /** Absent in what an earlier version has written. */
  readonly isPremium?: boolean
}

/** How its steps go to Telegram. */
export function way(proxy: LoginProxy | undefined): Proxy | undefined {
  return proxy && proxyIn(new Secret(proxy.text))
}

export function whoIn({ authKeyId, self }: Pick<SignedIn, 'authKeyId' | 'self'>): Who {
  const { id, firstName, lastName, username, isPremium } = self
  return { authKeyId, id, firstName, lastName, username, isPremium }
}

export function sealLogin(keyring: Keyring, id: number, secrets: LoginSecrets): string {
  return keyring.seal(new Secret(JSON.stringify(secrets)), placeOf(id))
}

/** @throws CannotOpen when it was changed, or its key is gone */
export function openLogin(keyring: Keyring, { id, secrets }: { readonly id: number; readonly secrets: string }) {
  return shape.parse(JSON.parse(keyring.open(secrets, placeOf(id)).reveal()))
}

const shape = z.object({
  phone: z.string(),
  proxy: z.object({ id: z.int(), text: z.string() }).exactOptional(),
  session: z.string().exactOptional(),
  phoneCodeHash: z.string().exactOptional(),
  digits: z.string(),
  hint: z.string().exactOptional(),
  signedIn: z
    .object({
      authKeyId: z.string(),
      id: z.int(),
      firstName: z.string(),
      lastName: z.string(),
      username: z.string().nullable(),
      isPremium: z.boolean().exactOptional(),
    })
    .exactOptional(),
})

function placeOf(id: number) {
  return { table: 'logins', row: id, column: 'secrets' }
}
