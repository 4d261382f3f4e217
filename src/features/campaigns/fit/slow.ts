import { printable } from '../../../base/printable.ts'
import type { Database } from '../../../base/sqlite.ts'
import { firstInstant } from '../../../scheduler/misfire.ts'
import type { SendingSettings } from '../../feature.ts'
import { durationText } from '../duration-text.ts'
import type { Campaign } from '../verbs.ts'
import { roundsLeftOf } from '../when/rounds-left.ts'
import { fitOf } from './fit.ts'
import type { SlowGroups } from './fit.ts'
import { senderOf } from './sender.ts'
import { openFit } from './store.ts'

/** How messages are spread, and the present. */
export interface SlowArgs {
  readonly spread: Pick<SendingSettings, 'jitterMaxMs' | 'gapMinMs' | 'capPerMinute'>
  readonly nowMs: number
}

const shown = 3
const minuteMs = 60_000

/**
 * Says of a campaign which of its groups cannot hear every round because of their slow mode, and from which interval on they can;
 * undefined where none is known. For a reader's own connection.
 */
export function slowInWords(db: Database, campaign: Campaign, args: SlowArgs): string | undefined {
  const found = slowOf(db, campaign, args)
  const groups = found.flatMap((slow) => slow.groups).sort((a, b) => b.slowModeMs - a.slowModeMs)
  if (groups.length === 0) return undefined
  const more = groups.length - shown
  const names = groups.slice(0, shown).map(({ peer, title = '', slowModeMs }) => {
    return `${title === '' ? peer : `'${printable(title)}'`} (${durationText(slowModeMs)})`
  })
  const named = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  const [count, they] = groups.length === 1 ? ['1 group has', 'it'] : [`${groups.length} groups have`, 'they']
  const said = `${count} slow mode and cannot take every round: ${named}.`
  const enough = found.flatMap(({ everyMs }) => everyMs ?? [])
  if (enough.length < found.length) return `${said} Other campaigns of the account write there as well.`
  const every = durationText(Math.max(...enough))
  return campaign.everyMs === null
    ? `${said} With ${every} or more between two rounds ${they} can.`
    : `${said} With an interval of ${every} or more ${they} can: \`karvon campaigns set ${campaign.id} --every ${every}\`.`
}

/** By account, as far as slow modes were met. What stands may be edited at any time. */
function slowOf(db: Database, campaign: Campaign, { spread, nowMs }: SlowArgs): SlowGroups[] {
  const { id, uuid, everyMs, timetable, keepLatest, state } = campaign
  if (keepLatest === 'edit') return []
  const isUnderWay = state === 'running' || state === 'paused'
  const nextAtMs = isUnderWay ? campaign.nextAtMs : firstInstant({ everyMs, timetable }, nowMs)
  if (nextAtMs === null) return []
  const roundsLeft = isUnderWay ? roundsLeftOf(campaign) : (timetable?.rounds ?? null)
  const startedAtMs = (isUnderWay ? campaign.startedAtMs : null) ?? nextAtMs
  const places = slowPlaces(db, id)
  const accountIds = new Set(places.map(({ accountId }) => accountId))
  return [...accountIds].flatMap((accountId) => {
    const slow = places.filter((place) => place.accountId === accountId)
    const sending = openFit(db).accountSending(accountId)
    if (sending === undefined) return []
    const bounds = { nextAtMs, startedAtMs, roundsLeft, open: [] }
    const fit = fitOf({
      plan: { uuid, everyMs, timetable, targets: targetsOf(db, id, accountId), slow, ...bounds },
      others: sending.plans.filter(({ campaignId }) => campaignId !== id),
      sender: senderOf(sending.account, { gapMinMs: spread.gapMinMs, capMax: spread.capPerMinute }, { nowMs }),
      nowMs,
      jitterMaxMs: spread.jitterMaxMs,
      roundUp: (ms) => Math.ceil(ms / minuteMs) * minuteMs,
    })
    return fit.slow === null ? [] : [fit.slow]
  })
}

interface Place {
  readonly accountId: number
  readonly position: number
  readonly peer: number
  readonly slowModeMs: number
  readonly title: string
}

function slowPlaces(db: Database, campaignId: number): Place[] {
  return db
    .prepare<[number], Place>(
      `select t.account_id as accountId, t.position, t.peer, p.slow_mode_seconds * 1000 as slowModeMs, p.title
      from campaign_targets t cross join peers p on p.account_id = t.account_id and p.peer = t.peer
      where t.campaign_id = ? and p.slow_mode_seconds > 0 order by t.account_id, t.position`,
    )
    .all(campaignId)
}

function targetsOf(db: Database, campaignId: number, accountId: number): number {
  const sql = 'select count(*) as count from campaign_targets where campaign_id = ? and account_id = ?'
  return db.prepare<[number, number], { count: number }>(sql).get(campaignId, accountId)?.count ?? 0
}
