import type { Keyring } from '../../../base/keyring.ts'
import type { Verbs } from '../../../store/store.ts'
import type { Proxy } from '../../../telegram/contract.ts'
import type { ControlDeps } from '../../feature.ts'
import type { LoginProxy } from '../logins-secrets.ts'
import { proxyPlace, proxyText } from '../stored-login.ts'
import type { AccountVerbs } from '../verbs.ts'
import { parseProxy } from './parse.ts'
import type { ProxyProblem } from './parse.ts'
import { probeProxy } from './probe.ts'
import type { ProbeResult } from './probe.ts'
import { viewOf } from './store.ts'
import type { OfProxy, ProxyVerbs, ProxyView, StoredProxy, UseAnswer } from './verbs.ts'

export type ProxyDeps = Pick<
  ControlDeps<Verbs & AccountVerbs & ProxyVerbs>,
  'store' | 'clock' | 'keyring' | 'shards' | 'settings'
>

/** What became of the lines of a list. A bad one is named, without what stands in it: it may hold a password. */
export interface ImportedProxies {
  readonly added: readonly ProxyView[]
  readonly known: number
  readonly refused: readonly RefusedLine[]
}

export interface RefusedLine {
  readonly line: number
  readonly problem: ProxyProblem | 'too-many'
  /** The address, where it is one that may not be. */
  readonly host?: string
}

/** Of one owner. */
const proxiesMax = 500

/** Takes proxies over, a line each; empty lines are passed over, and a bad one does not hold up the others. */
export async function addProxies(deps: ProxyDeps, ownerId: number, text: string): Promise<ImportedProxies> {
  const { store, keyring, clock, settings } = deps
  const [added, refused]: [ProxyView[], RefusedLine[]] = [[], []]
  let known = 0
  let count = (await store.proxies(ownerId)).length
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const parsed = parseProxy(line, settings.isTest)
    if ('problem' in parsed || count >= proxiesMax) {
      refused.push({ line: index + 1, ...('problem' in parsed ? parsed : { problem: 'too-many' }) })
      continue
    }
    const { host, port, username = '', password } = parsed.proxy
    const id = await store.reserveProxyId()
    const sealed = password === undefined ? null : keyring.seal(password, passwordPlace(id))
    const kept = await store.addProxy({ id, ownerId, host, port, username, password: sealed, nowMs: clock.nowMs() })
    if (kept.isNew) count += 1
    if (kept.isNew) added.push(viewOf(kept.proxy))
    else known += 1
  }
  return { added, known, refused }
}

/** Takes one over, or finds it among the owner's. @returns its number, or why it is none */
export async function takeProxy(deps: ProxyDeps, ownerId: number, line: string): Promise<{ id: number } | RefusedLine> {
  const parsed = parseProxy(line, deps.settings.isTest)
  if ('problem' in parsed) return { line: 1, ...parsed }
  const { refused } = await addProxies(deps, ownerId, line.replaceAll(/\s+/g, ' '))
  const [problem] = refused
  if (problem !== undefined) return problem
  const { host, port, username = '' } = parsed.proxy
  const found = (await deps.store.proxies(ownerId)).find(
    (proxy) => proxy.host === host && proxy.port === port && proxy.username === username,
  )
  return found ?? { line: 1, problem: 'too-many' }
}

/** How a sign-in goes through a proxy of this owner, and then its account. @returns undefined when it is not there */
export async function wayThrough(
  { store, keyring }: ProxyDeps,
  ownerId: number,
  id: number,
): Promise<LoginProxy | undefined> {
  const proxy = await store.proxyOf({ id, ownerId })
  return proxy && { id, text: proxyText(openProxy(keyring, proxy)).reveal() }
}

/** Asks the proxy for Telegram, here and now, and keeps what came of it. @returns undefined when it is not there */
export async function checkProxy(deps: ProxyDeps, of: OfProxy): Promise<ProbeResult | undefined> {
  const { store, keyring, clock, settings } = deps
  const proxy = await store.proxyOf(of)
  if (proxy === undefined) return undefined
  const target = settings.telegram
  const result = await probeProxy(openProxy(keyring, proxy), { target, mayBePrivate: settings.isTest })
  await store.proxyChecked({ ...of, result, nowMs: clock.nowMs() })
  return result
}

/** From the next connection on; the one that stands ends first. @param proxyId null: directly */
export async function chooseProxy(
  { store, keyring, shards }: ProxyDeps,
  { accountId, ownerId, proxyId }: { accountId: number; ownerId: number | null; proxyId: number | null },
): Promise<UseAnswer> {
  const account = await store.accountOf({ id: accountId, ownerId })
  if (account === undefined) return { problem: 'no-account' }
  const proxy = proxyId === null ? undefined : await store.proxyOf({ id: proxyId, ownerId: account.ownerId })
  if (proxyId !== null && proxy === undefined) return { problem: 'no-proxy' }
  const sealed = proxy === undefined ? null : keyring.seal(proxyText(openProxy(keyring, proxy)), proxyPlace(accountId))
  const answer = await shards.vacate(account.partition, () => store.useProxy({ accountId, ownerId, proxyId, sealed }))
  if ('account' in answer) shards.hint([answer.account])
  return answer
}

/** With its password, for whoever connects through it. */
export function openProxy(keyring: Keyring, { id, host, port, username, password }: StoredProxy): Proxy {
  if (username === '') return { host, port }
  return { host, port, username, ...(password !== null && { password: keyring.open(password, passwordPlace(id)) }) }
}

function passwordPlace(id: number) {
  return { table: 'proxies', row: id, column: 'password' }
}
