import type { Database } from '../../../base/sqlite.ts'
import type { Content } from '../../../delivery/message.ts'
import type { Spine } from '../../../store/store.ts'
import { prepareCampaigns } from '../rows.ts'
import { openCaptions } from './captions.ts'
import { refusedThere } from './refused.ts'
import type { RefusingGroup, RightsVerbs } from './verbs.ts'

/** The verbs of rights on a SQLite connection. verbs.ts says what each does. */
export function openRights(db: Database, { contents }: Pick<Spine, 'contents'>): RightsVerbs {
  const campaigns = prepareCampaigns(db)
  const sql = prepareRights(db)
  const captions = openCaptions(db)
  return {
    refusingGroups({ targets, content, nowMs }) {
      return targets.flatMap(({ accountId, peer, topic, content: own }): RefusingGroup[] => {
        const group = sql.group.get(accountId, peer)
        const refused = refusedThere(own ?? content, group?.forbidden ?? null, nowMs)
        return refused === undefined ? [] : [{ accountId, peer, topic, title: group?.title ?? '', ...refused }]
      })
    },

    longCaption: ({ accountIds, content }) => captions.longFor(content, accountIds),

    campaignRefusals({ limit, nowMs, ...of }) {
      const campaign = campaigns.one.get(of)
      if (campaign === undefined) return []
      // Most groups are told the same.
      const said = new Map<number, Content | null>()
      const contentOf = (id: number | null): Content | null => {
        if (id === null) return null
        const content = said.get(id) ?? contents.get(id) ?? null
        said.set(id, content)
        return content
      }
      const found: RefusingGroup[] = []
      for (const { forbidden, contentId, ...place } of sql.restricting.iterate(campaign.id)) {
        if (found.length === limit) break
        const refused = refusedThere(contentOf(contentId ?? campaign.contentId), forbidden, nowMs)
        if (refused !== undefined) found.push({ ...place, ...refused })
      }
      return found
    },
  }
}

type Place = Pick<RefusingGroup, 'accountId' | 'peer' | 'topic' | 'title'>

function prepareRights(db: Database) {
  return {
    group: db.prepare<[number, number], { title: string; forbidden: string | null }>(
      'select title, forbidden from peers where account_id = ? and peer = ?',
    ),
    restricting: db.prepare<[number], Place & { forbidden: string; contentId: number | null }>(`
      select t.account_id as accountId, t.peer, t.topic, p.title, p.forbidden, t.content_id as contentId
      from campaign_targets t join peers p on p.account_id = t.account_id and p.peer = t.peer
      where t.campaign_id = ? and p.forbidden is not null
      order by t.position, t.account_id`),
  }
}
