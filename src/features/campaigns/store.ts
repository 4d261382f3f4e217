import type { Database } from '../../base/sqlite.ts'
import { firstInstant, instantAfter, runNow } from '../../scheduler/misfire.ts'
import { encodeTimetable } from '../../scheduler/timetable.ts'
import type { Run, Spine } from '../../store/store.ts'
import { captionProblem, nameFrom, nextCampaignState, startProblem, textProblem } from './campaign.ts'
import type { CampaignProblem, CampaignWord } from './campaign.ts'
import { openCaptions } from './rights/captions.ts'
import { openRoundPace } from './round-pace.ts'
import { openRounds } from './rounds.ts'
import { freeInstant } from './when/instants.ts'
import { whenProblem } from './when/problem.ts'
import { roundsLeftOf } from './when/rounds-left.ts'
import { prepareCampaigns } from './rows.ts'
import { openTargets } from './targets.ts'
import type {
  Addressed,
  Campaign,
  CampaignAnswer,
  CampaignVerbs,
  NewCampaign,
  OwnerScope,
  RetryAnswer,
  RunReport,
} from './verbs.ts'

/** The verbs of campaigns on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openCampaigns(db: Database, spine: Spine): CampaignVerbs {
  const sql = prepareCampaigns(db)
  const { finishIfDone, verbs: forScheduler } = openRounds(sql, spine)
  const { runs, contents, ids, sweeps } = spine
  const captions = openCaptions(db)
  const roundPace = openRoundPace(db)
  const { addTargets, targetProblem } = openTargets(sql, { contents, captions })

  const answer = (id: number): CampaignAnswer => {
    const campaign = sql.one.get({ id, ownerId: null })
    return campaign === undefined ? { problem: { type: 'not-found' } } : { campaign }
  }
  const contentOf = ({ contentId }: Campaign) => (contentId === null ? undefined : contents.get(contentId)) ?? null
  /** Finds the campaign, and looks whether it knows the word in its state. */
  const told = (of: Addressed, word: CampaignWord): { campaign: Campaign } | { problem: CampaignProblem } => {
    const campaign = sql.one.get(scoped(of))
    if (campaign === undefined) return { problem: { type: 'not-found' } }
    if (nextCampaignState(campaign.state, word) !== undefined) return { campaign }
    return { problem: { type: 'wrong-state', state: campaign.state, word } }
  }
  const createProblem = (given: NewCampaign): CampaignProblem | undefined => {
    const { content, everyMs, timetable = null, limits, ownerId, targets, nowMs } = given
    return (
      textProblem(content) ??
      whenProblem({ everyMs, timetable }, limits, nowMs) ??
      targetProblem({ ownerId, content, nowMs }, targets)
    )
  }
  /** What a start says of a campaign that is not there yet: a refusal after its rows were written would leave a draft. */
  const startProblemOf = ({ content, everyMs, targets, limits, ownerId, nowMs }: NewCampaign) => {
    if (sql.ownerAccess.get(ownerId, nowMs) === undefined) return { type: 'no-access', ownerId } as const
    const usable = targets.filter(({ accountId }) => sql.accountOwner.get(accountId)?.isUsable === 1)
    return startProblem({ content, everyMs, targets: targets.length, usableTargets: usable.length }, limits)
  }

  return {
    ...forScheduler,

    createCampaign(given) {
      const existing = sql.byUuid.get(given.uuid, given.ownerId)
      if (existing !== undefined) return answer(existing.id)
      const { uuid, ownerId, name, content, timetable = null, isStarted = false, nowMs } = given
      const { misfire = 'run-once', keepLatest = 'off' } = given
      const everyMs = timetable?.calendar == null ? given.everyMs : null
      const problem = createProblem(given) ?? (isStarted ? startProblemOf(given) : undefined)
      if (problem !== undefined) return { problem }

      const contentId = content === null ? null : contents.add(ownerId, content, nowMs)
      const id = ids.take(1, 'campaigns')
      const named = name ?? nameFrom(content)
      const kept = encodeTimetable(timetable)
      sql.insert.run(id, uuid, ownerId, named, contentId, everyMs, kept, misfire, keepLatest, nowMs)
      addTargets({ id, ownerId, nowMs }, given.targets)
      if (isStarted) sql.start.run({ id, atMs: firstInstant({ everyMs, timetable }, nowMs), startedAtMs: nowMs })
      return answer(id)
    },

    addTargets({ targets, nowMs, ...of }) {
      const campaign = sql.one.get(scoped(of))
      if (campaign === undefined) return { problem: { type: 'not-found' } }
      const content = contentOf(campaign)
      const problem = targetProblem({ ownerId: campaign.ownerId, content, nowMs }, targets)
      if (problem !== undefined) return { problem }
      addTargets({ ...campaign, nowMs }, targets)
      return answer(campaign.id)
    },

    campaign: (of) => sql.one.get(scoped(of)),
    campaignByUuid({ uuid, ownerId }) {
      const found = sql.byUuid.get(uuid, ownerId)
      return found === undefined ? undefined : sql.one.get({ id: found.id, ownerId })
    },
    hasAccess: ({ ownerId, nowMs }) => sql.ownerAccess.get(ownerId, nowMs) !== undefined,

    campaigns({ ownerId, before, limit, isArchived = false }) {
      const below = before ?? Number.MAX_SAFE_INTEGER
      const which = isArchived ? 1 : 0
      return ownerId === null ? sql.all.all(below, which, limit) : sql.ofOwner.all(ownerId, below, which, limit)
    },

    campaignReport(of) {
      const campaign = sql.one.get(scoped(of))
      if (campaign === undefined) return undefined
      const reports = sql.runs.all(campaign.id, of.runs).map(reportOf)
      const [last] = reports
      const roundPaceMs = last?.state === 'running' && last.open > 0 ? roundPace(last) : null
      return { campaign, content: contentOf(campaign), runs: reports, roundPaceMs }
    },

    startCampaign({ limits, nowMs, ...of }) {
      const found = told(of, 'start')
      if ('problem' in found) return found
      const { id, uuid, everyMs, timetable, targets, ownerId } = found.campaign
      if (sql.ownerAccess.get(ownerId, nowMs) === undefined) return { problem: { type: 'no-access', ownerId } }
      const content = contentOf(found.campaign)
      const usableTargets = sql.usable.get(id)?.count ?? 0
      const problem =
        startProblem({ content, everyMs, targets, usableTargets }, limits) ??
        captionProblem(captions.longIn(content, id)) ??
        whenProblem({ everyMs, timetable }, limits, nowMs)
      if (problem !== undefined) return { problem }
      sql.predateRuns.run({ uuid, nowMs })
      sql.start.run({ id, atMs: freeInstant(sql, uuid, { everyMs, timetable }, nowMs), startedAtMs: nowMs })
      return answer(id)
    },

    pauseCampaign({ reason, ...of }) {
      const found = told(of, 'pause')
      if ('problem' in found) return found
      const { id, nextAtMs } = found.campaign
      sql.setState.run('paused', reason, nextAtMs, id)
      for (const run of runs.unfinished(id)) runs.pause(run.id, reason)
      return answer(id)
    },

    resumeCampaign({ missed, nowMs, ...of }) {
      const found = told(of, 'resume')
      if ('problem' in found) return found
      const { id, nextAtMs, everyMs, timetable, misfire, ownerId } = found.campaign
      if (sql.ownerAccess.get(ownerId, nowMs) === undefined) return { problem: { type: 'no-access', ownerId } }
      sql.setState.run('running', null, nextAtMs, id)
      for (const run of runs.unfinished(id)) runs.resume(run.id, nowMs)
      if (nextAtMs !== null && nextAtMs <= nowMs) {
        const isRun = (missed ?? (misfire === 'skip' ? 'skip' : 'run')) === 'run'
        const point = { nextAtMs, everyMs, timetable, roundsLeft: roundsLeftOf(found.campaign) }
        const step = isRun ? runNow(point, nowMs) : { type: 'skip' as const, nextAtMs: instantAfter(point, nowMs) }
        forScheduler.advanceCampaigns({ steps: [{ ...step, campaignId: id, fromAtMs: nextAtMs }], nowMs })
      }
      finishIfDone(id)
      return answer(id)
    },

    stopCampaign({ reason, ...of }) {
      const found = told(of, 'stop')
      if ('problem' in found) return found
      const { id } = found.campaign
      sql.setState.run('stopped', reason, null, id)
      for (const run of runs.unfinished(id)) runs.stop(run.id, reason)
      return answer(id)
    },

    retryFailed({ accountId = null, after, limit, nowMs, ...of }): RetryAnswer {
      const campaign = sql.one.get(scoped(of))
      if (campaign === undefined) return { problem: { type: 'not-found' } }
      const [run] = sql.runs.all(campaign.id, 1)
      const { state } = campaign
      if (run === undefined || (state !== 'running' && state !== 'finished')) {
        return { problem: { type: 'wrong-state', state, word: 'retry' } }
      }
      if (after === null && run.failed === 0) return { problem: { type: 'nothing-failed' } }
      const swept = sweeps.revive({ runId: run.id, accountId, after, limit, nowMs })
      if (swept.changed > 0) {
        sql.show.run(campaign.id)
        sql.setState.run('running', null, campaign.nextAtMs, campaign.id)
      }
      return { revived: swept.changed, after: swept.after, accounts: swept.accounts }
    },
  }
}

function scoped({ id, ownerId }: Addressed): { id: number; ownerId: OwnerScope } {
  return { id, ownerId }
}

function reportOf(run: Run): RunReport {
  return { ...run, open: run.targets - run.sent - run.failed - run.cancelled - run.uncertain }
}
