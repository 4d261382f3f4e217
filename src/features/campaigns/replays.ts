import type { Database } from '../../base/sqlite.ts'
import type { Spine } from '../../store/store.ts'

/** Which messages: of one account, of one campaign, or all. */
export interface ReplayFilter {
  readonly accountId: number | null
  readonly campaignId: number | null
}

/** What a replay would touch, and what it leaves alone. */
export interface Replayable {
  /** Dead letters in the last round of a campaign that runs or has finished. */
  readonly failed: {
    readonly count: number
    readonly campaignIds: readonly number[]
    readonly reasons: readonly { readonly reason: string; readonly count: number }[]
    /** In rounds that a later one has superseded, or that were stopped or are paused: their time is over. */
    readonly left: number
  }
  /** Messages that may have arrived. */
  readonly uncertain: {
    /** A repeat of a user account carries the same `random_id`: Telegram answers it with the first message. */
    readonly ofUsers: number
    /** A bot's repeat arrives a second time if the first one did. */
    readonly ofBots: number
    /** In rounds that were stopped. */
    readonly left: number
  }
}

/** For a reader's own connection. Its cost grows with what failed or is in doubt, not with what was sent. */
export function readReplayable(db: Database, filter: ReplayFilter): Replayable {
  const failed = db.prepare<[ReplayFilter], FailedRow>(failedByRun).all(filter)
  const reasons = db.prepare<[ReplayFilter], { reason: string; count: number }>(failedReasons).all(filter)
  const uncertain = db.prepare<[ReplayFilter], UncertainRow>(uncertainByKind).all(filter)
  const [live, left] = [failed.filter(({ isLive }) => isLive === 1), failed.filter(({ isLive }) => isLive === 0)]
  const inDoubt = (kind: 'user' | 'bot') => sum(uncertain.filter((row) => row.kind === kind && row.isLive === 1))
  return {
    failed: { count: sum(live), campaignIds: live.map(({ campaignId }) => campaignId), reasons, left: sum(left) },
    uncertain: {
      ofUsers: inDoubt('user'),
      ofBots: inDoubt('bot'),
      left: sum(uncertain.filter(({ isLive }) => isLive === 0)),
    },
  }
}

export interface ReplayVerbs {
  /**
   * Puts messages in doubt back, to be repeated. Looks at `limit` of them; call it again behind `afterId` until that is null. A round
   * that had finished runs again, and its campaign with it.
   */
  resendUncertain(args: ResendArgs): ResendAnswer
}

export interface ResendArgs extends ReplayFilter {
  /** Also those of bots, which may then arrive twice. */
  readonly withBots: boolean
  readonly afterId: number
  readonly limit: number
  readonly nowMs: number
}

export interface ResendAnswer {
  readonly resent: number
  readonly afterId: number | null
  /** To be hinted at. */
  readonly accounts: readonly { readonly id: number; readonly partition: number }[]
}

export function openReplays(db: Database, { runs }: Pick<Spine, 'runs'>): ReplayVerbs {
  const inDoubt = db.prepare<[number, number], DoubtRow>(`
    select a.id, a.account_id as accountId, a.partition, a.run_id as runId, acc.kind, r.state as runState,
      r.campaign_id as campaignId
    from attempts a indexed by attempts_troubled join accounts acc on acc.id = a.account_id join runs r on r.id = a.run_id
    where ${inDoubtOnly} and a.id > ? order by a.state, a.id limit ?`)
  const resend = db.prepare<[number, number]>(`
    update attempts set state = 'pending', reason = null, settled_at_ms = null, tries = 0, crashes = 0, due_at_ms = ?,
      maybe_sent = 1, epoch = null, claimed_at_ms = null
    where id = ? and state = 'uncertain'`)
  const wake = db.prepare<[number]>(`update campaigns set state = 'running' where id = ? and state = 'finished'`)

  return {
    resendUncertain({ accountId, campaignId, withBots, afterId, limit, nowMs }) {
      const rows = inDoubt.all(afterId, limit)
      const wanted = rows.filter(
        (row) =>
          (accountId === null || row.accountId === accountId) &&
          (campaignId === null || row.campaignId === campaignId) &&
          (withBots || row.kind === 'user') &&
          (row.runState === 'running' || row.runState === 'finished'),
      )
      const resent = wanted.filter(({ id }) => resend.run(nowMs, id).changes === 1)
      runs.uncount('uncertain', resent)
      for (const id of new Set(resent.map((row) => row.campaignId))) wake.run(id)
      const last = rows.length < limit ? undefined : rows.at(-1)
      const accounts = new Map(resent.map(({ accountId, partition }) => [accountId, { id: accountId, partition }]))
      return { resent: resent.length, afterId: last?.id ?? null, accounts: [...accounts.values()] }
    },
  }
}

interface FailedRow {
  readonly campaignId: number
  readonly count: number
  readonly isLive: 0 | 1
}

interface UncertainRow {
  readonly kind: 'user' | 'bot'
  readonly count: number
  readonly isLive: 0 | 1
}

interface DoubtRow {
  readonly id: number
  readonly accountId: number
  readonly partition: number
  readonly runId: number
  readonly kind: 'user' | 'bot'
  readonly runState: string
  readonly campaignId: number
}

/** Said twice, because SQLite takes an index of some rows only when its condition stands in the query as it is. */
const troubled = `a.state in ('uncertain', 'failed-terminal')`
const inDoubtOnly = `a.state = 'uncertain' and ${troubled}`
const failedOnly = `a.state = 'failed-terminal' and ${troubled}`

const chosen = `
    (@accountId is null or a.account_id = @accountId) and (@campaignId is null or r.campaign_id = @campaignId)`

/** As `retryFailed` would decide. */
const isRetried = `
    r.id = (select max(id) from runs later where later.campaign_id = r.campaign_id) and r.state in ('running', 'finished')
      and exists (select 1 from campaigns c where c.id = r.campaign_id and c.state in ('running', 'finished'))`

const failedByRun = `
  select r.campaign_id as campaignId, count(*) as count, (${isRetried}) as isLive
  from attempts a indexed by attempts_troubled join runs r on r.id = a.run_id
  where ${failedOnly} and ${chosen}
  group by r.id order by r.campaign_id`

const failedReasons = `
  select coalesce(a.reason, '') as reason, count(*) as count
  from attempts a indexed by attempts_troubled join runs r on r.id = a.run_id
  where ${failedOnly} and ${chosen} and ${isRetried}
  group by a.reason order by count(*) desc, a.reason`

const uncertainByKind = `
  select acc.kind, count(*) as count, r.state in ('running', 'finished') as isLive
  from attempts a indexed by attempts_troubled join runs r on r.id = a.run_id join accounts acc on acc.id = a.account_id
  where ${inDoubtOnly} and ${chosen}
  group by 1, 3`

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0)
}
