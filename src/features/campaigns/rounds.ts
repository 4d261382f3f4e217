import type { HaltedPlan, RoundStep } from '../../scheduler/plan.ts'
import { hasHours, shortestGapMs } from '../../scheduler/timetable.ts'
import type { Spine } from '../../store/store.ts'
import type { prepareCampaigns } from './rows.ts'
import { roundsLeftOf } from './when/rounds-left.ts'
import type { CampaignVerbs } from './verbs.ts'

type ForScheduler = 'dueCampaigns' | 'advanceCampaigns' | 'planningCampaigns' | 'campaignTargets' | 'endRounds'

/** The verbs by which the scheduler moves campaigns along their grid. */
export function openRounds(
  sql: ReturnType<typeof prepareCampaigns>,
  { runs, standing }: Pick<Spine, 'runs' | 'standing'>,
) {
  const advance = (step: RoundStep, nowMs: number): HaltedPlan | undefined => {
    const { campaignId, fromAtMs } = step
    if (step.type === 'ask') return halt(step, 'missed')
    if (step.type === 'run' && sql.access.get(campaignId, nowMs) === undefined) return halt(step, 'access-ended')
    // The instant in the `where` makes a repeated step change nothing.
    if (sql.advance.run(step.nextAtMs, campaignId, fromAtMs).changes === 0) return undefined
    if (step.type === 'run') {
      sql.countRound.run(campaignId)
      openRun(campaignId, step.plannedAtMs, nowMs)
    } else finishIfDone(campaignId)
    return undefined
  }

  /** Its instant stays, so that whoever resumes it still has it. */
  const halt = ({ campaignId, fromAtMs }: RoundStep, reason: string): HaltedPlan | undefined => {
    if (sql.halt.run(reason, campaignId, fromAtMs).changes === 0) return undefined
    for (const run of runs.unfinished(campaignId)) runs.pause(run.id, reason)
    return { campaignId, reason }
  }

  const openRun = (campaignId: number, gridAtMs: number, nowMs: number): void => {
    const campaign = sql.stored.get(campaignId)
    if (campaign === undefined || campaign.contentId === null) return
    if (stopIfRefused(campaignId)) return
    for (const run of runs.unfinished(campaignId)) runs.stop(run.id, 'superseded')
    const { uuid, ownerId, contentId, keepLatest, timetable } = campaign
    if (keepLatest !== 'off') standing.rememberRest(campaignId)
    // Used already where a clock was ahead: the round would be taken for the one of then, and be lost.
    let plannedAtMs = gridAtMs
    while (sql.isPlanned.get(uuid, plannedAtMs) !== undefined) plannedAtMs++
    const isWatched = hasHours(timetable)
    runs.open({ campaignId, campaignUuid: uuid, ownerId, contentId, plannedAtMs, keepLatest, isWatched }, nowMs)
  }

  /**
   * What Telegram refused once for its text it would refuse in every group of every round. While a campaign runs, nothing else stops
   * its run but the next round.
   */
  const stopIfRefused = (campaignId: number): boolean => {
    const campaign = sql.stored.get(campaignId)
    if (campaign?.state !== 'running') return false
    const last = sql.lastRun.get(campaignId)
    const startedAtMs = campaign.startedAtMs ?? 0
    if (last === undefined || last.campaignUuid !== campaign.uuid) return false
    if (last.plannedAtMs < startedAtMs || last.createdAtMs < startedAtMs) return false
    const isRefused = last.state === 'stopped' && last.reason !== 'superseded'
    if (isRefused) sql.setState.run('stopped', last.reason, null, campaignId)
    return isRefused
  }

  /** Nothing follows and nothing is open: it ran once, or its one instant was missed. */
  const finishIfDone = (campaignId: number): void => {
    const campaign = sql.stored.get(campaignId)
    if (campaign?.state !== 'running' || campaign.nextAtMs !== null || runs.unfinished(campaignId).length > 0) return
    sql.setState.run('finished', null, null, campaignId)
  }

  const verbs: Pick<CampaignVerbs, ForScheduler> = {
    dueCampaigns: ({ nowMs, limit }) =>
      sql.due.all(nowMs, limit).map(({ roundsDone, ...due }) => {
        return { ...due, roundsLeft: roundsLeftOf({ timetable: due.timetable, roundsDone }) }
      }),
    advanceCampaigns({ steps, nowMs }) {
      return steps.flatMap((step) => advance(step, nowMs) ?? [])
    },
    planningCampaigns: (limit) =>
      sql.planning.all(limit).map((run) => {
        const calendar = run.timetable?.calendar ?? null
        const everyMs = calendar === null ? run.everyMs : shortestGapMs(calendar)
        // Only a round that was asked for is opened before its instant: when/store.ts.
        return { ...run, everyMs, isAskedNow: run.plannedAtMs > run.openedAtMs }
      }),
    campaignTargets({ campaignId, after, limit }) {
      const rows = sql.targets.all(campaignId, after?.position ?? -1, after?.accountId ?? 0, limit)
      const accountIds = new Set(rows.map(({ accountId }) => accountId))
      const lasts = new Map([...accountIds].map((id) => [id, sql.queueEnd.get(id, campaignId)?.position ?? 0]))
      return rows.map((row) => ({ ...row, positions: (lasts.get(row.accountId) ?? row.position) + 1 }))
    },
    endRounds({ runIds }) {
      for (const runId of runIds) {
        const campaignId = runs.get(runId)?.campaignId
        if (campaignId === undefined || stopIfRefused(campaignId)) continue
        finishIfDone(campaignId)
      }
    },
  }
  return { verbs, openRun, finishIfDone }
}
