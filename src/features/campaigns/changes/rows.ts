import type { Database } from '../../../base/sqlite.ts'
import type { CampaignGroup, OfGroup } from './verbs.ts'

/** The statements of changes. */
export function prepareChanges(db: Database) {
  const group = `
    select t.account_id as accountId, t.peer, t.topic, t.position, t.content_id as contentId,
      coalesce(p.title, '') as title, iif(p.may_post = 0, coalesce(p.why_not, ''), null) as whyNot
    from campaign_targets t left join peers p on p.account_id = t.account_id and p.peer = t.peer`
  const copied = columnsOf(db)
    .filter((name) => !ofItsOwn.includes(name))
    .join(', ')
  return {
    rename: db.prepare('update campaigns set name = ? where id = ?'),
    namesOf: db.prepare<[number], string>('select name from campaigns where owner_id = ?').pluck(),
    archive: db.prepare('update campaigns set archived_at_ms = ? where id = ?'),
    setContent: db.prepare('update campaigns set content_id = ? where id = ?'),
    setLatest: db.prepare('update campaigns set keep_latest = ? where id = ?'),
    addPastText: db.prepare(`
      insert into past_texts (campaign_id, content_id, until_ms) values (?, ?, ?)
      on conflict (campaign_id, content_id) do update set until_ms = excluded.until_ms`),
    pastTexts: db.prepare<[number, number], { contentId: number; untilMs: number }>(`
      select content_id as contentId, until_ms as untilMs from past_texts where campaign_id = ?
      order by content_id desc limit ?`),

    ownTexts: db.prepare<[number], OfGroup & { contentId: number }>(`
      select account_id as accountId, peer, topic, content_id as contentId from campaign_targets
      where campaign_id = ? and content_id is not null`),
    // The plus keeps the planner from looking through all that the account has in the campaign.
    setOwn: db.prepare<[OfGroup & { id: number; contentId: number | null }]>(`
      update campaign_targets set content_id = @contentId
      where campaign_id = @id and peer = @peer and topic = @topic and +account_id = @accountId`),
    dropTargets: db.prepare('delete from campaign_targets where campaign_id = ?'),
    copy: db.prepare<[{ id: number; fromId: number; uuid: string; name: string; nowMs: number }]>(`
      insert into campaigns (id, uuid, name, state, created_at_ms, ${copied})
      select @id, @uuid, @name, 'draft', @nowMs, ${copied} from campaigns where id = @fromId`),
    copyTargets: db.prepare(`
      insert into campaign_targets (campaign_id, position, account_id, peer, topic, content_id)
      select ?, position, account_id, peer, topic, content_id from campaign_targets where campaign_id = ?`),
    groups: db.prepare<[number, number, number, number], CampaignGroup>(`
      ${group} where t.campaign_id = ? and (t.position, t.account_id) > (?, ?) order by t.position, t.account_id limit ?`),
    group: db.prepare<[OfGroup & { id: number }], CampaignGroup>(`
      ${group} where t.campaign_id = @id and t.peer = @peer and t.topic = @topic and +t.account_id = @accountId`),
  }
}

/** Whatever else a campaign has, a copy of it has too: who adds a column to what people choose need not think of copies. */
const ofItsOwn: readonly string[] =
  'id uuid name state reason next_at_ms started_at_ms rounds_done created_at_ms archived_at_ms'.split(' ')

function columnsOf(db: Database): string[] {
  const none = db.prepare('select * from campaigns where id = 0')
  return none.columns().map(({ name }) => name)
}
