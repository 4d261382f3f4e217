import type { Database } from '../../../base/sqlite.ts'
import type { Spine } from '../../../store/store.ts'
import { captionProblem, startProblem } from '../campaign.ts'
import type { CampaignLimits, CampaignProblem, StartFacts } from '../campaign.ts'
import { openCaptions } from '../rights/captions.ts'
import { prepareCampaigns } from '../rows.ts'
import type { Campaign } from '../verbs.ts'
import { freeInstant } from '../when/instants.ts'
import type { DryGroup, DryRunVerbs } from './verbs.ts'

/** The verbs of dry runs on a SQLite connection. verbs.ts says what each does. */
export function openDryRun(db: Database, { contents }: Pick<Spine, 'contents'>): DryRunVerbs {
  const campaigns = prepareCampaigns(db)
  const sql = prepareDryRun(db)
  const captions = openCaptions(db)

  /** What a start would say. */
  const problemOf = (
    ownerId: number,
    facts: StartFacts,
    { limits, nowMs }: { limits: CampaignLimits; nowMs: number },
  ): CampaignProblem | null => {
    if (campaigns.ownerAccess.get(ownerId, nowMs) === undefined) return { type: 'no-access', ownerId }
    return startProblem(facts, limits) ?? null
  }
  const beginsAtMs = ({ state, uuid, nextAtMs, ...grid }: Campaign, nowMs: number): number | null => {
    if (state === 'running' || state === 'paused') return nextAtMs
    return freeInstant(campaigns, uuid, grid, nowMs)
  }
  const groupOf = ({ contentId, ...row }: GroupRow): DryGroup => ({
    ...row,
    content: (contentId === null ? undefined : contents.get(contentId)) ?? null,
  })

  return {
    dryFacts({ limits, nowMs, ...of }) {
      const campaign = campaigns.one.get(of)
      if (campaign === undefined) return undefined
      const { id, ownerId, contentId, everyMs, targets, state, startedAtMs } = campaign
      const content = (contentId === null ? undefined : contents.get(contentId)) ?? null
      const begins = beginsAtMs(campaign, nowMs)
      const usableTargets = campaigns.usable.get(id)?.count ?? 0
      const isUnderWay = state === 'running' || state === 'paused'
      return {
        campaign,
        content,
        beginsAtMs: begins,
        startedAtMs: (isUnderWay ? startedAtMs : begins) ?? nowMs,
        problem:
          problemOf(ownerId, { content, everyMs, targets, usableTargets }, { limits, nowMs }) ??
          captionProblem(captions.longIn(content, id)) ??
          null,
      }
    },

    dryGroups({ after, limit, ...of }) {
      const campaign = campaigns.one.get(of)
      if (campaign === undefined) return []
      return sql.groups.all(campaign.id, after?.position ?? -1, after?.accountId ?? 0, limit).map(groupOf)
    },

    dryGroupsOf({ ownerId, targets }) {
      const next = new Map<number, number>()
      const seen = new Set<string>()
      const groups = targets.flatMap(({ accountId, peer, topic, content = null }): DryGroup[] => {
        const row = sql.group.get({ accountId, peer, ownerId })
        const key = `${peer} ${topic}`
        if (row === undefined || seen.has(key)) return []
        seen.add(key)
        const position = next.get(accountId) ?? 0
        next.set(accountId, position + 1)
        return [{ ...row, topic, position, content }]
      })
      return groups.sort((a, b) => a.position - b.position || a.accountId - b.accountId)
    },

    dryProblem({ ownerId, content, everyMs, targets, ...given }) {
      const usable = targets.filter(({ accountId }) => campaigns.accountOwner.get(accountId)?.isUsable === 1)
      const facts = { content, everyMs, targets: targets.length, usableTargets: usable.length }
      const senders = new Set(targets.map(({ accountId }) => accountId))
      return problemOf(ownerId, facts, given) ?? captionProblem(captions.longFor(content, senders)) ?? null
    },
  }
}

type GroupRow = Omit<DryGroup, 'content'> & { readonly contentId: number | null }

function prepareDryRun(db: Database) {
  const account = `
    a.id as accountId, a.partition, a.kind as accountKind, a.cap_per_minute as capPerMinute,
    coalesce(a.alias, a.name) as accountName, a.state as accountState`
  const place = `coalesce(p.title, '') as title, iif(p.may_post = 0, coalesce(p.why_not, ''), null) as whyNot,
    p.forbidden, coalesce(p.slow_mode_seconds, 0) * 1000 as slowModeMs`
  return {
    groups: db.prepare<[number, number, number, number], GroupRow>(`
      select ${account}, ${place}, t.peer, t.topic, t.position, t.content_id as contentId
      from campaign_targets t join accounts a on a.id = t.account_id
      left join peers p on p.account_id = t.account_id and p.peer = t.peer
      where t.campaign_id = ? and (t.position, t.account_id) > (?, ?)
      order by t.position, t.account_id
      limit ?`),
    group: db.prepare<
      [{ accountId: number; peer: number; ownerId: number }],
      Omit<GroupRow, 'contentId' | 'topic' | 'position'>
    >(`
      select ${account}, ${place}, p.peer from accounts a join peers p on p.account_id = a.id and p.peer = @peer
      where a.id = @accountId and a.owner_id = @ownerId and a.deleted_at_ms is null`),
  }
}
