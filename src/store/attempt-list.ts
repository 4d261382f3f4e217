import type { Database } from '../base/sqlite.ts'
import { attemptStates } from '../delivery/attempt.ts'
import type { AttemptState } from '../delivery/attempt.ts'

/** One attempt for somebody who looks at it. Nothing of what it says. */
export interface ListedAttempt {
  readonly id: number
  readonly kind: string
  readonly accountId: number
  readonly ownerId: number
  readonly runId: number | null
  readonly campaignId: number | null
  readonly peer: number | null
  /** How the account knows the chat. */
  readonly title: string | null
  readonly state: AttemptState
  /** It waits with its run, which is paused, or stopped and about to be cancelled. */
  readonly isHeld: boolean
  readonly tries: number
  readonly crashes: number
  /** An earlier try may have arrived. */
  readonly isMaybeSent: boolean
  readonly dueAtMs: number
  readonly settledAtMs: number | null
  readonly messageId: number | null
  readonly reason: string | null
}

/** What a person looks for: `held` is pending too, but is not sent when its time comes. */
export type ListedState = AttemptState | 'held'

export const listedStates: readonly ListedState[] = attemptStates.flatMap((state): readonly ListedState[] =>
  state === 'pending' ? [state, 'held'] : [state],
)

/** `other` is work of an account that is no message, such as reading its groups. */
export type ListedKind = 'send' | 'other' | 'all'

export const listedKinds: readonly ListedKind[] = ['send', 'other', 'all']

export interface AttemptFilter {
  readonly state: ListedState
  readonly kind: ListedKind
  readonly accountId: number | null
  readonly campaignId: number | null
}

/**
 * For a reader's own connection: each state in the order that an index gives, so that a page does not read the whole table. What waits has
 * none in the order of its ids; the first page behind a million rows that were sent takes 0.3 s.
 */
export function listAttempts(db: Database, filter: AttemptFilter, limit: number): ListedAttempt[] {
  const { state, accountId, campaignId } = filter
  const rows = db
    .prepare<[Chosen & { readonly limit: number }], Row>(
      `select a.id, a.kind, a.account_id as accountId, a.owner_id as ownerId, a.run_id as runId, r.campaign_id as campaignId,
        a.peer, p.title, a.state, coalesce(${isHeld}, 0) as isHeld, a.tries, a.crashes, a.maybe_sent as isMaybeSent,
        a.due_at_ms as dueAtMs, a.settled_at_ms as settledAtMs, a.message_id as messageId, a.reason
      ${chosen(filter)}
      order by ${ended.has(state) ? 'a.settled_at_ms desc, a.id desc' : 'a.id'} limit @limit`,
    )
    .all({ accountId, campaignId, limit })
  return rows.map(({ isHeld, isMaybeSent, ...row }) => ({
    ...row,
    isHeld: isHeld === 1,
    isMaybeSent: isMaybeSent === 1,
  }))
}

/** How many there are. Only for what is no message, of which there is little. */
export function countOther(db: Database, { accountId, campaignId, ...filter }: AttemptFilter): number {
  const from = chosen({ ...filter, kind: 'other' })
  return db.prepare<[Chosen], number>(`select count(*) ${from}`).pluck().get({ accountId, campaignId }) ?? 0
}

type Chosen = Pick<AttemptFilter, 'accountId' | 'campaignId'>

type Row = Omit<ListedAttempt, 'isHeld' | 'isMaybeSent'> & { readonly isHeld: 0 | 1; readonly isMaybeSent: 0 | 1 }

/** By the run's state: the flag of each row follows in batches, and not at all while no engine runs. Null without a run. */
const isHeld = `(a.state = 'pending' and r.state in ('paused', 'stopped'))`

function chosen({ state, kind }: Pick<AttemptFilter, 'state' | 'kind'>): string {
  return `from attempts a ${kind === 'other' ? 'indexed by attempts_one_per_key' : ''}
      left join runs r on r.id = a.run_id
      left join peers p on p.account_id = a.account_id and p.peer = a.peer
      where ${conditions[state]} ${kinds[kind]}
        and (@accountId is null or a.account_id = @accountId) and (@campaignId is null or r.campaign_id = @campaignId)`
}

const kinds: Readonly<Record<ListedKind, string>> = {
  send: `and a.kind = 'send'`,
  other: `and a.kind <> 'send' and a.idempotency_key is not null`,
  all: '',
}

const ended: ReadonlySet<ListedState> = new Set<ListedState>(['sent', 'cancelled'])

/** SQLite takes an index of some rows only when its condition stands in the query as it is. */
const troubled = `and a.state in ('uncertain', 'failed-terminal')`
const conditions: Readonly<Record<ListedState, string>> = {
  pending: `a.state = 'pending' and not coalesce(${isHeld}, 0)`,
  held: isHeld,
  'in-flight': `a.state = 'in-flight'`,
  uncertain: `a.state = 'uncertain' ${troubled}`,
  'failed-terminal': `a.state = 'failed-terminal' ${troubled}`,
  sent: `a.state = 'sent' and a.settled_at_ms is not null`,
  cancelled: `a.state = 'cancelled' and a.settled_at_ms is not null`,
}
