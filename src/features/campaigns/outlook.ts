import { relative } from '../../cli/output.ts'
import type { Database } from '../../base/sqlite.ts'
import { slowInWords } from './fit/slow.ts'
import type { SlowArgs } from './fit/slow.ts'
import { refusingInWords } from './rights/words.ts'
import type { Campaign } from './verbs.ts'

/** An account that keeps its part of a campaign waiting. */
export interface Hindered {
  readonly accountId: number
  /** `waits`: it is active, and Telegram asked it to wait. */
  readonly state: string
  readonly reason: string | null
  readonly untilMs: number | null
}

/** Accounts of a running campaign, when none of them can send now; nothing while one can. For a reader's own connection. */
export function readHindered(db: Database, { id, state }: Pick<Campaign, 'id' | 'state'>, nowMs: number): Hindered[] {
  if (state !== 'running') return []
  const rows = db
    .prepare<[{ id: number; nowMs: number }], Hindered>(
      `select a.id as accountId, iif(a.state = 'active', iif(w.reason is null, 'active', 'waits'), a.state) as state,
        coalesce(a.state_reason, w.reason) as reason, coalesce(a.state_until_ms, w.until_ms) as untilMs
      from campaign_targets t join accounts a on a.id = t.account_id
      left join waits w on w.account_id = a.id and w.key = 'lane:send' and w.until_ms > @nowMs
      where t.campaign_id = @id and t.position = 0
      order by a.id`,
    )
    .all({ id, nowMs })
  return rows.some((row) => row.state === 'active') ? [] : rows
}

/** `account 7 is limited by Telegram (PEER_FLOOD) until in 23 h`; at most three of them. */
export function hinderedInWords(hindered: readonly Hindered[], nowMs: number): string {
  const some = hindered.slice(0, shown).map(({ accountId, state, reason, untilMs }) => {
    const why = reason === null || reason === 'asked' ? '' : ` (${reason})`
    const until = untilMs === null || untilMs <= nowMs ? '' : `, again ${relative(untilMs, nowMs)}`
    return `account ${accountId} ${states[state] ?? state}${why}${until}`
  })
  const more = hindered.length - some.length
  return [...some, ...(more > 0 ? [`${more} more`] : [])].join('; ')
}

const shown = 3

const states: Readonly<Record<string, string>> = {
  waits: 'waits, as Telegram asked',
  limited: 'is limited by Telegram',
  paused: 'is paused',
  'needs-login': 'needs a login',
  stopped: 'is stopped',
}

/** What is known against a campaign that starts or was changed; undefined when nothing is. For a reader's own connection. */
export function warningOf(db: Database, campaign: Campaign, now: SlowArgs): string | undefined {
  const found = [
    refusingInWords(db, campaign.id, now.nowMs),
    longRoundInWords(db, campaign),
    slowInWords(db, campaign, now),
  ]
  const said = found.filter((line) => line !== undefined)
  return said.length === 0 ? undefined : said.join('\n')
}

/** Says of a round that does not fit into its interval how long it takes; undefined of any other. */
function longRoundInWords(db: Database, { id, everyMs }: Pick<Campaign, 'id' | 'everyMs'>): string | undefined {
  if (everyMs === null) return undefined
  const slowest = db
    .prepare<[number], { groups: number; perMinute: number }>(
      `select count(*) as groups, a.cap_per_minute as perMinute from campaign_targets t join accounts a on a.id = t.account_id
      where t.campaign_id = ? group by a.id order by count(*) * 1.0 / a.cap_per_minute desc limit 1`,
    )
    .get(id)
  if (slowest === undefined) return undefined
  const { groups, perMinute } = slowest
  const minutes = groups / perMinute
  if (minutes * 60_000 <= everyMs) return undefined
  return (
    `A round of ${groups} groups takes about ${minutes.toFixed(1)} min at ${perMinute} a minute, longer than its interval: each round ` +
    'begins about where the last one was cut off, so that every group has its turn.'
  )
}
