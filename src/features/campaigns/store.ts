import type { Database } from '../../base/sqlite.ts'
import { problemOf } from '../../delivery/message.ts'
import { instantAfter, runNow } from '../../scheduler/misfire.ts'
import type { Run, Spine } from '../../store/store.ts'
import { intervalProblem, nameFrom, nextCampaignState, startProblem } from './campaign.ts'
import type { CampaignProblem, CampaignWord } from './campaign.ts'
import { openRounds } from './rounds.ts'
import { prepareCampaigns } from './rows.ts'
import type {
  Addressed,
  Campaign,
  CampaignAnswer,
  CampaignVerbs,
  NewCampaign,
  NewTarget,
  OwnerScope,
  RetryAnswer,
  RunReport,
} from './verbs.ts'

/** The verbs of campaigns on a SQLite connection, in the transactions of the spine. verbs.ts says what each does. */
export function openCampaigns(db: Database, spine: Spine): CampaignVerbs {
  const sql = prepareCampaigns(db)
  const { finishIfDone, ...forScheduler } = openRounds(sql, spine)
  const { runs, contents, ids, sweeps } = spine

  const answer = (id: number): CampaignAnswer => {
    const campaign = sql.one.get({ id, ownerId: null })
    return campaign === undefined ? { problem: { type: 'not-found' } } : { campaign }
  }
  /** Finds the campaign, and looks whether it knows the word in its state. */
  const told = (of: Addressed, word: CampaignWord): { campaign: Campaign } | { problem: CampaignProblem } => {
    const campaign = sql.one.get(scoped(of))
    if (campaign === undefined) return { problem: { type: 'not-found' } }
    if (nextCampaignState(campaign.state, word) !== undefined) return { campaign }
    return { problem: { type: 'wrong-state', state: campaign.state, word } }
  }
  const addTargets = (id: number, targets: readonly NewTarget[]): void => {
    const next = new Map<number, number>()
    for (const { accountId, peer, topic } of targets) {
      const position = next.get(accountId) ?? (sql.queueEnd.get(accountId, id)?.position ?? -1) + 1
      if (sql.addTarget.run(id, position, accountId, peer, topic).changes === 1) next.set(accountId, position + 1)
      else next.set(accountId, position)
    }
  }
  const targetProblem = (ownerId: number, targets: readonly NewTarget[]): CampaignProblem | undefined => {
    const accountIds = new Set(targets.map(({ accountId }) => accountId))
    for (const accountId of accountIds) {
      if (sql.accountOwner.get(accountId)?.ownerId !== ownerId) return { type: 'not-your-account', accountId }
    }
    for (const { accountId, peer } of targets) {
      const group = sql.group.get(accountId, peer)
      if (group === undefined) return { type: 'unknown-group', accountId, peer }
      if (group.mayPost === 0) return { type: 'may-not-post', accountId, peer, why: group.whyNot ?? '' }
    }
    return undefined
  }
  const createProblem = ({ content, everyMs, limits, ownerId, targets }: NewCampaign): CampaignProblem | undefined => {
    const problem = content === null ? undefined : problemOf(content)
    if (problem !== undefined) return { type: 'text', problem }
    return intervalProblem(everyMs, limits) ?? targetProblem(ownerId, targets)
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
      const { uuid, ownerId, name, content, everyMs, misfire = 'run-once', isStarted = false, nowMs } = given
      const problem = createProblem(given) ?? (isStarted ? startProblemOf(given) : undefined)
      if (problem !== undefined) return { problem }

      const contentId = content === null ? null : contents.add(ownerId, content, nowMs)
      const id = ids.take(1, 'campaigns')
      sql.insert.run(id, uuid, ownerId, name ?? nameFrom(content), contentId, everyMs, misfire, nowMs)
      addTargets(id, given.targets)
      if (isStarted) sql.start.run({ id, atMs: nowMs })
      return answer(id)
    },

    addTargets({ targets, ...of }) {
      const campaign = sql.one.get(scoped(of))
      if (campaign === undefined) return { problem: { type: 'not-found' } }
      const problem = targetProblem(campaign.ownerId, targets)
      if (problem !== undefined) return { problem }
      addTargets(campaign.id, targets)
      return answer(campaign.id)
    },

    campaign: (of) => sql.one.get(scoped(of)),
    campaignByUuid({ uuid, ownerId }) {
      const found = sql.byUuid.get(uuid, ownerId)
      return found === undefined ? undefined : sql.one.get({ id: found.id, ownerId })
    },
    hasAccess: ({ ownerId, nowMs }) => sql.ownerAccess.get(ownerId, nowMs) !== undefined,

    campaigns({ ownerId, before, limit }) {
      const below = before ?? Number.MAX_SAFE_INTEGER
      return ownerId === null ? sql.all.all(below, limit) : sql.ofOwner.all(ownerId, below, limit)
    },

    campaignReport(of) {
      const campaign = sql.one.get(scoped(of))
      if (campaign === undefined) return undefined
      const content = campaign.contentId === null ? undefined : contents.get(campaign.contentId)
      return { campaign, content: content ?? null, runs: sql.runs.all(campaign.id, of.runs).map(reportOf) }
    },

    accountLoad: (accountId) => sql.load.all(accountId),

    startCampaign({ limits, nowMs, ...of }) {
      const found = told(of, 'start')
      if ('problem' in found) return found
      const { id, uuid, contentId, everyMs, targets, ownerId } = found.campaign
      if (sql.ownerAccess.get(ownerId, nowMs) === undefined) return { problem: { type: 'no-access', ownerId } }
      const content = (contentId === null ? undefined : contents.get(contentId)) ?? null
      const usableTargets = sql.usable.get(id)?.count ?? 0
      const problem = startProblem({ content, everyMs, targets, usableTargets }, limits)
      if (problem !== undefined) return { problem }
      // Behind every earlier round, also when the clock went back: an instant is part of each message's natural key.
      const atMs = Math.max(nowMs, (sql.lastPlanned.get(uuid)?.atMs ?? 0) + 1)
      sql.start.run({ id, atMs })
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
      const { id, nextAtMs, everyMs, misfire, ownerId } = found.campaign
      if (sql.ownerAccess.get(ownerId, nowMs) === undefined) return { problem: { type: 'no-access', ownerId } }
      sql.setState.run('running', null, nextAtMs, id)
      for (const run of runs.unfinished(id)) runs.resume(run.id, nowMs)
      if (nextAtMs !== null && nextAtMs <= nowMs) {
        const isRun = (missed ?? (misfire === 'skip' ? 'skip' : 'run')) === 'run'
        const point = { nextAtMs, everyMs }
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
      if (swept.changed > 0) sql.setState.run('running', null, campaign.nextAtMs, campaign.id)
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
