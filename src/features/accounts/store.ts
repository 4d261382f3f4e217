import type { Database } from '../../base/sqlite.ts'
import type { Spine } from '../../store/store.ts'
import { accountsPerProxy } from './proxies/verbs.ts'
import type {
  Account,
  AccountAnswer,
  AccountVerbs,
  Addressed,
  LoginIds,
  NewLogin,
  OwnerScope,
  TakenLogin,
} from './verbs.ts'

/** The verbs of accounts on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openAccountBook(db: Database, spine: Spine): AccountVerbs {
  const sql = prepareAccounts(db)

  const taken = ({ authKeyId, telegramId }: LoginIds): TakenLogin | undefined => {
    const byKey = authKeyId === null ? undefined : sql.byAuthKey.get(authKeyId)
    if (byKey !== undefined) return { account: byKey, isSameLogin: true }
    const byUser = telegramId === null ? undefined : sql.byTelegramId.get(telegramId)
    return byUser === undefined ? undefined : { account: byUser, isSameLogin: false }
  }
  const told = (of: Addressed, change: { run(id: number): { changes: number } }): AccountAnswer => {
    const account = sql.one.get(scoped(of))
    if (account === undefined) return { problem: { type: 'not-found' } }
    if (change.run(account.id).changes === 0) return { problem: { type: 'wrong-state', account } }
    return { account: sql.one.get(scoped(of)) ?? account }
  }

  /** In the transaction that gives the login, so that nobody connects before. */
  const goThrough = (id: number, proxy: NewLogin['proxy']): void => {
    if (proxy === undefined) return
    const isUsed = sql.useProxy.run({ id, proxyId: proxy.id, sealed: proxy.sealed }).changes === 1
    if (!isUsed) sql.rest.run(id)
  }

  const savePremium = (id: number, isPremium: boolean | undefined): void => {
    if (isPremium !== undefined) sql.savePremium.run(isPremium ? 1 : 0, id)
  }

  return {
    savePremium: ({ accountId, isPremium }) => savePremium(accountId, isPremium),
    loginTaken: taken,
    hasOwner: (ownerId) => sql.owner.get(ownerId) !== undefined,
    addLogin({ nowMs, proxy, isPremium, ...login }) {
      const existing = taken(login)
      if (existing !== undefined) return { taken: existing }
      spine.accounts.addAccount({ kind: 'user', ...login }, nowMs)
      goThrough(login.id, proxy)
      savePremium(login.id, isPremium)
      const account = sql.one.get({ id: login.id, ownerId: null })
      if (account === undefined) throw new Error('the account that was just added is not there')
      return { account }
    },
    replaceLogin({ id, authKeyId, name, username, session, device, proxy, isPremium }) {
      sql.replaceLogin.run(authKeyId, name, username, session, device, id)
      goThrough(id, proxy)
      savePremium(id, isPremium)
      return sql.one.get({ id, ownerId: null })
    },

    accountOf: (of) => sql.one.get(scoped(of)),
    accounts: ({ ownerId, after, limit }) => sql.page.all({ ownerId, after, limit }),
    sendWaitUntil: ({ accountId, nowMs }) => sql.sendWait.get(accountId, nowMs)?.untilMs ?? null,
    pauseAccount: (of) => told(of, sql.pause),
    resumeAccount: ({ nowMs, ...of }) => told(of, { run: (id) => sql.resume.run({ id, nowMs }) }),
  }
}

/** Of an account as everybody who may see it sees it. */
export const accountColumns = `
  id, owner_id as ownerId, kind, telegram_id as telegramId, name, username, alias, state, state_reason as reason,
  state_until_ms as untilMs, cap_per_minute as capPerMinute, proxy_id as proxyId, proxy_down_at_ms as proxyDownAtMs,
  partition, created_at_ms as createdAtMs`

function prepareAccounts(db: Database) {
  const select = `select ${accountColumns} from accounts`
  return {
    one: db.prepare<[{ id: number; ownerId: OwnerScope }], Account>(
      `${select} where id = @id and (owner_id = @ownerId or @ownerId is null) and deleted_at_ms is null`,
    ),
    byAuthKey: db.prepare<[string], Account>(`${select} where auth_key_id = ?`),
    byTelegramId: db.prepare<[number], Account>(`${select} where telegram_id = ?`),
    page: db.prepare<[{ ownerId: OwnerScope; after: number; limit: number }], Account>(
      `${select} where id > @after and (owner_id = @ownerId or @ownerId is null) and deleted_at_ms is null order by id limit @limit`,
    ),
    sendWait: db.prepare<[number, number], { untilMs: number }>(
      `select until_ms as untilMs from waits where account_id = ? and key = 'lane:send' and until_ms > ?`,
    ),
    owner: db.prepare<[number], { id: number }>('select id from users where id = ?'),
    replaceLogin: db.prepare(`
      update accounts set auth_key_id = ?, name = ?, username = ?, session = ?, device = ?, state = 'active', state_reason = null,
        state_until_ms = null
      where id = ? and deleted_at_ms is null`),
    useProxy: db.prepare<[{ id: number; proxyId: number; sealed: string }]>(`
      update accounts set proxy_id = @proxyId, proxy = @sealed, proxy_down_at_ms = null
      where id = @id and deleted_at_ms is null
        and exists (select 1 from proxies where id = @proxyId and owner_id = accounts.owner_id)
        and (select count(*) from accounts where proxy_id = @proxyId and id <> @id) < ${accountsPerProxy}`),
    savePremium: db.prepare<[0 | 1, number]>('update accounts set is_premium = ? where id = ?'),
    rest: db.prepare<[number]>(`
      update accounts set state = 'paused', state_reason = 'the proxy of its login is gone or full'
      where id = ? and proxy_id is null`),
    // The end of a limit is kept: pausing must not be a way around it.
    pause: db.prepare<[number]>(`
      update accounts set state = 'paused', state_reason = 'asked' where id = ? and state in ('active', 'limited', 'paused')`),
    // A limit without an end is one that lasts until its owner acts, and this is the act.
    resume: db.prepare<[{ id: number; nowMs: number }]>(`
      update accounts set
        state = iif(state_until_ms > @nowMs, 'limited', 'active'),
        state_reason = iif(state_until_ms > @nowMs, 'limited by Telegram', null),
        state_until_ms = iif(state_until_ms > @nowMs, state_until_ms, null)
      where id = @id and (state in ('active', 'paused') or (state = 'limited' and state_until_ms is null))`),
  }
}

function scoped({ id, ownerId }: Addressed) {
  return { id, ownerId }
}
