import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { Peer } from '../world/peer.ts'
import type { LedgerLine } from './ledger.ts'
import { whereOf } from './ledger-query.ts'
import type { LedgerFilter, SqlValue } from './ledger-query.ts'

export interface LedgerPage {
  readonly lines: readonly LedgerLine[]
  /** For the next page's `afterSeq`; null on the last page. */
  readonly nextAfterSeq: number | null
}

/** More than one message where there should be one. */
export interface AppliedTwice {
  /** What is equal, besides account and chat. */
  readonly by: 'text' | 'random_id'
  readonly account: number
  readonly chat: Peer
  readonly value: string
  readonly count: number
  /** The first ten. */
  readonly seqs: readonly number[]
}

/** Two messages of an account that follow one another too closely. */
export interface ShortGap {
  readonly account: number
  readonly gapMs: number
  readonly seq: number
  readonly atMs: number
  readonly beforeSeq: number
  readonly beforeMs: number
}

export type CountBy = 'account' | 'chat' | 'method' | 'error'

export interface LedgerCount {
  readonly account?: number
  readonly chat?: Peer | null
  readonly method?: string
  readonly error?: string | null
  readonly requests: number
  readonly applied: number
  readonly unanswered: number
}

/** How many findings come back at most; their number is told in full. */
const findingsMax = 1000
const pageMax = 1000

/**
 * Questions to the judge. Each flushes the open turn first, so that only what is on disk is told: a line that is reported here has
 * been, or will be, the truth also after a crash.
 */
export class LedgerReader {
  readonly #db: Database
  readonly #commit: GroupCommit

  constructor(db: Database, commit: GroupCommit) {
    this.#db = db
    this.#commit = commit
  }

  /** Oldest first, or the newest ones, newest first. @param limit at most 1000 */
  page(filter: LedgerFilter, options: { readonly limit?: number; readonly newestFirst?: boolean } = {}): LedgerPage {
    const limit = Math.min(options.limit ?? 100, pageMax)
    const { where, values } = whereOf(filter)
    const order = options.newestFirst === true ? 'desc' : 'asc'
    const rows = this.#all<LineRow>(`select * from ledger where ${where} order by seq ${order} limit :limit`, {
      ...values,
      limit: limit + 1,
    })
    const lines = rows.slice(0, limit).map(toLine)
    const hasMore = rows.length > limit && options.newestFirst !== true
    return { lines, nextAfterSeq: hasMore ? (lines.at(-1)?.seq ?? null) : null }
  }

  /** Every line that fits, in pages: between two of them others get their turn. */
  *pages(filter: LedgerFilter): Generator<readonly LedgerLine[]> {
    for (let afterSeq: number | null = filter.afterSeq ?? 0; afterSeq !== null;) {
      const page: LedgerPage = this.page({ ...filter, afterSeq }, { limit: pageMax })
      yield page.lines
      afterSeq = page.nextAfterSeq
    }
  }

  /**
   * Applied lines of one account to one chat with the same text, or the same random_id. Texts prove a double only where each is
   * meant once; that is for the test to see to.
   */
  appliedTwice(filter: LedgerFilter = {}): { readonly count: number; readonly twice: readonly AppliedTwice[] } {
    const found = [...this.#twice('text', 'text_hash', filter), ...this.#twice('random_id', 'random_id', filter)]
    return { count: found.length, twice: found.slice(0, findingsMax) }
  }

  /**
   * Messages of an account less than `ms` after its last one. Messages of one request (a forward of several, an album) are
   * one step.
   */
  gapsShorterThan(
    ms: number,
    filter: LedgerFilter = {},
  ): { readonly count: number; readonly gaps: readonly ShortGap[] } {
    const { where, values } = whereOf({ ...filter, applied: true })
    const gaps = this.#all<ShortGap>(
      `with steps as (
        select account, seq, at_ms, lag(seq) over line as before_seq, lag(at_ms) over line as before_ms,
          method in (${severalAtOnce}) and method is lag(method) over line and chat is lag(chat) over line
            and at_ms = lag(at_ms) over line as is_same_request
        from ledger where ${where} window line as (partition by account order by seq))
      select account, at_ms - before_ms as gapMs, seq, at_ms as atMs, before_seq as beforeSeq, before_ms as beforeMs
      from steps where at_ms - before_ms < :ms and not is_same_request order by seq`,
      { ...values, ms },
    )
    return { count: gaps.length, gaps: gaps.slice(0, findingsMax) }
  }

  /** How many requests there were, by what is asked for. */
  counts(by: readonly CountBy[], filter: LedgerFilter = {}): LedgerCount[] {
    const { where, values } = whereOf(filter)
    const columns = by.length === 0 ? '' : `${by.join(', ')},`
    const groups = by.length === 0 ? '' : `group by ${by.join(', ')} order by ${by.join(', ')}`
    return this.#all<LedgerCount>(
      `select ${columns} count(*) as requests, total(applied) as applied, total(answered = 0) as unanswered
      from ledger where ${where} ${groups} limit 10000`,
      values,
    )
  }

  #twice(by: AppliedTwice['by'], column: 'text_hash' | 'random_id', filter: LedgerFilter): AppliedTwice[] {
    const { where, values } = whereOf({ ...filter, applied: true })
    const rows = this.#all<TwiceRow>(
      `select account, chat, ${column} as value, count(*) as count, json_group_array(seq) as seqs from ledger
      where ${where} and ${column} is not null group by account, chat, ${column} having count(*) > 1 order by min(seq)`,
      values,
    )
    return rows.map((row) => ({ by, ...row, seqs: (JSON.parse(row.seqs) as number[]).slice(0, 10) }))
  }

  #all<Row>(sql: string, values: Record<string, SqlValue>): Row[] {
    this.#commit.flush()
    return this.#db.prepare<[Record<string, SqlValue>], Row>(sql).all(values)
  }
}

/** Requests that make several messages in one go. */
const severalAtOnce = `'messages.sendMultiMedia', 'messages.forwardMessages', 'sendMediaGroup', 'copyMessages', 'forwardMessages'`

interface TwiceRow {
  account: number
  chat: Peer
  value: string
  count: number
  seqs: string
}

interface LineRow {
  seq: number
  at_ms: number
  account: number
  is_bot: number
  chat: Peer | null
  method: string
  random_id: string | null
  text_hash: string | null
  message_id: number | null
  applied: number
  answered: number
  error: string | null
}

function toLine(row: LineRow): LedgerLine {
  return {
    seq: row.seq,
    atMs: row.at_ms,
    account: row.account,
    isBot: row.is_bot === 1,
    chat: row.chat,
    method: row.method,
    randomId: row.random_id,
    textHash: row.text_hash,
    messageId: row.message_id,
    applied: row.applied === 1,
    answered: row.answered === 1,
    error: row.error,
  }
}
