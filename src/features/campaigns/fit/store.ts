import type { Database } from '../../../base/sqlite.ts'
import { decodeTimetable } from '../../../scheduler/timetable.ts'
import { roundsLeftOf } from '../when/rounds-left.ts'
import type { FitVerbs, RunningPlan, SendingAccount } from './verbs.ts'

/** Messages of rounds under way that are looked at; more only make a forecast longer. */
const openMax = 2_000

/** The verbs of who sends how much, on a SQLite connection. verbs.ts says what each does. */
export function openFit(db: Database): FitVerbs {
  const sql = prepareFit(db)
  return {
    accountSending(accountId) {
      const account = sql.account.get(accountId)
      if (account === undefined) return undefined
      const slowModes = sql.slowModes.all(accountId)
      const open = sql.open.all(accountId, openMax)
      const slowPlaces = slowModes.length === 0 ? [] : sql.slowPlaces.all(accountId)
      const plans = sql.plans
        .all(accountId)
        .map(({ timetable: stored, roundsDone, keepLatest, ...row }): RunningPlan => {
          const timetable = decodeTimetable(stored)
          const own = ({ campaignId }: { readonly campaignId: number }) => campaignId === row.campaignId
          return {
            ...row,
            timetable,
            roundsLeft: roundsLeftOf({ timetable, roundsDone }),
            // What stands may be edited at any time.
            slow: keepLatest === 'edit' ? [] : slowPlaces.filter(own),
            open: open.filter(own),
          }
        })
      return { account, plans, slowModes }
    },
    sendingAccounts: ({ after, limit }) => sql.accounts.all(after, limit),
  }
}

interface PlanRow extends Omit<RunningPlan, 'timetable' | 'roundsLeft' | 'slow' | 'open'> {
  readonly timetable: string | null
  readonly roundsDone: number
  readonly keepLatest: string
}

function prepareFit(db: Database) {
  const account = `
    a.id, a.owner_id as ownerId, coalesce(a.alias, a.name) as name, a.kind, a.state, a.cap_per_minute as capPerMinute,
    coalesce(s.pace, '') as pace, coalesce(s.next_at_ms, 0) as nextAtMs
    from accounts a left join account_states s on s.account_id = a.id`
  return {
    account: db.prepare<[number], SendingAccount>(`select ${account} where a.id = ?`),
    accounts: db.prepare<[number, number], SendingAccount>(`
      select ${account} where a.id > ? and a.owner_id <> 0 and a.deleted_at_ms is null order by a.id limit ?`),
    plans: db.prepare<[number], PlanRow>(`
      select c.id as campaignId, c.name, c.uuid, c.every_ms as everyMs, c.timetable, c.rounds_done as roundsDone,
        c.keep_latest as keepLatest, c.next_at_ms as nextAtMs, coalesce(c.started_at_ms, 0) as startedAtMs, count(*) as targets
      from campaign_targets t indexed by campaign_targets_by_account cross join campaigns c on c.id = t.campaign_id
      where t.account_id = ? and c.state = 'running' group by t.campaign_id`),
    slowModes: db.prepare<[number], { peer: number; slowModeMs: number; title: string }>(`
      select peer, slow_mode_seconds * 1000 as slowModeMs, title from peers where account_id = ? and slow_mode_seconds > 0`),
    slowPlaces: db.prepare<[number], { campaignId: number; position: number; peer: number; slowModeMs: number }>(`
      select t.campaign_id as campaignId, t.position, t.peer, p.slow_mode_seconds * 1000 as slowModeMs
      from campaign_targets t indexed by campaign_targets_by_account
      cross join campaigns c on c.id = t.campaign_id cross join peers p on p.account_id = t.account_id and p.peer = t.peer
      where t.account_id = ? and c.state = 'running' and p.slow_mode_seconds > 0`),
    open: db.prepare<[number, number], { campaignId: number; dueAtMs: number; peer: number }>(`
      select r.campaign_id as campaignId, a.due_at_ms as dueAtMs, a.peer from attempts a join runs r on r.id = a.run_id
      where a.account_id = ? and a.kind = 'send' and a.rank = 1 and a.state = 'pending' and a.is_held = 0
      order by a.due_at_ms, a.id limit ?`),
  }
}
