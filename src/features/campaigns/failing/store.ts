import type { Database } from '../../../base/sqlite.ts'
import { prepareCampaigns } from '../rows.ts'
import { failingRounds } from './verbs.ts'
import type { Failing, FailingGroup, FailingVerbs, OfFailing } from './verbs.ts'

interface Row extends FailingGroup {
  readonly contentId: number | null
}

interface Runs {
  readonly campaignId: number
  readonly one: number
  readonly two: number
  readonly three: number
}

/** The verbs of groups that keep failing, on a SQLite connection. verbs.ts says what each does. */
export function openFailing(db: Database): FailingVerbs {
  const campaigns = prepareCampaigns(db)
  const lastRuns = db.prepare<[number, number, number], { id: number }>(`
    select r.id from runs r
    where r.campaign_id = ? and r.id <= ? and r.kind = 'send' and r.state in ('finished', 'stopped')
    order by r.id desc limit ?`)
  const failed = (run: string) => `
      select 1 from attempts b where b.run_id = ${run} and b.peer = a.peer and b.topic = a.topic and b.part = 0
        and b.state = 'failed-terminal'`
  // The plus keeps the planner from an index of its own over all that failed, or over all that an account writes to.
  const failing = `
    from attempts a
    join campaign_targets t on t.campaign_id = @campaignId and t.peer = a.peer and t.topic = a.topic
      and +t.account_id = a.account_id
    left join peers p on p.account_id = a.account_id and p.peer = a.peer
    where a.run_id = @one and a.part = 0 and +a.state = 'failed-terminal'
      and exists (${failed('@two')}) and exists (${failed('@three')})
      and not exists (
        select 1 from runs r join attempts later on later.run_id = r.id and later.peer = a.peer and later.topic = a.topic
        where r.campaign_id = @campaignId and r.id > @one and +later.state = 'sent')
`
  const rows = db.prepare<[Runs & { limit: number }], Row>(`
    select a.account_id as accountId, a.peer, a.topic, a.reason, p.title, t.content_id as contentId ${failing}
    order by a.peer, a.topic limit @limit`)
  const count = db.prepare<[Runs], { count: number }>(`select count(*) as count ${failing}`)
  const drop = db.prepare('delete from campaign_targets where campaign_id = ? and peer = ? and topic = ?')
  const addPast = db.prepare(`
    insert into past_texts (campaign_id, content_id, until_ms) values (?, ?, ?)
    on conflict (campaign_id, content_id) do update set until_ms = excluded.until_ms`)

  const find = ({ campaignId, ownerId, runId }: OfFailing, limit: number) => {
    const campaign = campaigns.one.get({ id: campaignId, ownerId })
    if (campaign === undefined) return undefined
    const runs = lastRuns.all(campaignId, runId ?? Number.MAX_SAFE_INTEGER, failingRounds).map(({ id }) => id)
    const [one, two, three] = runs
    if (one === undefined || two === undefined || three === undefined || (runId ?? one) !== one) return undefined
    const of = { campaignId, one, two, three }
    return { campaign, runId: one, found: rows.all({ ...of, limit }), count: count.get(of)?.count ?? 0 }
  }

  return {
    failingGroups({ limit, ...of }): Failing | undefined {
      const known = find(of, limit)
      if (known === undefined || known.count === 0) return undefined
      const groups = known.found.map(({ accountId, peer, topic, title, reason }) => ({
        accountId,
        peer,
        topic,
        title,
        reason,
      }))
      return { runId: known.runId, name: known.campaign.name, count: known.count, groups }
    },
    dropFailing({ nowMs, ...of }) {
      const campaign = campaigns.one.get({ id: of.campaignId, ownerId: of.ownerId })
      if (campaign === undefined) return { problem: { type: 'not-found' }, dropped: 0 }
      const found = find(of, campaign.targets)?.found ?? []
      // A campaign without a group would open empty rounds for ever.
      if (found.length > 0 && found.length >= campaign.targets) return { problem: { type: 'no-group' }, dropped: 0 }
      for (const { peer, topic, contentId } of found) {
        if (contentId !== null) addPast.run(campaign.id, contentId, nowMs)
        drop.run(campaign.id, peer, topic)
      }
      return { campaign: campaigns.one.get({ id: campaign.id, ownerId: null }) ?? campaign, dropped: found.length }
    },
  }
}
