import type { Database } from '../../../base/sqlite.ts'
import { hoursAt } from '../../../scheduler/calendar.ts'
import type { HoursStep } from '../../../scheduler/watch.ts'
import type { Spine } from '../../../store/store.ts'
import type { CampaignProblem } from '../campaign.ts'
import { openRounds } from '../rounds.ts'
import { prepareCampaigns } from '../rows.ts'
import type { StoredCampaign } from '../rows.ts'
import type { Campaign, CampaignAnswer } from '../verbs.ts'
import { openChangeWhen } from './change.ts'
import { replanWaiting } from './instants.ts'
import { whenProblem } from './problem.ts'
import type { WhenVerbs } from './verbs.ts'

/** Why a run was stopped whose campaign was to end. */
const planEnded = 'plan-ended'

/** The verbs of when a campaign sends, on a SQLite connection in the transactions of the spine. verbs.ts says what each does. */
export function openWhen(db: Database, spine: Spine): WhenVerbs {
  const { runs, runHours } = spine
  const sql = prepareCampaigns(db)
  const zones = db
    .prepare<[], string>(
      `select distinct json_extract(timetable, '$.zone') from campaigns indexed by campaigns_due
      where state = 'running' and next_at_ms is not null and timetable is not null`,
    )
    .pluck()
  const rounds = openRounds(sql, spine)
  const answer = (id: number): CampaignAnswer => {
    const campaign = sql.one.get({ id, ownerId: null })
    return campaign === undefined ? { problem: { type: 'not-found' } } : { campaign }
  }
  const sendProblem = ({ id, ownerId, state, targets, timetable }: Campaign, nowMs: number) => {
    if (state !== 'running') return { type: 'wrong-state', state, word: 'now' } as const
    if (sql.ownerAccess.get(ownerId, nowMs) === undefined) return { type: 'no-access', ownerId } as const
    if (targets === 0) return { type: 'no-group' } as const
    if ((sql.usable.get(id)?.count ?? 0) === 0) return { type: 'no-account' } as const
    const hours = timetable === null ? undefined : hoursAt(timetable, nowMs)
    if (hours?.isQuiet === true)
      return { type: 'quiet', untilMs: hours.changesAtMs ?? nowMs, zone: timetable?.zone ?? 'UTC' } as const
    return runs.unfinished(id).length > 0 ? ({ type: 'under-way' } as const) : undefined
  }
  /**
   * None of an earlier round, and not the plan's next one: an instant is part of each message's natural key. Behind the present, if by a
   * millisecond, where no round of the plan is opened: by that it is known as one that was asked for, which has no jitter.
   */
  const instantNow = ({ uuid, nextAtMs }: Campaign, nowMs: number): number => {
    let atMs = nowMs + 1
    while (atMs === nextAtMs || sql.isPlanned.get(uuid, atMs) !== undefined) atMs++
    return atMs
  }

  const changeWhen = openChangeWhen({ sql, spine, rounds })
  const endRun = ({ runId, fromLookAtMs }: HoursStep, campaign: StoredCampaign): void => {
    if (!runHours.end(runId, fromLookAtMs)) return
    runs.stop(runId, planEnded)
    if (campaign.state === 'running') sql.setState.run('finished', null, null, campaign.id)
  }
  const keep = (step: HoursStep, nowMs: number): void => {
    const run = runs.get(step.runId)
    const campaign = run === undefined ? undefined : sql.stored.get(run.campaignId)
    if (run === undefined || campaign === undefined) return
    if (step.type === 'end') return endRun(step, campaign)
    if (step.type === 'rest') return runHours.rest(run.id, step.fromLookAtMs, step.lookAtMs)
    // Paused by a person or for want of access while it rested: it waits for them now.
    if (campaign.state === 'paused') runHours.takeOver(run.id, campaign.reason ?? 'asked')
    else if (runHours.go(run.id, step.fromLookAtMs, step.lookAtMs)) runs.finishIfDone(run.id, nowMs)
  }

  return {
    campaignZones: () => zones.all(),
    setWhen({ id, ownerId, everyMs, timetable, limits, nowMs }) {
      const campaign = sql.one.get({ id, ownerId })
      if (campaign === undefined) return { problem: { type: 'not-found' } }
      const when = { everyMs: timetable?.calendar == null ? everyMs : null, timetable }
      const problem = whenProblem(when, limits, nowMs)
      if (problem !== undefined) return { problem }
      changeWhen(campaign, when, nowMs)
      return answer(id)
    },

    sendNow({ id, ownerId, nowMs }) {
      const campaign = sql.one.get({ id, ownerId })
      if (campaign === undefined) return { problem: { type: 'not-found' } }
      const problem: CampaignProblem | undefined = sendProblem(campaign, nowMs)
      if (problem !== undefined) return { problem }
      // Otherwise the round of the plan, which the next tick opens, would take its place.
      const isDue = campaign.nextAtMs !== null && campaign.nextAtMs <= nowMs
      if (!isDue) rounds.openRun(id, instantNow(campaign, nowMs), nowMs)
      return answer(id)
    },

    replanWaitingCampaigns: (page) => replanWaiting(sql, page),
    watchedCampaignRuns: ({ nowMs, limit }) =>
      runHours.due(nowMs, limit).map(({ runId, campaignId, lookAtMs }) => {
        return { runId, lookAtMs, timetable: sql.stored.get(campaignId)?.timetable ?? null }
      }),
    keepCampaignHours({ steps, nowMs }) {
      for (const step of steps) keep(step, nowMs)
    },
  }
}
