import type { Database } from '../../../base/sqlite.ts'

/** Where, among the rounds after this one, those begin that may have taken its messages over. Null: there are none. */
export interface LaterRounds {
  readonly campaignId: number
  /** That leave only the latest message. */
  readonly keptFrom: number | null
  /** Of those, the ones that edit what stands. */
  readonly editedFrom: number | null
}

/** A round may end before it comes to a place. After so many of them it is no more the same message. */
const roundsOn = 100

/** Whether the message of attempt `a` was taken away, or is about to be, because a later round has sent another one. */
export const isReplacedSql = `exists (
  select 1 from attempts t
  where t.kind = 'delete' and t.run_id is null and t.account_id = a.account_id and t.peer = a.peer
    and t.message_id = a.message_id and t.topic = a.topic and t.state in ('pending', 'in-flight', 'sent')
    and coalesce(t.payload ->> 'chat', t.peer) = coalesce(a.result ->> 'chat', a.peer))`

/** The first round after it that has another message there. */
const replacedBySql = `coalesce((
    select l.run_id from runs r
      cross join attempts l on l.run_id = r.id and l.peer = a.peer and l.topic = a.topic and l.part = a.part
    where r.campaign_id = @campaignId and r.id >= @keptFrom and l.kind = 'send' and l.state = 'sent'
      and l.message_id <> a.message_id
    order by r.id limit 1),
  @keptFrom)`

/**
 * The last round that has edited it in place. What stands knows it at once; a campaign that keeps its older messages again has
 * forgotten that, and its attempts are looked through.
 */
const editedBySql = `coalesce(
  (select max(s.run_id) from standing_messages s
    where s.campaign_id = @campaignId and s.peer = a.peer and s.topic = a.topic and s.account_id = a.account_id
      and s.chat = coalesce(a.result ->> 'chat', a.peer) and s.message_id = a.message_id),
  (select max(l.run_id) from (
      select id from runs where campaign_id = @campaignId and id >= @editedFrom order by id limit ${roundsOn}) recent
    cross join attempts l on l.run_id = recent.id and l.peer = a.peer and l.topic = a.topic and l.part = a.part
    where l.kind = 'send' and l.state = 'sent' and l.account_id = a.account_id and l.message_id = a.message_id))`

/** The round that the place of attempt `a` belongs to, later than `@runId` where its message is replaced or edited. */
export const holderSql = `coalesce(iif(${isReplacedSql}, ${replacedBySql}, ${editedBySql}), @runId)`

/** Looks once for what `holderSql` wants to be given. */
export function prepareLaterRounds(db: Database) {
  const later = db.prepare<[OfCampaign], Omit<LaterRounds, 'campaignId'>>(`
    select min(id) as keptFrom, min(iif(keep_latest = 'edit', id, null)) as editedFrom from runs
    where campaign_id = @campaignId and id > @runId and keep_latest <> 'off'`)
  return ({ campaignId, runId }: OfCampaign): LaterRounds => {
    const { keptFrom = null, editedFrom = null } = later.get({ campaignId, runId }) ?? {}
    return { campaignId, keptFrom, editedFrom }
  }
}

interface OfCampaign {
  readonly campaignId: number
  readonly runId: number
}
