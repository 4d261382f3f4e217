import type { Account } from '../verbs.ts'

/** The verbs of owners' proxies. Each is one transaction. Another owner's proxy is one that is not there. */
export interface ProxyVerbs {
  reserveProxyId(): number
  /** @returns what stands there: one of the same address and user stays as it is */
  addProxy(proxy: NewProxy): { readonly proxy: StoredProxy; readonly isNew: boolean }
  proxies(ownerId: number): ProxyView[]
  proxyOf(of: OfProxy): StoredProxy | undefined
  proxyChecked(of: OfProxy & { readonly result: string; readonly nowMs: number }): void
  /** Null: none. Nobody may have a link of the account meanwhile. */
  useProxy(use: UseProxy): UseAnswer
  removeProxy(of: OfProxy): RemoveAnswer
}

/** Telegram looks at who shares an address. */
export const accountsPerProxy = 3

export interface OfProxy {
  readonly id: number
  /** Null: an admin at the command line, who reaches everybody's. */
  readonly ownerId: number | null
}

export interface NewProxy {
  readonly id: number
  readonly ownerId: number
  readonly host: string
  readonly port: number
  /** '' when it asks for none. */
  readonly username: string
  /** Sealed for this id. */
  readonly password: string | null
  readonly nowMs: number
}

/** As everybody who may see it sees it. */
export interface ProxyView {
  readonly id: number
  readonly ownerId: number
  readonly host: string
  readonly port: number
  readonly username: string
  readonly accounts: number
  readonly checkedAtMs: number | null
  readonly checkResult: string | null
}

export interface StoredProxy extends ProxyView {
  readonly password: string | null
}

export interface UseProxy {
  readonly accountId: number
  readonly ownerId: number | null
  readonly proxyId: number | null
  /** Sealed for the account; null with a null `proxyId`. */
  readonly sealed: string | null
}

export type UseAnswer = { readonly account: Account } | { readonly problem: 'no-account' | 'no-proxy' | 'full' | 'bot' }

export type RemoveAnswer =
  | { readonly removed: ProxyView }
  | { readonly problem: 'not-found' }
  | { readonly problem: 'used'; readonly by: readonly Account[] }
