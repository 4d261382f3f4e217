import { Refusal } from '../../base/refusal.ts'
import type { Keyring } from '../../base/keyring.ts'
import { Secret } from '../../base/secret.ts'
import type { Device, Self } from '../../telegram/contract.ts'
import { parseSession } from '../../telegram/mtproto/session-string.ts'
import type { ControlDeps } from '../feature.ts'
import type { LoginProxy } from './logins-secrets.ts'
import { noOwner, takenRefusal, unreadableSession } from './refusals.ts'
import { proxyPlace, sessionPlace, storedLogin } from './stored-login.ts'
import type { Account, AccountVerbs, TakenLogin } from './verbs.ts'

type Deps = Pick<ControlDeps<AccountVerbs>, 'store' | 'clock' | 'keyring' | 'signIns' | 'shards' | 'settings'>

/** A login that Telegram has confirmed. */
export interface ConfirmedLogin {
  readonly ownerId: number
  readonly session: Secret
  readonly authKeyId: string
  readonly self: Pick<Self, 'id' | 'firstName' | 'lastName' | 'username'> & Partial<Pick<Self, 'isPremium'>>
  readonly device: Device
  /** Through which it was made, and through which the account goes from now on. */
  readonly proxy?: LoginProxy
}

export interface KeptLogin {
  /** Paused where its proxy has no room any more, or was removed: an account never goes around one. */
  readonly account: Account
  readonly isNew: boolean
  /** Whether the login that the account had before was ended at Telegram; null when it had none. */
  readonly isOldLoginEnded: boolean | null
}

/** Longer than Telegram takes on a bad day. */
const askMaxMs = 60_000

/**
 * Takes over a session that somebody brings: read, looked for among those that are here, and only then connected, once, to ask who it
 * is. The other order would end a session that is at work.
 * @throws Refusal; then nothing was changed
 */
export async function importSession(deps: Deps, ownerId: number, given: string): Promise<KeptLogin> {
  const parsed = parseSession(given)
  if (parsed.type === 'not-a-session') throw new Refusal(`this is not a session string: ${parsed.reason}`)
  if (!(await deps.store.hasOwner(ownerId))) throw noOwner(ownerId)
  const { session, authKeyId } = parsed
  const taken = await deps.store.loginTaken({ authKeyId, telegramId: null })
  if (taken !== undefined) throw takenRefusal(taken, ownerId)

  const device = deviceOf(deps.settings.version)
  const self = await deps.signIns.whoIs({ session, device, proxy: undefined }, AbortSignal.timeout(askMaxMs))
  if (self.type !== 'answer') throw unreadableSession(self)
  return keepLogin(deps, { ownerId, session, authKeyId, self: self.value, device })
}

/**
 * Stores a login: as a new account, or in the place of the login that its Telegram account had here; that one is logged out.
 * @throws Refusal when the Telegram account is another owner's
 */
export async function keepLogin(deps: Deps, login: ConfirmedLogin): Promise<KeptLogin> {
  const { ownerId } = login
  if (!(await deps.store.hasOwner(ownerId))) throw noOwner(ownerId)
  const kept = await keepUnlessTaken(deps, login)
  if ('taken' in kept) throw takenRefusal(kept.taken, ownerId)
  return kept
}

/** The same for an owner who is there. A Telegram account of another owner, or a login that is kept already, is a value. */
export async function keepUnlessTaken(
  deps: Deps,
  login: ConfirmedLogin,
): Promise<KeptLogin | { readonly taken: TakenLogin }> {
  const { ownerId, authKeyId, self } = login
  const taken = await deps.store.loginTaken({ authKeyId, telegramId: self.id })
  const isOurs = taken?.account.ownerId === ownerId && !taken.isSameLogin
  if (taken !== undefined && !isOurs) return { taken }

  const kept = taken === undefined ? await add(deps, login) : await replace(deps, login, taken.account)
  if ('account' in kept) deps.shards.hint([kept.account])
  return kept
}

/** What Telegram shows among the account's devices: what it is. */
export function deviceOf(version: string): Device {
  return { model: 'Karvon', systemVersion: 'Linux', appVersion: version }
}

async function add(
  { store, keyring, clock, settings }: Deps,
  login: ConfirmedLogin,
): Promise<KeptLogin | { readonly taken: TakenLogin }> {
  const { ownerId, session, authKeyId, self, device, proxy } = login
  const id = await store.reserveAccountId()
  const added = await store.addLogin({
    id,
    ownerId,
    telegramId: self.id,
    authKeyId,
    ...toldOf(self),
    session: keyring.seal(session, sessionPlace(id)),
    device: JSON.stringify(device),
    capPerMinute: settings.capPerMinute,
    nowMs: clock.nowMs(),
    ...sealedProxy(keyring, id, proxy),
  })
  if ('taken' in added) return added
  return { account: added.account, isNew: true, isOldLoginEnded: null }
}

/** While nobody has a link with the old login, because a second connection is what logs it out. */
async function replace(
  { store, keyring, signIns, shards }: Deps,
  { session, authKeyId, self, device, proxy }: ConfirmedLogin,
  { id, partition }: Account,
): Promise<KeptLogin> {
  return shards.vacate(partition, async () => {
    const before = await store.account(id)
    const sealed = keyring.seal(session, sessionPlace(id))
    const account = await store.replaceLogin({
      id,
      authKeyId,
      ...toldOf(self),
      session: sealed,
      device: JSON.stringify(device),
      ...sealedProxy(keyring, id, proxy),
    })
    if (before === undefined || account === undefined) throw new Refusal(`account ${id} was removed meanwhile`)
    const old = storedLogin(keyring, before)
    if (old === undefined) return { account, isNew: false, isOldLoginEnded: null }
    const ended = await signIns.logOut(old, AbortSignal.timeout(askMaxMs))
    return { account, isNew: false, isOldLoginEnded: ended.type === 'logged-out' }
  })
}

function sealedProxy(keyring: Keyring, accountId: number, proxy: LoginProxy | undefined) {
  if (proxy === undefined) return {}
  return { proxy: { id: proxy.id, sealed: keyring.seal(new Secret(proxy.text), proxyPlace(accountId)) } }
}

function toldOf({ firstName, lastName, username, isPremium }: ConfirmedLogin['self']) {
  const name = `${firstName} ${lastName}`.trim()
  return { name, username, ...(isPremium === undefined ? {} : { isPremium }) }
}
