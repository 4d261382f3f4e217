import { encodeTimetable, hasHours } from '../../../scheduler/timetable.ts'
import type { Spine } from '../../../store/store.ts'
import type { openRounds } from '../rounds.ts'
import type { prepareCampaigns, StoredCampaign } from '../rows.ts'
import { freeInstant } from './instants.ts'
import { roundsLeftOf } from './rounds-left.ts'
import type { When } from './verbs.ts'

interface ChangeDeps {
  readonly sql: ReturnType<typeof prepareCampaigns>
  readonly spine: Pick<Spine, 'runHours'>
  readonly rounds: Pick<ReturnType<typeof openRounds>, 'finishIfDone'>
}

/** Puts a campaign on another grid, in the transaction of whoever was asked for it: from its next round on, its hours at once. */
export function openChangeWhen({ sql, spine: { runHours }, rounds }: ChangeDeps) {
  /** @returns where it goes on; null when nothing follows */
  const nextOf = (campaign: StoredCampaign, when: When, nowMs: number): number | null => {
    const { everyMs, timetable } = when
    const isCalendar = timetable?.calendar != null
    const roundsLeft = roundsLeftOf({ timetable, roundsDone: campaign.roundsDone })
    const hasBegun = campaign.roundsDone > 0
    const isThrough = hasBegun && everyMs === null && !isCalendar
    if (isThrough || (roundsLeft !== null && roundsLeft < 1)) return null
    const isSame = everyMs !== null && everyMs === campaign.everyMs
    if (hasBegun && isSame && campaign.nextAtMs !== null) {
      return freeInstant(sql, campaign.uuid, when, Math.min(campaign.nextAtMs, nowMs + everyMs))
    }
    // No round was later than now: if one says so, the clock was ahead.
    const lastAtMs = Math.min(sql.lastPlanned.get(campaign.uuid)?.atMs ?? 0, nowMs)
    const fromMs = hasBegun && everyMs !== null ? Math.max(nowMs, lastAtMs + everyMs) : nowMs
    return freeInstant(sql, campaign.uuid, when, fromMs)
  }

  return (campaign: StoredCampaign, { everyMs, timetable }: When, nowMs: number): void => {
    const { id, state } = campaign
    const when = { everyMs: timetable?.calendar == null ? everyMs : null, timetable }
    const isUnderWay = state === 'running' || state === 'paused'
    const nextAtMs = isUnderWay ? nextOf(campaign, when, nowMs) : null
    sql.setWhen.run(when.everyMs, encodeTimetable(timetable), nextAtMs, id)
    if (hasHours(campaign.timetable) || hasHours(timetable)) runHours.watch(id)
    rounds.finishIfDone(id)
  }
}
