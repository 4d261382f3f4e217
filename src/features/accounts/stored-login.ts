import type { Keyring } from '../../base/keyring.ts'
import { Secret } from '../../base/secret.ts'
import type { AccountRow } from '../../store/store.ts'
import type { Device, Proxy } from '../../telegram/contract.ts'
import type { LoginStep } from '../../telegram/login-contract.ts'

/** Where a login is sealed for. */
export function sessionPlace(accountId: number) {
  return { table: 'accounts', row: accountId, column: 'session' }
}

export function proxyPlace(accountId: number) {
  return { table: 'accounts', row: accountId, column: 'proxy' }
}

/** The login that an account has, with the way it goes to Telegram: never another one. @returns undefined when it has none */
export function storedLogin(
  keyring: Keyring,
  { id, session, device, proxy }: Pick<AccountRow, 'id' | 'session' | 'device' | 'proxy'>,
): LoginStep | undefined {
  if (session === '') return undefined
  return {
    session: keyring.open(session, sessionPlace(id)),
    device: JSON.parse(device) as Device,
    proxy: proxy === null ? undefined : proxyIn(keyring.open(proxy, proxyPlace(id))),
  }
}

/** As it stands sealed in an account's row, and as its shard reads it. */
export function proxyText({ password, ...proxy }: Proxy): Secret {
  return new Secret(JSON.stringify({ ...proxy, ...(password !== undefined && { password: password.reveal() }) }))
}

/** What `proxyText` wrote. */
export function proxyIn(text: Secret): Proxy {
  const { password, ...proxy } = JSON.parse(text.reveal()) as Omit<Proxy, 'password'> & { readonly password?: string }
  return password === undefined ? proxy : { ...proxy, password: new Secret(password) }
}
