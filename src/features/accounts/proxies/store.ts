import type { Database } from '../../../base/sqlite.ts'
import type { Spine } from '../../../store/store.ts'
import { accountColumns } from '../store.ts'
import type { Account } from '../verbs.ts'
import { accountsPerProxy } from './verbs.ts'
import type { NewProxy, OfProxy, ProxyVerbs, ProxyView, StoredProxy, UseProxy } from './verbs.ts'

/** The verbs of proxies on a SQLite connection. verbs.ts says what each does. */
export function openProxies(db: Database, { ids }: Spine): ProxyVerbs {
  const select = `
    select p.id, p.owner_id as ownerId, p.host, p.port, p.username, p.password, p.checked_at_ms as checkedAtMs,
      p.check_result as checkResult, (select count(*) from accounts a where a.proxy_id = p.id) as accounts
    from proxies p`
  const one = db.prepare<[OfProxy], StoredProxy>(
    `${select} where p.id = @id and (p.owner_id = @ownerId or @ownerId is null)`,
  )
  const same = db.prepare<[number, string, number, string], { id: number }>(
    'select id from proxies where owner_id = ? and host = ? and port = ? and username = ?',
  )
  const ofOwner = db.prepare<[number], StoredProxy>(
    `${select} where p.owner_id = ? order by p.host, p.port, p.username`,
  )
  const insert = db.prepare<[NewProxy]>(`
    insert into proxies (id, owner_id, host, port, username, password, created_at_ms)
    values (@id, @ownerId, @host, @port, @username, @password, @nowMs)`)
  const checked = db.prepare<[number, string, number]>(
    'update proxies set checked_at_ms = ?, check_result = ? where id = ?',
  )
  const account = db.prepare<[{ accountId: number; ownerId: number | null }], Account>(`
    select ${accountColumns} from accounts
    where id = @accountId and (owner_id = @ownerId or @ownerId is null) and deleted_at_ms is null`)
  const users = db.prepare<[number], Account>(`select ${accountColumns} from accounts where proxy_id = ? order by id`)
  const use = db.prepare<[number | null, string | null, number]>(`
    update accounts set proxy_id = ?, proxy = ?, proxy_down_at_ms = null where id = ?`)
  const remove = db.prepare<[number]>('delete from proxies where id = ?')

  const find = (of: OfProxy) => one.get({ id: of.id, ownerId: of.ownerId })
  const found = (id: number): StoredProxy => {
    const proxy = find({ id, ownerId: null })
    if (proxy === undefined) throw new Error('the proxy that was just added is not there')
    return proxy
  }
  const problemOf = ({ accountId, ownerId, proxyId }: UseProxy) => {
    const taker = account.get({ accountId, ownerId })
    if (taker === undefined) return 'no-account' as const
    if (proxyId === null) return undefined
    if (taker.kind === 'bot') return 'bot' as const
    const proxy = find({ id: proxyId, ownerId: taker.ownerId })
    if (proxy === undefined) return 'no-proxy' as const
    return proxy.accounts >= accountsPerProxy && taker.proxyId !== proxyId ? ('full' as const) : undefined
  }

  return {
    reserveProxyId: () => ids.take(1),
    addProxy(proxy) {
      const { ownerId, host, port, username } = proxy
      const before = same.get(ownerId, host, port, username)
      if (before !== undefined) return { proxy: found(before.id), isNew: false }
      insert.run(proxy)
      return { proxy: found(proxy.id), isNew: true }
    },
    proxies: (ownerId) => ofOwner.all(ownerId).map(viewOf),
    proxyOf: find,
    proxyChecked({ result, nowMs, ...of }) {
      const proxy = find(of)
      if (proxy !== undefined) checked.run(nowMs, result, proxy.id)
    },
    useProxy(given) {
      const problem = problemOf(given)
      if (problem !== undefined) return { problem }
      use.run(given.proxyId, given.sealed, given.accountId)
      const changed = account.get({ accountId: given.accountId, ownerId: given.ownerId })
      return changed === undefined ? { problem: 'no-account' } : { account: changed }
    },
    removeProxy(of) {
      const proxy = find(of)
      if (proxy === undefined) return { problem: 'not-found' }
      const by = users.all(proxy.id)
      if (by.length > 0) return { problem: 'used', by }
      remove.run(proxy.id)
      return { removed: viewOf(proxy) }
    },
  }
}

/** Without its password. */
export function viewOf({
  id,
  ownerId,
  host,
  port,
  username,
  accounts,
  checkedAtMs,
  checkResult,
}: StoredProxy): ProxyView {
  return { id, ownerId, host, port, username, accounts, checkedAtMs, checkResult }
}
