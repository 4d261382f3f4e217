import { firstInstant, misfireGraceMs } from '../../../scheduler/misfire.ts'
import type { Grid } from '../../../scheduler/misfire.ts'
import type { prepareCampaigns } from '../rows.ts'
import type { WaitingCursor, WaitingPage } from './verbs.ts'

type Rows = ReturnType<typeof prepareCampaigns>

/**
 * Where a grid goes on from then: an instant that no run of the campaign has, because it is part of each message's natural key. Nothing
 * else of its earlier rounds binds: a clock that was ahead may have planned them for tomorrow.
 */
export function freeInstant(sql: Pick<Rows, 'isPlanned'>, uuid: string, grid: Grid, fromMs: number): number | null {
  let atMs = firstInstant(grid, fromMs)
  while (atMs !== null && sql.isPlanned.get(uuid, atMs) !== undefined) atMs = firstInstant(grid, atMs + 1)
  return atMs
}

/**
 * Brings a page of campaigns back that wait longer than their timetable would ever have them wait from now: a clock that was ahead
 * moved them on. An interval begins anew, so that no two rounds are closer than it; a calendar keeps its times, and none that is over by
 * less than what clocks differ by comes again.
 * @returns where to go on; null when all were looked at
 */
export function replanWaiting(sql: Rows, { after, limit, nowMs }: WaitingPage): WaitingCursor | null {
  const rows = sql.waiting.all(after?.nextAtMs ?? nowMs, after?.campaignId ?? 0, limit)
  for (const { campaignId, uuid, nextAtMs, everyMs, timetable } of rows) {
    const leastMs = timetable?.calendar == null ? (everyMs ?? 0) : misfireGraceMs
    const latestAtMs = freeInstant(sql, uuid, { everyMs, timetable }, nowMs + leastMs)
    if (latestAtMs !== null && latestAtMs < nextAtMs) sql.replan.run({ id: campaignId, nextAtMs, latestAtMs, nowMs })
  }
  const last = rows.length < limit ? undefined : rows.at(-1)
  return last === undefined ? null : { nextAtMs: last.nextAtMs, campaignId: last.campaignId }
}
