import type { Peer } from '../world/peer.ts'

/** Which lines; what is left out fits every line. */
export interface LedgerFilter {
  readonly account?: number | undefined
  readonly chat?: Peer | undefined
  /** Exact, or the start of a name: `messages.*`. */
  readonly method?: string | undefined
  readonly fromMs?: number | undefined
  /** Up to and without. */
  readonly toMs?: number | undefined
  readonly applied?: boolean | undefined
  readonly error?: string | undefined
  readonly textHash?: string | undefined
  readonly afterSeq?: number | undefined
}

export type SqlValue = string | number

/** A `where` of named parameters. Only what is asked for stands in it, so that SQLite can choose the index. */
export function whereOf(filter: LedgerFilter): { readonly where: string; readonly values: Record<string, SqlValue> } {
  const parts: string[] = []
  const values: Record<string, SqlValue> = {}
  const add = (sql: string, name: string, value: SqlValue | undefined): void => {
    if (value === undefined) return
    parts.push(sql)
    values[name] = value
  }
  const { method } = filter
  const isPrefix = method?.endsWith('*') === true
  add('account = :account', 'account', filter.account)
  add('chat = :chat', 'chat', filter.chat)
  if (isPrefix) add('substr(method, 1, length(:method)) = :method', 'method', method.slice(0, -1))
  else add('method = :method', 'method', method)
  add('at_ms >= :fromMs', 'fromMs', filter.fromMs)
  add('at_ms < :toMs', 'toMs', filter.toMs)
  add('applied = :applied', 'applied', filter.applied === undefined ? undefined : Number(filter.applied))
  add('error = :error', 'error', filter.error)
  add('text_hash = :textHash', 'textHash', filter.textHash)
  add('seq > :afterSeq', 'afterSeq', filter.afterSeq)
  return { where: parts.length === 0 ? 'true' : parts.join(' and '), values }
}
